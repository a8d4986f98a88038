"""An overpayment always has a case, set-off rests on consent and moves nothing but between two keys, and nothing is taken back beyond what was overpaid."""
from django.db import migrations

from accounts import rls

OVERPAID = """
CREATE FUNCTION lidao_overpaid(of_beneficiary text, of_scheme text, county text) RETURNS bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(sum(greatest(-lidao_balance(e.id), 0)), 0)::bigint FROM benefits_entitlement e
  WHERE e.beneficiary = of_beneficiary AND e.scheme = of_scheme AND left(e.division_code, 6) = county
$$;
"""

# A case is opened where a line of the first book leaves less due than has moved, and closed when nothing is open any more. Only the keys
# of the lines just written are looked at, and the open cases in sight.
CASES_FOLLOW = """
CREATE FUNCTION lidao_settled_recoveries_close(moment timestamptz) RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
  UPDATE benefits_recovery r SET state = 'closed', closed_at = moment
  WHERE r.state = 'open' AND lidao_overpaid(r.beneficiary, r.scheme, left(r.division_code, 6)) = 0
$$;

CREATE FUNCTION lidao_overpaid_keys_have_a_case() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  moment timestamptz;
BEGIN
  SELECT max(recorded_at) INTO moment FROM added;
  INSERT INTO benefits_recovery (division_code, number, beneficiary, household_id, person_id, scheme, state, run_id, opened_fen, opened_at)
  SELECT found.division_code,
         format('ZH%s-%s-%s', left(found.division_code, 6), to_char(moment AT TIME ZONE 'Asia/Shanghai', 'YYYY'),
                lpad((coalesce((SELECT max(substring(r.number FROM '[0-9]+$')::int) FROM benefits_recovery r
                                WHERE r.number LIKE format('ZH%s-%s-%%', left(found.division_code, 6), to_char(moment AT TIME ZONE 'Asia/Shanghai', 'YYYY'))), 0)
                      + row_number() OVER (PARTITION BY left(found.division_code, 6) ORDER BY found.household_id, found.beneficiary, found.scheme))::text, 4, '0')),
         found.beneficiary, found.household_id, found.person_id, found.scheme, 'open', found.run_id, found.fen, moment
  FROM (
    SELECT e.beneficiary, e.scheme, min(e.division_code) AS division_code, min(e.household_id) AS household_id, min(e.person_id) AS person_id,
           min(a.run_id) AS run_id, sum(-b.fen)::bigint AS fen
    FROM added a JOIN benefits_entitlement e ON e.id = a.entitlement_id
    CROSS JOIN LATERAL (SELECT lidao_balance(a.entitlement_id) AS fen) b
    WHERE a.amount_fen < 0 AND b.fen < 0
    GROUP BY e.beneficiary, e.scheme, left(e.division_code, 6)) found
  WHERE NOT EXISTS (SELECT FROM benefits_recovery r WHERE r.state = 'open' AND r.beneficiary = found.beneficiary AND r.scheme = found.scheme
                    AND left(r.division_code, 6) = left(found.division_code, 6));
  PERFORM lidao_settled_recoveries_close(moment);
  RETURN NULL;
END $$;
CREATE TRIGGER overpaid_keys_have_a_case AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_overpaid_keys_have_a_case();

CREATE FUNCTION lidao_recovered_cases_close() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE benefits_recovery r SET state = 'open', closed_at = NULL
  WHERE r.state = 'closed' AND r.id IN (SELECT a.recovery_id FROM added a WHERE a.reverses_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM benefits_recovery o WHERE o.state = 'open' AND o.beneficiary = r.beneficiary AND o.scheme = r.scheme
                    AND left(o.division_code, 6) = left(r.division_code, 6));
  PERFORM lidao_settled_recoveries_close((SELECT max(at) FROM added));
  RETURN NULL;
END $$;
CREATE TRIGGER recovered_cases_close AFTER INSERT ON benefits_moneyline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_recovered_cases_close();
"""
NO_CASES_FOLLOW = """
DROP FUNCTION lidao_overpaid_keys_have_a_case() CASCADE; DROP FUNCTION lidao_recovered_cases_close() CASCADE;
DROP FUNCTION lidao_settled_recoveries_close(timestamptz);
"""

