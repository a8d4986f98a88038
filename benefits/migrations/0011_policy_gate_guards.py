"""A county's value is confirmed by another official after a fresh simulation; reported figures and measures without an amount are not paid
before a document says so."""
from django.db import migrations

from accounts import rls

# Why what a simulation found may no longer be so, NULL while it stands. The one definition the command asks and the database holds to.
# A simulation that touches no scheme of the county stays fresh until a ledger is opened. The count of families catches those that went,
# and whoever looks through a narrower scope.
SIMULATION_IS_STALE = """
CREATE FUNCTION lidao_simulation_is_stale(simulation bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN s.finished_at IS NULL THEN 'unfinished'
    WHEN s.openings IS DISTINCT FROM coalesce((SELECT jsonb_object_agg(o.scheme, o.since) FROM benefits_opening o WHERE o.division_code = s.division_code), '{}')
      THEN 'ledgers'
    WHEN cardinality(s.schemes) = 0 THEN NULL
    WHEN (SELECT count(*) FILTER (WHERE h.revision > s.watermark) > 0 OR count(*) <> s.families FROM households_household h
          WHERE h.division_code >= s.division_code AND h.division_code < rpad((left(s.division_code, 6)::int + 1)::text, 12, '0')) THEN 'facts'
    WHEN EXISTS (SELECT FROM benefits_policyvalue v WHERE v.revision > s.watermark AND v.id <> s.value_id
                 AND (v.origin = 'file' OR v.confirmed_at IS NOT NULL)
                 AND (left(v.place, 6) = left(s.division_code, 6) OR v.place IN
                      ('000000000000', rpad(left(s.division_code, 2), 12, '0'), rpad(left(s.division_code, 4), 12, '0')))) THEN 'values'
  END
  FROM benefits_policysimulation s WHERE s.id = simulation
$$;
"""

VALUE_IS_CONFIRMED = """
CREATE FUNCTION lidao_policy_value_is_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  simulation bigint;
  stale text;
  document benefits_citation;
BEGIN
  IF NEW.origin <> 'official' OR NEW.confirmed_at IS NULL OR TG_OP = 'UPDATE' AND OLD.confirmed_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM lidao_refuse('official_values_begin_unconfirmed', '录入的标准先待确认，由另一人看过模拟核算后确认。');
  END IF;
  SELECT * INTO document FROM benefits_citation WHERE id = NEW.citation_id;
  IF document.quality <> 'normative' OR '' IN (document.number, document.title, document.issuer, document.issued) THEN
    PERFORM lidao_refuse('a_confirmed_value_has_a_whole_citation', '确认的标准须有规范性文件的文号、标题、发文机关和日期。');
  END IF;
  SELECT s.id INTO simulation FROM benefits_policysimulation s WHERE s.value_id = NEW.id AND s.division_code = NEW.place ORDER BY s.id DESC LIMIT 1;
  stale := CASE WHEN simulation IS NULL THEN 'missing' ELSE lidao_simulation_is_stale(simulation) END;
  IF stale IS NOT NULL THEN
    PERFORM lidao_refuse('a_value_is_confirmed_after_a_fresh_simulation', format('标准 %s 没有在最近一次变更之后完成的模拟核算（%s）。', NEW.name, stale));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER policy_value_is_confirmed BEFORE INSERT OR UPDATE ON benefits_policyvalue
  FOR EACH ROW EXECUTE FUNCTION lidao_policy_value_is_confirmed();
"""

SIMULATION_IS_GUARDED = """
CREATE FUNCTION lidao_simulation_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['job_id', 'openings', 'watermark', 'basis', 'families', 'seen', 'effects', 'finished_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.finished_at IS NOT NULL OR NOT EXISTS (SELECT FROM benefits_policyvalue v WHERE v.id = NEW.value_id AND v.origin = 'official'
        AND v.place = NEW.division_code AND v.confirmed_at IS NULL AND v.withdrawn_at IS NULL) THEN
      PERFORM lidao_refuse('a_simulation_is_of_a_value_awaiting_confirmation', '模拟核算只为本县待确认的标准进行。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.finished_at IS NOT NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('finished_simulations_are_frozen', '模拟核算的结果不能改动或删除，可以重新模拟。');
  END IF;
  IF NEW.finished_at IS NOT NULL AND cardinality(NEW.schemes) > 0 AND NEW.families <> (SELECT count(*) FROM households_household h
      WHERE h.division_code >= NEW.division_code AND h.division_code < rpad((left(NEW.division_code, 6)::int + 1)::text, 12, '0')) THEN
    PERFORM lidao_refuse('a_finished_simulation_saw_every_family', '模拟核算须算过本县的每一户才算完成。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER simulation_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_policysimulation
  FOR EACH ROW EXECUTE FUNCTION lidao_simulation_is_guarded();
REVOKE DELETE ON benefits_policysimulation FROM lidao_web;
"""

