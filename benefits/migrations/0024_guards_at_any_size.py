"""The guards of the two books cost the same a line in a county's first run, when nothing is known of the tables, as in its hundredth.

Asked as joins they were planned as if a run had a dozen lines, and went through the whole run for each of them. Asked line by line they
find what they compare by its key.
"""
from importlib import import_module

from django.db import migrations

LINES_ARE_AS_APPROVED = """
CREATE OR REPLACE FUNCTION lidao_lines_are_as_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a WHERE (
      SELECT count(*) FROM benefits_entitlement e
      JOIN benefits_runline l ON l.run_id = a.run_id AND l.beneficiary = e.beneficiary AND l.scheme = e.scheme
        AND l.since = e.since AND l.until = e.until AND l.component = e.component
        AND l.due_fen - l.booked_fen = a.amount_fen AND l.value_ids = a.value_ids
      JOIN benefits_evidence v ON v.id = a.evidence_id AND v.run_id = l.run_id AND v.household_id = l.household_id
      WHERE e.id = a.entitlement_id AND e.division_code = a.division_code) = 0) THEN
    RAISE EXCEPTION '应发明细与所发布核算批次的明细不符。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_says_what_was_approved';
  END IF;
  RETURN NULL;
END $$;
"""

AMOUNTS_ARE_STATED = """
CREATE OR REPLACE FUNCTION lidao_amounts_are_stated() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  lacking text[];
BEGIN
  WITH found AS MATERIALIZED (
    SELECT DISTINCT e.scheme, left(e.division_code, 6) || '000000' AS place FROM added a JOIN benefits_entitlement e ON e.id = a.entitlement_id)
  SELECT array_agg(f.scheme || left(f.place, 6)) INTO lacking FROM found f WHERE lidao_lacks_a_figure(f.scheme, f.place);
  IF lacking IS NOT NULL AND EXISTS (
      SELECT FROM added a JOIN benefits_entitlement e ON e.id = a.entitlement_id JOIN benefits_entitlementline l ON l.entitlement_id = e.id
      WHERE l.amount_fen > 0 AND e.scheme || left(e.division_code, 6) = ANY (lacking) AND NOT lidao_states_a_figure(e.scheme, l.value_ids)) THEN
    PERFORM lidao_refuse('no_amount_without_a_document_that_states_it', '文件没有写明这一项目的金额：须先由县级录入写明金额的文件并确认，才能列应发、发放。');
  END IF;
  RETURN NULL;
END $$;
"""

# What moved is held against what was approved; the other questions of this guard are as they were.
MONEY_IS_GUARDED = """
CREATE OR REPLACE FUNCTION lidao_money_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a LEFT JOIN benefits_entitlement e ON e.id = a.entitlement_id AND e.division_code = a.division_code WHERE e.id IS NULL) THEN
    PERFORM lidao_refuse('money_lies_where_it_was_due', '收付明细的地点与应发项不符。');
  END IF;
  IF EXISTS (SELECT FROM added a
             WHERE a.kind = 'handed' AND (
                 (SELECT p.state FROM benefits_payout p WHERE p.id = a.payout_id) IS DISTINCT FROM 'with_bank'
                 OR a.amount_fen IS DISTINCT FROM
                     (SELECT q.amount_fen FROM benefits_payoutpart q WHERE q.payout_id = a.payout_id AND q.entitlement_id = a.entitlement_id)
                   - (SELECT coalesce(sum(s.amount_fen), 0) FROM benefits_moneyline s
                      WHERE s.payout_id = a.payout_id AND s.entitlement_id = a.entitlement_id AND s.kind = 'set_off'))
               OR a.kind = 'confirmed' AND (
                 SELECT count(*) FROM benefits_moneyline h
                 WHERE h.payout_id = a.payout_id AND h.entitlement_id = a.entitlement_id AND h.kind = 'handed') = 0
               OR a.kind = 'returned' AND (
                 SELECT h.amount_fen FROM benefits_moneyline h
                 WHERE h.payout_id = a.payout_id AND h.entitlement_id = a.entitlement_id AND h.kind = 'handed') IS DISTINCT FROM -a.amount_fen) THEN
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


def _before():
    """The functions as the migrations before this one left them."""
    approved = import_module("benefits.migrations.0018_the_book_rests_on_signed_values").FUNCTION.replace("{values}", " AND l.value_ids = a.value_ids")
    stated = AMOUNTS_ARE_STATED.replace("AS MATERIALIZED", "AS NOT MATERIALIZED")
    return approved + stated + import_module("benefits.migrations.0023_recovery_guards").MONEY_IS_GUARDED


class Migration(migrations.Migration):
    dependencies = [("benefits", "0023_recovery_guards")]
    operations = [migrations.RunSQL(LINES_ARE_AS_APPROVED + AMOUNTS_ARE_STATED + MONEY_IS_GUARDED, _before())]
