CREATE OR REPLACE FUNCTION lidao_listed_family_is_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  finished boolean := EXISTS (SELECT FROM poverty_minimumlivinglist l WHERE l.id = OLD.of_list_id AND l.state <> 'compared');
BEGIN
  IF TG_OP = 'DELETE' AND NOT finished THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND finished AND NEW.rows = ''::bytea AND (to_jsonb(NEW) - 'rows') = (to_jsonb(OLD) - 'rows') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '低保月度名单的明细只随重新比对更换。' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'registered_lists_are_never_edited';
END $$;
