CREATE FUNCTION lidao_wrong_payment_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'decided_by_id', 'decided_staff_no', 'decided_at', 'refused_why', 'booked_in'];
  reversing text[] := ARRAY['state', 'reversing_why', 'reversing_by_id', 'reversing_staff_no', 'reversing_at'];
  reversed text[] := ARRAY['state', 'reversed_by_id', 'reversed_staff_no', 'reversed_at', 'reversed_in'];
  paid benefits_payout;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('wrong_payments_are_never_deleted', '错发登记不删除，可以不予通过。');
  END IF;
  SELECT * INTO paid FROM benefits_payout p WHERE p.id = NEW.payout_id;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' THEN
      PERFORM lidao_refuse('wrong_payments_begin_proposed', '错发从登记开始，由另一人审核。');
    END IF;
    IF paid.state IS DISTINCT FROM 'confirmed' OR paid.division_code IS DISTINCT FROM NEW.division_code THEN
      PERFORM lidao_refuse('only_confirmed_money_went_astray', '只有银行已确认到账的发放才能登记错发；没有到账的请登记退汇。');
    END IF;
    IF NEW.amount_fen IS DISTINCT FROM (SELECT sum(m.amount_fen)::bigint FROM benefits_moneyline m WHERE m.payout_id = paid.id AND m.kind = 'handed') THEN
      PERFORM lidao_refuse('a_wrong_payment_is_what_the_bank_was_handed', '错发的金额与交付银行的不符。');
    END IF;
    RETURN NEW;
  END IF;
  IF NOT (OLD.state = 'proposed' AND NEW.state IN ('booked', 'refused') AND (to_jsonb(NEW) - free) = (to_jsonb(OLD) - free)
      OR (OLD.state, NEW.state) IN (('booked', 'reversing'), ('reversing', 'booked')) AND (to_jsonb(NEW) - reversing) = (to_jsonb(OLD) - reversing)
      OR OLD.state = 'reversing' AND NEW.state = 'reversed' AND (to_jsonb(NEW) - reversed) = (to_jsonb(OLD) - reversed)) THEN
    PERFORM lidao_refuse('wrong_payments_are_never_edited', format('错发登记 %s 登记后不改写，通过、撤销都由另一人审核。', OLD.number));
  END IF;
  IF NEW.state = 'reversed' THEN
    IF EXISTS (SELECT FROM benefits_moneyline o WHERE o.wrong_payment_id = NEW.id AND o.amount_fen < 0 AND o.reverses_id IS NULL AND (
          (SELECT coalesce(sum(m.amount_fen), 0) FROM benefits_moneyline m
           WHERE m.entitlement_id = o.entitlement_id AND m.id > o.id AND m.kind <> 'misdirected') <> 0
          OR EXISTS (SELECT FROM benefits_payoutpart q WHERE q.entitlement_id = o.entitlement_id AND q.open))) THEN
      PERFORM lidao_refuse('what_was_paid_again_is_not_taken_back', format('错发 %s 的原款已经补发或已列入发放批次，不能撤销。', NEW.number));
    END IF;
    IF lidao_overpaid('receiver:' || NEW.id, paid.scheme, left(NEW.division_code, 6)) <> NEW.amount_fen THEN
      PERFORM lidao_refuse('what_came_back_is_not_taken_back', format('错发 %s 的追回案件已有退款或核销，不能撤销。', NEW.number));
    END IF;
    NEW.reversed_in := pg_current_xact_id()::text::bigint;
  END IF;
  IF OLD.state = 'proposed' AND NEW.state = 'booked' THEN
    IF NEW.kind <> 'twice' AND EXISTS (
        SELECT FROM benefits_moneyline h JOIN benefits_moneyline m ON m.entitlement_id = h.entitlement_id AND m.kind = 'written_off'
        WHERE h.payout_id = NEW.payout_id AND h.kind = 'handed') THEN
      PERFORM lidao_refuse('what_was_written_off_is_not_paid_again', '这笔发放中有一期的多发已经核销，不能再按错发重发，请另行研究。');
    END IF;
    NEW.booked_in := pg_current_xact_id()::text::bigint;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER wrong_payment_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_wrongpayment
  FOR EACH ROW EXECUTE FUNCTION lidao_wrong_payment_is_guarded();
REVOKE DELETE ON benefits_wrongpayment FROM lidao_web;

