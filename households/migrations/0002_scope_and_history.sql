-- Each change of a family takes the next number: what was computed before it can tell that it is late.
CREATE SEQUENCE lidao_revision;

CREATE FUNCTION lidao_fact_is_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE free text[] := ARRAY['withdrawn_at', 'withdrawn_by_id', 'withdrawn_why', 'division_code'];
BEGIN
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
    RAISE EXCEPTION '% 的记录不改写：请撤回原记录并另记一条。', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = 'facts_are_never_edited';
  END IF;
  RETURN NEW;
END $$;

ALTER TABLE households_membership ADD CONSTRAINT person_has_one_home_at_a_time
  EXCLUDE USING gist (person_id WITH =, daterange(since, until) WITH &&) WHERE (withdrawn_at IS NULL AND home);
ALTER TABLE households_death ADD CONSTRAINT person_dies_once EXCLUDE (person_id WITH =) WHERE (withdrawn_at IS NULL);
ALTER TABLE households_exam ADD CONSTRAINT person_sits_an_exam_once_a_day
  EXCLUDE USING gist (person_id WITH =, daterange(since, since + 1) WITH &&) WHERE (withdrawn_at IS NULL);

-- The only question one county may ask of the others: yes or no, nothing else. Owned by the role that sees all rows.
CREATE FUNCTION known_elsewhere(number bytea, county text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM households_person p WHERE p.number_hash = number AND p.county_code <> county)
$$;
REVOKE ALL ON FUNCTION known_elsewhere(bytea, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION known_elsewhere(bytea, text) TO lidao_web;
ALTER FUNCTION known_elsewhere(bytea, text) OWNER TO lidao_load;