RECOVERY_IS_GUARDED = """
CREATE FUNCTION lidao_recovery_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'closed_at'];
  open_fen bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('recoveries_are_never_deleted', '追回案件不删除，结清后自动办结。');
  END IF;
  open_fen := lidao_overpaid(NEW.beneficiary, NEW.scheme, left(NEW.division_code, 6));
  IF TG_OP = 'INSERT' AND (NEW.state <> 'open' OR open_fen = 0) THEN
    PERFORM lidao_refuse('a_recovery_is_of_an_overpayment', '没有多发，不能立追回案件。');
  ELSIF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('recoveries_are_never_edited', '追回案件立案后不改写。');
  ELSIF (NEW.state = 'closed') <> (open_fen = 0) THEN
    PERFORM lidao_refuse('a_recovery_closes_when_nothing_is_open', format('追回案件 %s 尚有多发未结，或已无多发。', NEW.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recovery_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_recovery FOR EACH ROW EXECUTE FUNCTION lidao_recovery_is_guarded();
REVOKE DELETE ON benefits_recovery FROM lidao_web;

CREATE FUNCTION lidao_recovery_plan_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'decided_by_id', 'decided_staff_no', 'decided_at', 'ended_why'];
  held benefits_recovery;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('recovery_plans_are_never_deleted', '追回办法不删除，可以退回或终止。');
  END IF;
  SELECT * INTO held FROM benefits_recovery r WHERE r.id = NEW.recovery_id AND r.division_code = NEW.division_code;
  IF held.id IS NULL THEN
    PERFORM lidao_refuse('a_recovery_plan_is_of_a_case_in_sight', '没有这个追回案件，或它不属于本辖区。');
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR held.state <> 'open' THEN
      PERFORM lidao_refuse('recovery_plans_begin_proposed', '追回办法从拟定开始，且案件须未结。');
    END IF;
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free)
     OR OLD.state <> 'proposed' AND (to_jsonb(NEW) - ARRAY['state', 'ended_why']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'ended_why']) THEN
    PERFORM lidao_refuse('recovery_plans_are_never_edited', '追回办法提出后不改写，请退回后另拟。');
  END IF;
  IF NOT (OLD.state = 'proposed' AND NEW.state IN ('approved', 'refused') OR OLD.state = 'approved' AND NEW.state = 'ended') THEN
    PERFORM lidao_refuse('recovery_plans_move_along_their_states', '这项追回办法已有结论，请刷新页面。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recovery_plan_moves BEFORE INSERT OR UPDATE OR DELETE ON benefits_recoveryplan FOR EACH ROW EXECUTE FUNCTION lidao_recovery_plan_moves();
REVOKE DELETE ON benefits_recoveryplan FROM lidao_web;
"""

STAFF_NUMBERS = """
ALTER TABLE benefits_recoveryplan
  ADD CONSTRAINT recovery_plan_proposer_has_this_staff_number FOREIGN KEY (proposed_by_id, proposed_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT recovery_plan_decider_has_this_staff_number FOREIGN KEY (decided_by_id, decided_staff_no) REFERENCES accounts_user (id, staff_no);
"""

