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

CREATE OR REPLACE FUNCTION lidao_grant_is_recorded_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM poverty_projectgrant g WHERE g.household_id = NEW.household_id AND lidao_is_granted_twice(g, NEW)) THEN
    PERFORM lidao_refuse('a_project_grant_is_not_recorded_once_more',
      '这一户当年的扶贫项目资金物资已由项目记入，不再另录；确是另一笔的，请按它自己的帮扶标准录入。');
  END IF;
  RETURN NEW;
END $$;

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

CREATE OR REPLACE FUNCTION lidao_village_is_raised_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.support_standard_fen IS NOT NULL AND NEW.withdrawn_at IS NULL AND EXISTS (
      SELECT FROM poverty_projectgrant g
      WHERE g.division_code = NEW.division_code AND g.year = NEW.year AND g.village_rise_fen > 0 AND g.state IN ('proposed', 'approved')) THEN
    PERFORM lidao_refuse('a_village_is_raised_once',
      '该村当年的上浮已在扶贫项目中到户安排，不再录村扶持标准，以免重复上浮。请由乡镇经办把这个村的扶持标准留空，重新录入。');
  END IF;
  RETURN NEW;
END $$;
