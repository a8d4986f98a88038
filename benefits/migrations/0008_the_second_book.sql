CREATE FUNCTION lidao_balance(key bigint) RETURNS bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT (coalesce((SELECT sum(amount_fen) FROM benefits_entitlementline WHERE entitlement_id = key), 0)
        - coalesce((SELECT sum(amount_fen) FROM benefits_moneyline WHERE entitlement_id = key), 0))::bigint
$$;

-- What moved is held against what was approved. What the bank is handed of a key is its part less what is set off there.
-- The few lines that come back, are set off or reversed are picked out before anything is joined to them: a county that is new in a
-- database of many looks empty to the planner, which would begin with its whole book.
CREATE FUNCTION lidao_money_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER money_is_guarded AFTER INSERT ON benefits_moneyline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_money_is_guarded();

CREATE FUNCTION lidao_opening_money_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (WITH opening AS MATERIALIZED (SELECT * FROM added WHERE kind = 'opening')
             SELECT FROM opening a JOIN benefits_entitlement k ON k.id = a.entitlement_id
             LEFT JOIN benefits_openingbalance b ON b.id = a.opening_id AND b.state = 'booked' AND b.booked_in = pg_current_xact_id()::text::bigint
             LEFT JOIN benefits_openingentry e ON e.balance_id = b.id AND e.beneficiary = k.beneficiary AND e.scheme = k.scheme AND e.since = k.since
               AND k.component = 'opening' AND e.paid_fen = a.amount_fen
             WHERE e.id IS NULL) THEN
    PERFORM lidao_refuse('opening_money_is_what_was_signed', '期初已付只在签发期初结转时写入，且与明细相符。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER opening_money_is_guarded AFTER INSERT ON benefits_moneyline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_opening_money_is_guarded();
