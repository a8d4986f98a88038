-- A project's money rests on its own documents and on the two officials who granted it, so no policy file states its figure.
CREATE OR REPLACE FUNCTION lidao_lacks_a_figure(of_scheme text, county text) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT of_scheme <> 'project_grant' AND NOT EXISTS (
    SELECT FROM benefits_policyvalue v WHERE v.origin = 'file' AND v.withdrawn_at IS NULL AND v.scheme = of_scheme
    AND (v.unit LIKE 'yuan%' OR v.unit = 'percent') AND jsonb_typeof(v.value) <> 'null'
    AND v.place IN ('000000000000', rpad(left(county, 2), 12, '0'), rpad(left(county, 4), 12, '0'), rpad(left(county, 6), 12, '0')))
$$;

-- No line of the first book says more than was approved in cash for the family in the month; goods are never due.
CREATE FUNCTION lidao_project_money_is_as_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT FROM benefits_entitlement e WHERE e.scheme = 'project_grant' AND e.id IN (SELECT a.entitlement_id FROM added a)
      AND (SELECT sum(l.amount_fen) FROM benefits_entitlementline l WHERE l.entitlement_id = e.id) >
          (SELECT coalesce(sum(g.amount_fen), 0) FROM poverty_projectgrant g WHERE g.household_id = e.household_id AND g.form = 'cash'
           AND g.state = 'approved' AND g.granted_on >= e.since AND g.granted_on < e.until)) THEN
    PERFORM lidao_refuse('project_money_is_due_as_approved', '扶贫项目资金的应发额不能超过当月已批准的资金；物资不列应发。');
  END IF;
  IF EXISTS (
      SELECT FROM benefits_entitlement e WHERE e.scheme = 'project_fund' AND e.id IN (SELECT a.entitlement_id FROM added a)
      AND (SELECT sum(l.amount_fen) FROM benefits_entitlementline l WHERE l.entitlement_id = e.id) > 0
      AND EXISTS (SELECT FROM poverty_projectgrant g WHERE g.household_id = e.household_id AND g.development_fund AND g.state = 'approved')) THEN
    PERFORM lidao_refuse('the_development_fund_is_given_once', '这一户的项目发展基金已经列应发或已在扶贫项目中批准，每户只安排一次。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER project_money_is_as_approved AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_project_money_is_as_approved();

CREATE FUNCTION lidao_development_fund_is_given_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.development_fund AND NEW.state IN ('proposed', 'approved') AND EXISTS (
      SELECT FROM benefits_entitlement e WHERE e.household_id = NEW.household_id AND e.scheme = 'project_fund'
      AND (SELECT coalesce(sum(l.amount_fen), 0) FROM benefits_entitlementline l WHERE l.entitlement_id = e.id) > 0) THEN
    PERFORM lidao_refuse('the_development_fund_is_given_once', '这一户的项目发展基金已经列应发或已在扶贫项目中批准，每户只安排一次。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER development_fund_is_given_once BEFORE INSERT OR UPDATE ON poverty_projectgrant
  FOR EACH ROW EXECUTE FUNCTION lidao_development_fund_is_given_once();
