-- Statements of guards that the planner may turn round. Row-level security hides from it how many rows a county has: it takes a whole book for one
-- row, begins with it, and goes through everything that was just written for each of its rows. Asked row by row each goes by its key, whatever is
-- known of the tables.
CREATE OR REPLACE FUNCTION lidao_money_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a WHERE a.division_code IS DISTINCT FROM (SELECT e.division_code FROM benefits_entitlement e WHERE e.id = a.entitlement_id)) THEN
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
  IF EXISTS (WITH back AS MATERIALIZED (SELECT * FROM added WHERE kind IN ('recovered', 'written_off', 'set_off'))
             SELECT FROM back a JOIN benefits_entitlement e ON e.id = a.entitlement_id
             LEFT JOIN benefits_recovery r ON r.id = a.recovery_id AND left(r.division_code, 6) = left(e.division_code, 6)
             LEFT JOIN benefits_recoveryplan n ON n.id = a.plan_id AND n.recovery_id = a.recovery_id AND n.kind::text
               = CASE a.kind WHEN 'written_off' THEN 'write_off' ELSE a.kind END AND n.state = 'approved'
             LEFT JOIN benefits_payout p ON p.id = a.payout_id
             LEFT JOIN benefits_payoutpart q ON q.payout_id = a.payout_id AND q.entitlement_id = a.entitlement_id
             WHERE (
               r.beneficiary IS DISTINCT FROM e.beneficiary
               OR (a.kind <> 'set_off' OR a.amount_fen < 0) AND r.scheme IS DISTINCT FROM e.scheme
               OR a.kind IN ('written_off', 'set_off') AND n.id IS NULL
               OR a.kind = 'written_off' AND -(SELECT sum(m.amount_fen) FROM benefits_moneyline m WHERE m.plan_id = a.plan_id) > n.amount_fen
               OR a.kind = 'set_off' AND a.amount_fen < 0 AND (q.plan_id IS DISTINCT FROM a.plan_id OR q.amount_fen IS DISTINCT FROM a.amount_fen)
               OR a.kind = 'set_off' AND (p.state IS DISTINCT FROM 'with_bank' OR q.id IS NULL))) THEN
    PERFORM lidao_refuse('money_comes_back_by_its_case', '追回、核销、抵扣须依据本案件及其批准的办法。');
  END IF;
  IF EXISTS (WITH reversing AS MATERIALIZED (SELECT * FROM added WHERE reverses_id IS NOT NULL)
             SELECT FROM reversing a LEFT JOIN benefits_moneyline o ON o.id = a.reverses_id AND o.kind = a.kind AND o.reverses_id IS NULL
               AND (o.kind = 'recovered' AND o.recovery_id = a.recovery_id
                    OR o.kind = 'misdirected' AND o.wrong_payment_id = a.wrong_payment_id AND o.payout_id = a.payout_id)
               AND o.entitlement_id = a.entitlement_id AND o.amount_fen = -a.amount_fen
             WHERE o.id IS NULL) THEN
    PERFORM lidao_refuse('a_repayment_is_reversed_whole', '冲正须整笔冲回原来的退款。');
  END IF;
  RETURN NULL;
END $$;

-- OFFSET 0 keeps the question where it stands: once for each part.
CREATE OR REPLACE FUNCTION lidao_only_proven_values_are_paid() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  unproven bigint;
BEGIN
  IF NOT EXISTS (
      WITH s AS MATERIALIZED (SELECT DISTINCT l.value_ids, left(a.division_code, 6) AS county FROM added a
                              CROSS JOIN LATERAL (SELECT x.value_ids FROM benefits_entitlementline x WHERE x.entitlement_id = a.entitlement_id OFFSET 0) l)
      SELECT FROM s WHERE NOT lidao_values_are_proven(s.value_ids, s.county)) THEN
    RETURN NULL;
  END IF;
  SELECT count(DISTINCT a.entitlement_id) INTO unproven FROM added a JOIN benefits_entitlementline l ON l.entitlement_id = a.entitlement_id
  WHERE NOT lidao_values_are_proven(l.value_ids, a.division_code);
  IF unproven > 0 THEN
    PERFORM lidao_refuse('only_proven_values_are_paid', format('有 %s 项应发额所依据的标准仅见于报道，请先补录确认文件，再发放。', unproven));
  END IF;
  RETURN NULL;
END $$;

-- Most changes of a payout neither open nor close it, and then its parts are not looked for. part_is_guarded has the last word on each.
CREATE OR REPLACE FUNCTION lidao_parts_follow_their_payout() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  turned bigint[];
BEGIN
  SELECT array_agg(n.id) INTO turned FROM moved n JOIN stood s ON s.id = n.id
  WHERE (n.state IN ('drafted', 'approved', 'with_bank')) <> (s.state IN ('drafted', 'approved', 'with_bank'));
  IF turned IS NOT NULL THEN
    UPDATE benefits_payoutpart SET open = NOT open WHERE payout_id = ANY (turned);
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER parts_follow_their_payout ON benefits_payout;
CREATE TRIGGER parts_follow_their_payout AFTER UPDATE ON benefits_payout REFERENCING OLD TABLE AS stood NEW TABLE AS moved
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_parts_follow_their_payout();

-- As an array the few wrong accounts are looked through before a payout is asked about.
CREATE OR REPLACE FUNCTION lidao_payout_run_goes_right() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM benefits_payout p JOIN benefits_payoutpart q ON q.payout_id = p.id
    JOIN benefits_moneyline m ON m.entitlement_id = q.entitlement_id AND m.kind = 'misdirected' AND m.amount_fen < 0
    JOIN benefits_wrongpayment w ON w.id = m.wrong_payment_id AND w.state <> 'reversed' AND w.kind IN ('account', 'namesake') AND w.account_hash = p.account_hash
    WHERE p.run_id = NEW.id AND p.decision = 'approve') THEN
    PERFORM lidao_refuse('money_does_not_go_astray_twice', format('批次 %s 有人的收款账户仍是错发的账户，请先更正账户并重新比对，或选缓发。', NEW.number));
  END IF;
  IF EXISTS (
    SELECT FROM benefits_payout p WHERE p.run_id = NEW.id AND p.decision = 'approve' AND p.account_hash = ANY (ARRAY(SELECT w.account_hash FROM benefits_wrongpayment w))
      AND lidao_account_went_astray(p.id) IS NOT NULL) THEN
    PERFORM lidao_refuse('a_wrong_account_is_paid_nothing',
      format('批次 %s 有人的收款账户登记过错发，尚未更正，也没有核实后重新登记，请先办理并重新比对，或选缓发。', NEW.number));
  END IF;
  RETURN NEW;
END $$;
