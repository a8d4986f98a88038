-- The web role cannot delete facts. This function can, but only those that one import of the caller's scope recorded:
-- about people and households that have no other beginning. Any other row that refers to them stops it by its foreign key.
CREATE FUNCTION take_back_import(import_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  clerk bigint;
  moments timestamptz[];
  places bigint[];
  homes bigint[];
  people bigint[];
  fact record;
  part record;
BEGIN
  SELECT post_id INTO clerk FROM households_importbatch
  WHERE id = import_id AND state IN ('importing', 'taking_back')
    AND division_code >= current_setting('lidao.lo', true) AND division_code < current_setting('lidao.hi', true);
  IF NOT FOUND THEN
    RAISE EXCEPTION '导入单 % 不能撤销。', import_id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_an_open_import_is_taken_back';
  END IF;

  SELECT array_agg(DISTINCT imported_at), array_agg(household_id), array_agg(household_id) FILTER (WHERE outcome = 'new')
  INTO moments, places, homes
  FROM households_importfamily WHERE batch_id = import_id AND imported_at IS NOT NULL;

  SELECT array_agg(DISTINCT m.person_id) INTO people FROM households_membership m
  WHERE m.household_id = ANY (places) AND m.recorded_at = ANY (moments) AND m.recorded_by_id = clerk
    AND NOT EXISTS (
      SELECT FROM households_membership earlier
      WHERE earlier.person_id = m.person_id AND NOT (earlier.recorded_at = ANY (moments) AND earlier.recorded_by_id = clerk));

  FOR fact IN
    SELECT c.conrelid::regclass AS name, a.attname AS subject,
           CASE c.confrelid WHEN 'households_person'::regclass THEN people ELSE homes END AS ids
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_trigger t ON t.tgrelid = c.conrelid AND t.tgname = 'fact_is_frozen'
    WHERE c.contype = 'f' AND c.confrelid IN ('households_person'::regclass, 'households_household'::regclass)
  LOOP
    FOR part IN
      SELECT c.conrelid::regclass AS name, a.attname AS whole
      FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f' AND c.confrelid = fact.name
    LOOP
      EXECUTE format('DELETE FROM %s WHERE %I IN (SELECT id FROM %s WHERE %I = ANY ($1) AND recorded_at = ANY ($2) AND recorded_by_id = $3)',
                     part.name, part.whole, fact.name, fact.subject) USING fact.ids, moments, clerk;
    END LOOP;
    EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1) AND recorded_at = ANY ($2) AND recorded_by_id = $3', fact.name, fact.subject)
    USING fact.ids, moments, clerk;
  END LOOP;

  UPDATE households_importfamily SET household_id = NULL WHERE household_id = ANY (homes);
  DELETE FROM households_accountevent WHERE person_id = ANY (people);
  DELETE FROM households_personevent WHERE pgh_obj_id = ANY (people);
  DELETE FROM households_householdevent WHERE pgh_obj_id = ANY (homes);
  DELETE FROM households_person WHERE id = ANY (people);
  DELETE FROM households_household WHERE id = ANY (homes);
END $$;
REVOKE ALL ON FUNCTION take_back_import(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_back_import(bigint) TO lidao_web;
ALTER FUNCTION take_back_import(bigint) OWNER TO lidao_load;