CONFIRMATION_IS_GUARDED = """
DROP TRIGGER only_inserted ON benefits_policyconfirmation;
GRANT UPDATE ON benefits_policyconfirmation TO lidao_web, lidao_load;
CREATE FUNCTION lidao_confirmation_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  decided text[] := ARRAY['state', 'decided_at', 'decided_by_id', 'decided_staff_no', 'refused_why'];
BEGIN
  IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (OLD.state <> 'proposed' OR (to_jsonb(NEW) - decided) IS DISTINCT FROM (to_jsonb(OLD) - decided)) THEN
    PERFORM lidao_refuse('confirmations_are_never_edited', '确认文件的登记不改写。');
  END IF;
  IF TG_OP = 'INSERT' AND NEW.county <> '' AND NEW.state <> 'proposed' THEN
    PERFORM lidao_refuse('county_confirmations_begin_undecided', '县级登记的确认文件先待核对。');
  END IF;
  IF NOT EXISTS (SELECT FROM benefits_policyvalue v WHERE v.id = NEW.value_id AND v.quality = 'reported'
                 AND (NEW.county = '' OR v.place IN ('000000000000', rpad(left(NEW.county, 2), 12, '0'), rpad(left(NEW.county, 4), 12, '0'), NEW.county))) THEN
    PERFORM lidao_refuse('only_a_reported_value_is_confirmed', '确认文件只为本县适用的、仅见于报道或计划的标准登记。');
  END IF;
  IF NEW.state <> 'refused' AND NOT EXISTS (SELECT FROM benefits_citation c WHERE c.id = NEW.citation_id AND c.quality = 'normative'
                                            AND '' NOT IN (c.number, c.title, c.issuer, c.issued)) THEN
    PERFORM lidao_refuse('only_a_document_confirms', '确认文件须是规范性文件，文号、标题、发文机关和日期齐全。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER confirmation_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_policyconfirmation
  FOR EACH ROW EXECUTE FUNCTION lidao_confirmation_is_guarded();
"""
UNDO_CONFIRMATION = """
DROP FUNCTION lidao_confirmation_is_guarded() CASCADE;
REVOKE UPDATE ON benefits_policyconfirmation FROM lidao_web, lidao_load;
CREATE TRIGGER only_inserted BEFORE UPDATE OR DELETE ON benefits_policyconfirmation
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_only_inserted();
"""

# Payouts ask this for their county: false while any of the values is only reported and no document that confirms it is in force there.
VALUES_ARE_PROVEN = """
DROP FUNCTION lidao_values_are_proven(bigint[]);
CREATE FUNCTION lidao_values_are_proven(ids bigint[], county text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT FROM unnest(ids) AS i(id) LEFT JOIN benefits_policyvalue v ON v.id = i.id
    WHERE v.id IS NULL OR v.quality = 'reported' AND NOT EXISTS (
      SELECT FROM benefits_policyconfirmation c WHERE c.value_id = v.id AND c.state = 'in_force' AND left(c.county, 6) IN ('', left(county, 6))))
$$;
"""
BEFORE_PROVEN = """
DROP FUNCTION lidao_values_are_proven(bigint[], text);
CREATE FUNCTION lidao_values_are_proven(ids bigint[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT FROM unnest(ids) AS i(id) LEFT JOIN benefits_policyvalue v ON v.id = i.id
    WHERE v.id IS NULL OR v.quality = 'reported' AND NOT EXISTS (SELECT FROM benefits_policyconfirmation c WHERE c.value_id = v.id))
$$;
"""