# 扣回 only from a consented plan, never more than is open; whoever draws the parts up by hand meets this too.
DEDUCTIONS = """
CREATE FUNCTION lidao_deductions_are_consented() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added a JOIN benefits_payout p ON p.id = a.payout_id JOIN benefits_entitlement e ON e.id = a.entitlement_id
    LEFT JOIN benefits_recoveryplan n ON n.id = a.plan_id AND n.kind = 'set_off' AND n.state = 'approved' AND n.taken_from = p.scheme
    LEFT JOIN benefits_recovery r ON r.id = n.recovery_id AND r.beneficiary = p.beneficiary AND r.beneficiary = e.beneficiary AND r.scheme = e.scheme
      AND left(r.division_code, 6) = left(e.division_code, 6)
    WHERE a.reason = 'deducted' AND (r.id IS NULL OR -a.amount_fen > -lidao_balance(a.entitlement_id))) THEN
    PERFORM lidao_refuse('deductions_rest_on_a_consented_plan', '扣回须依据本人同意并经批准的抵扣办法，且不超过尚未追回的金额。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER deductions_are_consented AFTER INSERT ON benefits_payoutpart REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_deductions_are_consented();

CREATE FUNCTION lidao_deductions_stand(run benefits_payoutrun) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM benefits_payout p JOIN benefits_payoutpart q ON q.payout_id = p.id JOIN benefits_recoveryplan n ON n.id = q.plan_id
             WHERE p.run_id = run.id AND p.decision = 'approve' AND q.reason = 'deducted'
               AND (n.state <> 'approved' OR -q.amount_fen > -lidao_balance(q.entitlement_id))) THEN
    PERFORM lidao_refuse('deductions_rest_on_a_consented_plan',
      format('批次 %s 有扣回所依据的办法已终止，或尚未追回的金额已减少，请作废后重拟。', run.number));
  END IF;
END $$;
CREATE FUNCTION lidao_payout_run_deducts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state IN ('prepared', 'reviewed', 'signed') THEN
    PERFORM lidao_deductions_stand(NEW);
  ELSIF EXISTS (
    SELECT FROM benefits_payout p WHERE p.run_id = NEW.id AND p.state = 'with_bank'
      AND (SELECT coalesce(sum(m.amount_fen) FILTER (WHERE m.amount_fen < 0), 0) FROM benefits_moneyline m WHERE m.payout_id = p.id AND m.kind = 'set_off')
        IS DISTINCT FROM (SELECT coalesce(sum(q.amount_fen) FILTER (WHERE q.reason = 'deducted'), 0) FROM benefits_payoutpart q WHERE q.payout_id = p.id)
    OR p.run_id = NEW.id
      AND (SELECT coalesce(sum(m.amount_fen), 0) FROM benefits_moneyline m WHERE m.payout_id = p.id AND m.kind = 'set_off') <> 0) THEN
    PERFORM lidao_refuse('what_is_set_off_sums_to_nothing', format('批次 %s 的抵扣与批准的扣回不符。', NEW.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_run_deducts BEFORE UPDATE ON benefits_payoutrun FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('prepared', 'reviewed', 'signed', 'handed_over'))
  EXECUTE FUNCTION lidao_payout_run_deducts();
"""
NO_DEDUCTIONS = """
DROP FUNCTION lidao_deductions_are_consented() CASCADE; DROP FUNCTION lidao_payout_run_deducts() CASCADE; DROP FUNCTION lidao_deductions_stand(benefits_payoutrun);
"""