ALTER TABLE benefits_wrongpayment
  ADD CONSTRAINT wrong_payment_finder_has_this_staff_number FOREIGN KEY (proposed_by_id, proposed_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT wrong_payment_decider_has_this_staff_number FOREIGN KEY (decided_by_id, decided_staff_no) REFERENCES accounts_user (id, staff_no);

-- What a booked wrong payment moves: off the keys the bank was handed the payout for, unless they got it as well, and onto the receiver's.
CREATE FUNCTION lidao_misdirected(wrong benefits_wrongpayment) RETURNS TABLE (key bigint, fen bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT h.entitlement_id, -h.amount_fen FROM benefits_moneyline h
  WHERE h.payout_id = wrong.payout_id AND h.kind = 'handed' AND wrong.kind <> 'twice'
  UNION ALL
  SELECT (SELECT k.id FROM benefits_entitlement k
          WHERE k.beneficiary = 'receiver:' || wrong.id AND k.scheme = e.scheme AND k.since = e.since AND k.until = e.until
            AND k.component = e.component AND k.division_code = e.division_code AND k.person_id IS NULL), h.amount_fen
  FROM benefits_moneyline h JOIN benefits_entitlement e ON e.id = h.entitlement_id
  WHERE h.payout_id = wrong.payout_id AND h.kind = 'handed'
$$;

CREATE FUNCTION lidao_is_booked_whole(wrong benefits_wrongpayment) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT * FROM lidao_misdirected(wrong) EXCEPT ALL
                     SELECT m.entitlement_id, m.amount_fen FROM benefits_moneyline m WHERE m.wrong_payment_id = wrong.id AND m.payout_id = wrong.payout_id)
     AND NOT EXISTS (SELECT m.entitlement_id, m.amount_fen FROM benefits_moneyline m WHERE m.wrong_payment_id = wrong.id EXCEPT ALL
                     SELECT * FROM lidao_misdirected(wrong))
$$;

-- A receiver is owed nothing: the first book never says otherwise.
CREATE FUNCTION lidao_misdirected_money_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  wrong benefits_wrongpayment;
BEGIN
  IF EXISTS (SELECT FROM added a LEFT JOIN benefits_wrongpayment w ON w.id = a.wrong_payment_id AND (
               a.reverses_id IS NULL AND w.state = 'booked' AND w.booked_in = pg_current_xact_id()::text::bigint
               OR a.reverses_id IS NOT NULL AND w.state = 'reversed' AND w.reversed_in = pg_current_xact_id()::text::bigint)
             WHERE a.kind = 'misdirected' AND w.id IS NULL) THEN
    PERFORM lidao_refuse('misdirected_money_is_booked_with_its_confirmation', '错发只在审核通过时入账、撤销。');
  END IF;
  FOR wrong IN SELECT w.* FROM benefits_wrongpayment w WHERE w.id IN (SELECT a.wrong_payment_id FROM added a WHERE a.kind = 'misdirected' AND a.reverses_id IS NULL) LOOP
    IF NOT lidao_is_booked_whole(wrong) THEN
      PERFORM lidao_refuse('a_wrong_payment_is_booked_whole', format('错发 %s 的收付明细与所登记的不符。', wrong.number));
    END IF;
    INSERT INTO benefits_recovery (division_code, number, beneficiary, household_id, scheme, state, wrong_payment_id, opened_fen, opened_at)
    SELECT wrong.division_code,
           format('ZH%s-%s-%s', left(wrong.division_code, 6), to_char(wrong.decided_at AT TIME ZONE 'Asia/Shanghai', 'YYYY'),
                  lpad((coalesce((SELECT max(substring(r.number FROM '[0-9]+$')::int) FROM benefits_recovery r WHERE r.number LIKE
                    format('ZH%s-%s-%%', left(wrong.division_code, 6), to_char(wrong.decided_at AT TIME ZONE 'Asia/Shanghai', 'YYYY'))), 0) + 1)::text, 4, '0')),
           'receiver:' || wrong.id, p.household_id, p.scheme, 'open', wrong.id, wrong.amount_fen, wrong.decided_at
    FROM benefits_payout p WHERE p.id = wrong.payout_id;
  END LOOP;
  FOR wrong IN SELECT w.* FROM benefits_wrongpayment w
      WHERE w.id IN (SELECT a.wrong_payment_id FROM added a WHERE a.kind = 'misdirected' AND a.reverses_id IS NOT NULL) LOOP
    IF NOT lidao_is_reversed_whole(wrong) THEN
      PERFORM lidao_refuse('a_wrong_payment_is_reversed_whole', format('撤销错发 %s 须整笔冲回原来的收付明细。', wrong.number));
    END IF;
    -- What turned out to be too much while it was astray is too much again: found by the run that said so.
    INSERT INTO benefits_recovery (division_code, number, beneficiary, household_id, person_id, scheme, state, run_id, opened_fen, opened_at)
    SELECT min(e.division_code),
           format('ZH%s-%s-%s', left(wrong.division_code, 6), to_char(wrong.reversed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY'),
                  lpad((coalesce((SELECT max(substring(r.number FROM '[0-9]+$')::int) FROM benefits_recovery r WHERE r.number LIKE
                    format('ZH%s-%s-%%', left(wrong.division_code, 6), to_char(wrong.reversed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY'))), 0) + 1)::text, 4, '0')),
           e.beneficiary, min(e.household_id), min(e.person_id), e.scheme, 'open',
           max((SELECT max(l.run_id) FROM benefits_entitlementline l WHERE l.entitlement_id = e.id AND l.amount_fen < 0)),
           sum(-lidao_balance(e.id))::bigint, wrong.reversed_at
    FROM added a JOIN benefits_entitlement e ON e.id = a.entitlement_id
    WHERE a.wrong_payment_id = wrong.id AND a.amount_fen > 0 AND lidao_balance(e.id) < 0
      AND NOT EXISTS (SELECT FROM benefits_recovery r WHERE r.state = 'open' AND r.beneficiary = e.beneficiary AND r.scheme = e.scheme
                      AND left(r.division_code, 6) = left(e.division_code, 6))
    GROUP BY e.beneficiary, e.scheme;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER misdirected_money_is_guarded AFTER INSERT ON benefits_moneyline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_misdirected_money_is_guarded();

CREATE FUNCTION lidao_nothing_is_due_to_a_receiver() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a WHERE (SELECT e.beneficiary FROM benefits_entitlement e WHERE e.id = a.entitlement_id) LIKE 'receiver:%') THEN
    PERFORM lidao_refuse('nothing_is_due_to_a_receiver', '错发款的实际收款人没有应发额。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER nothing_is_due_to_a_receiver AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_nothing_is_due_to_a_receiver();

-- Asked when the transaction ends, which sees no place any more: so it looks with the eyes of the role that sees every one.
CREATE FUNCTION lidao_wrong_payment_stands_in_the_book() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT lidao_is_booked_whole(NEW) OR NOT EXISTS (SELECT FROM benefits_recovery r WHERE r.wrong_payment_id = NEW.id) THEN
    PERFORM lidao_refuse('a_wrong_payment_is_booked_whole', format('错发 %s 审核通过时须同时入账。', NEW.number));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER wrong_payment_stands_in_the_book AFTER UPDATE ON benefits_wrongpayment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'booked') EXECUTE FUNCTION lidao_wrong_payment_stands_in_the_book();
REVOKE ALL ON FUNCTION lidao_wrong_payment_stands_in_the_book() FROM PUBLIC;
ALTER FUNCTION lidao_wrong_payment_stands_in_the_book() OWNER TO lidao_load;

-- A key that is owed again because the account on record was wrong is not paid onto that account.
CREATE FUNCTION lidao_payout_run_goes_right() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM benefits_payout p JOIN benefits_payoutpart q ON q.payout_id = p.id
    JOIN benefits_moneyline m ON m.entitlement_id = q.entitlement_id AND m.kind = 'misdirected' AND m.amount_fen < 0
    JOIN benefits_wrongpayment w ON w.id = m.wrong_payment_id AND w.state <> 'reversed' AND w.kind IN ('account', 'namesake') AND w.account_hash = p.account_hash
    WHERE p.run_id = NEW.id AND p.decision = 'approve') THEN
    PERFORM lidao_refuse('money_does_not_go_astray_twice', format('批次 %s 有人的收款账户仍是错发的账户，请先更正账户并重新比对，或选缓发。', NEW.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_run_goes_right BEFORE UPDATE ON benefits_payoutrun FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('prepared', 'reviewed', 'signed', 'handed_over'))
  EXECUTE FUNCTION lidao_payout_run_goes_right();