# Schemes of these lines for which no file states a figure in the county: an official's document has to.
AMOUNTS_ARE_STATED = """
CREATE FUNCTION lidao_lacks_a_figure(of_scheme text, county text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT FROM benefits_policyvalue v WHERE v.origin = 'file' AND v.withdrawn_at IS NULL AND v.scheme = of_scheme
    AND (v.unit LIKE 'yuan%' OR v.unit = 'percent') AND jsonb_typeof(v.value) <> 'null'
    AND v.place IN ('000000000000', rpad(left(county, 2), 12, '0'), rpad(left(county, 4), 12, '0'), rpad(left(county, 6), 12, '0')))
$$;
CREATE FUNCTION lidao_states_a_figure(of_scheme text, ids bigint[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM benefits_policyvalue v WHERE v.id = ANY (ids) AND v.origin = 'official' AND v.confirmed_at IS NOT NULL AND v.withdrawn_at IS NULL
    AND v.quality = 'normative' AND v.unit LIKE 'yuan%' AND v.scheme IN (of_scheme, ''))
$$;
CREATE FUNCTION lidao_amounts_are_stated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lacking text[];
BEGIN
  SELECT array_agg(f.scheme || left(f.place, 6)) INTO lacking
  FROM (SELECT DISTINCT e.scheme, left(e.division_code, 6) || '000000' AS place FROM added a JOIN benefits_entitlement e ON e.id = a.entitlement_id) f
  WHERE lidao_lacks_a_figure(f.scheme, f.place);
  IF lacking IS NOT NULL AND EXISTS (
      SELECT FROM added a JOIN benefits_entitlement e ON e.id = a.entitlement_id JOIN benefits_entitlementline l ON l.entitlement_id = e.id
      WHERE l.amount_fen > 0 AND e.scheme || left(e.division_code, 6) = ANY (lacking) AND NOT lidao_states_a_figure(e.scheme, l.value_ids)) THEN
    PERFORM lidao_refuse('no_amount_without_a_document_that_states_it', '文件没有写明这一项目的金额：须先由县级录入写明金额的文件并确认，才能列应发、发放。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER amounts_are_stated AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_amounts_are_stated();
CREATE TRIGGER amounts_are_stated AFTER INSERT ON benefits_payoutpart REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_amounts_are_stated();
"""

PROVEN_VALUES_ARE_PAID = """
CREATE OR REPLACE FUNCTION lidao_only_proven_values_are_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unproven bigint;
BEGIN
  SELECT count(DISTINCT a.entitlement_id) INTO unproven FROM added a JOIN benefits_entitlementline l ON l.entitlement_id = a.entitlement_id
  WHERE NOT lidao_values_are_proven(l.value_ids{county});
  IF unproven > 0 THEN
    PERFORM lidao_refuse('only_proven_values_are_paid', format('有 %s 项应发额所依据的标准仅见于报道，请先补录确认文件，再发放。', unproven));
  END IF;
  RETURN NULL;
END $$;
"""

STAFF_NUMBERS = """
ALTER TABLE benefits_policyconfirmation
  ADD CONSTRAINT confirmation_recorder_has_this_staff_number FOREIGN KEY (recorded_by_id, recorded_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT confirmation_decider_has_this_staff_number FOREIGN KEY (decided_by_id, decided_staff_no) REFERENCES accounts_user (id, staff_no);
"""
NO_STAFF_NUMBERS = """
ALTER TABLE benefits_policyconfirmation DROP CONSTRAINT confirmation_recorder_has_this_staff_number,
  DROP CONSTRAINT confirmation_decider_has_this_staff_number;
"""


class Migration(migrations.Migration):
    dependencies = [("benefits", "0010_policy_gate")]
    operations = [
        rls.secure("benefits_policysimulation"),
        rls.secure("benefits_runvalue"),
        rls.append_only("benefits_runvalue"),
        migrations.RunSQL(SIMULATION_IS_STALE, "DROP FUNCTION lidao_simulation_is_stale(bigint);"),
        migrations.RunSQL(VALUE_IS_CONFIRMED, "DROP FUNCTION lidao_policy_value_is_confirmed() CASCADE;"),
        migrations.RunSQL(
            SIMULATION_IS_GUARDED, "DROP FUNCTION lidao_simulation_is_guarded() CASCADE; GRANT DELETE ON benefits_policysimulation TO lidao_web;"
        ),
        migrations.RunSQL(CONFIRMATION_IS_GUARDED, UNDO_CONFIRMATION),
        migrations.RunSQL(VALUES_ARE_PROVEN, BEFORE_PROVEN),
        migrations.RunSQL(
            PROVEN_VALUES_ARE_PAID.replace("{county}", ", l.division_code"), PROVEN_VALUES_ARE_PAID.replace("{county}", "")
        ),
        migrations.RunSQL(
            AMOUNTS_ARE_STATED,
            "DROP FUNCTION lidao_amounts_are_stated() CASCADE; DROP FUNCTION lidao_lacks_a_figure(text, text);"
            "DROP FUNCTION lidao_states_a_figure(text, bigint[]);",
        ),
        migrations.RunSQL(STAFF_NUMBERS, NO_STAFF_NUMBERS),
    ]
