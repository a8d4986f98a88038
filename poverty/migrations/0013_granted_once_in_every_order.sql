CREATE FUNCTION lidao_project_grant_is_of_its_project() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM poverty_project p WHERE p.id = NEW.project_id AND p.year = NEW.year AND p.standard_fen IS NOT DISTINCT FROM NEW.standard_fen) THEN
    PERFORM lidao_refuse('a_project_grant_is_of_its_project', '资金物资的年度和帮扶标准与项目的不符。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER project_grant_is_of_its_project BEFORE INSERT ON poverty_projectgrant
  FOR EACH ROW EXECUTE FUNCTION lidao_project_grant_is_of_its_project();

-- What a project granted is a fact of its own; recorded by hand as well it would be raised twice, whichever of them came first.
CREATE FUNCTION lidao_is_granted_twice(given poverty_projectgrant, typed poverty_grant) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT given.household_id = typed.household_id AND given.state IN ('proposed', 'approved') AND typed.withdrawn_at IS NULL
    AND given.year = extract(year FROM typed.since)
    AND (typed.standard_fen IS NULL OR typed.standard_fen IN (coalesce(given.standard_fen, given.amount_fen), given.amount_fen))
$$;

CREATE FUNCTION lidao_project_grants_what_is_not_recorded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM poverty_grant t WHERE t.household_id = NEW.household_id AND lidao_is_granted_twice(NEW, t)) THEN
    PERFORM lidao_refuse('a_recorded_grant_is_not_granted_once_more',
      '这一户当年的扶贫资金物资已由乡镇录入，再由项目安排会重复上浮。请先由乡镇经办撤回那条记录；确是另一笔的，撤回后按它自己的帮扶标准重录。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER project_grants_what_is_not_recorded BEFORE INSERT OR UPDATE ON poverty_projectgrant
  FOR EACH ROW EXECUTE FUNCTION lidao_project_grants_what_is_not_recorded();

