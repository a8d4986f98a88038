-- The wrong payment for which a payout must not go to its account: the account on record of the same person was wrong, and nobody has recorded it again since.
-- Somebody else's own account may be the same one, rightly.
CREATE FUNCTION lidao_account_went_astray(payout bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT max(w.number) FROM benefits_payout p
  JOIN benefits_wrongpayment w ON w.account_hash = p.account_hash AND w.state IN ('booked', 'reversing') AND w.kind IN ('account', 'namesake')
  JOIN benefits_payout o ON o.id = w.payout_id AND o.person_id = p.person_id
  WHERE p.id = payout AND NOT EXISTS (
    SELECT FROM households_account a WHERE a.person_id = p.person_id AND a.number_hash = p.account_hash AND a.withdrawn_at IS NULL
      AND a.until IS NULL AND a.recorded_at > w.decided_at)
$$;

-- A key that is owed again because the account on record was wrong is not paid onto that account, and nothing else of that person's is.
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
    SELECT FROM benefits_payout p WHERE p.run_id = NEW.id AND p.decision = 'approve' AND p.account_hash IN (SELECT account_hash FROM benefits_wrongpayment)
      AND lidao_account_went_astray(p.id) IS NOT NULL) THEN
    PERFORM lidao_refuse('a_wrong_account_is_paid_nothing',
      format('批次 %s 有人的收款账户登记过错发，尚未更正，也没有核实后重新登记，请先办理并重新比对，或选缓发。', NEW.number));
  END IF;
  RETURN NEW;
END $$;