# As before; what the bank is handed of a key is its part less what is set off there.
MONEY_IS_GUARDED = """
CREATE OR REPLACE FUNCTION lidao_money_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a LEFT JOIN benefits_entitlement e ON e.id = a.entitlement_id AND e.division_code = a.division_code WHERE e.id IS NULL) THEN
    PERFORM lidao_refuse('money_lies_where_it_was_due', '收付明细的地点与应发项不符。');
  END IF;
  IF EXISTS (SELECT FROM added a
             LEFT JOIN benefits_payout p ON p.id = a.payout_id
             LEFT JOIN benefits_payoutpart q ON q.payout_id = a.payout_id AND q.entitlement_id = a.entitlement_id
             LEFT JOIN benefits_moneyline h ON h.payout_id = a.payout_id AND h.entitlement_id = a.entitlement_id AND h.kind = 'handed'
             WHERE a.kind = 'handed' AND (p.state IS DISTINCT FROM 'with_bank' OR a.amount_fen IS DISTINCT FROM q.amount_fen
                     - (SELECT coalesce(sum(s.amount_fen), 0) FROM benefits_moneyline s
                        WHERE s.payout_id = a.payout_id AND s.entitlement_id = a.entitlement_id AND s.kind = 'set_off'))
                OR a.kind IN ('confirmed', 'returned') AND h.id IS NULL
                OR a.kind = 'returned' AND h.amount_fen IS DISTINCT FROM -a.amount_fen) THEN
    PERFORM lidao_refuse('money_moves_as_it_was_approved', '收付明细与批准的发放记录不符。');
  END IF;
  IF EXISTS (SELECT FROM added a WHERE a.kind = 'handed' AND lidao_balance(a.entitlement_id) < 0) THEN
    PERFORM lidao_refuse('nobody_is_handed_more_than_is_due', '签发之后应发额减少，照此交付银行会多发。请作废本批后重拟。');
  END IF;
  IF EXISTS (SELECT FROM added a WHERE a.kind IN ('recovered', 'written_off', 'set_off') AND a.amount_fen < 0 AND lidao_balance(a.entitlement_id) > 0) THEN
    PERFORM lidao_refuse('recovered_is_no_more_than_overpaid', '追回和核销的合计超过多发的金额。');
  END IF;
  IF EXISTS (SELECT FROM added a JOIN benefits_entitlement e ON e.id = a.entitlement_id
             LEFT JOIN benefits_recovery r ON r.id = a.recovery_id AND left(r.division_code, 6) = left(e.division_code, 6)
             LEFT JOIN benefits_recoveryplan n ON n.id = a.plan_id AND n.recovery_id = a.recovery_id AND n.kind::text
               = CASE a.kind WHEN 'written_off' THEN 'write_off' ELSE a.kind END AND n.state = 'approved'
             LEFT JOIN benefits_payout p ON p.id = a.payout_id
             LEFT JOIN benefits_payoutpart q ON q.payout_id = a.payout_id AND q.entitlement_id = a.entitlement_id
             WHERE a.kind IN ('recovered', 'written_off', 'set_off') AND (
               r.beneficiary IS DISTINCT FROM e.beneficiary
               OR (a.kind <> 'set_off' OR a.amount_fen < 0) AND r.scheme IS DISTINCT FROM e.scheme
               OR a.kind IN ('written_off', 'set_off') AND n.id IS NULL
               OR a.kind = 'written_off' AND -(SELECT sum(m.amount_fen) FROM benefits_moneyline m WHERE m.plan_id = a.plan_id) > n.amount_fen
               OR a.kind = 'set_off' AND a.amount_fen < 0 AND (q.plan_id IS DISTINCT FROM a.plan_id OR q.amount_fen IS DISTINCT FROM a.amount_fen)
               OR a.kind = 'set_off' AND (p.state IS DISTINCT FROM 'with_bank' OR q.id IS NULL))) THEN
    PERFORM lidao_refuse('money_comes_back_by_its_case', '追回、核销、抵扣须依据本案件及其批准的办法。');
  END IF;
  IF EXISTS (SELECT FROM added a LEFT JOIN benefits_moneyline o ON o.id = a.reverses_id AND o.kind = 'recovered' AND o.reverses_id IS NULL
               AND o.entitlement_id = a.entitlement_id AND o.recovery_id = a.recovery_id AND o.amount_fen = -a.amount_fen
             WHERE a.reverses_id IS NOT NULL AND o.id IS NULL) THEN
    PERFORM lidao_refuse('a_repayment_is_reversed_whole', '冲正须整笔冲回原来的退款。');
  END IF;
  RETURN NULL;
END $$;
"""


def before():
    from importlib import import_module

    return import_module("benefits.migrations.0005_payout_guards").MONEY_IS_GUARDED


class Migration(migrations.Migration):
    dependencies = [("benefits", "0022_recoveries")]
    operations = [
        rls.secure("benefits_recovery"),
        rls.secure("benefits_recoveryplan"),
        migrations.RunSQL(OVERPAID, "DROP FUNCTION lidao_overpaid(text, text, text);"),
        migrations.RunSQL(CASES_FOLLOW, NO_CASES_FOLLOW),
        migrations.RunSQL(RECOVERY_IS_GUARDED, "DROP FUNCTION lidao_recovery_is_guarded() CASCADE; DROP FUNCTION lidao_recovery_plan_moves() CASCADE;"),
        migrations.RunSQL(
            STAFF_NUMBERS,
            "ALTER TABLE benefits_recoveryplan DROP CONSTRAINT recovery_plan_proposer_has_this_staff_number, "
            "DROP CONSTRAINT recovery_plan_decider_has_this_staff_number;",
        ),
        migrations.RunSQL(DEDUCTIONS, NO_DEDUCTIONS),
        migrations.RunSQL(MONEY_IS_GUARDED, before().split("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
