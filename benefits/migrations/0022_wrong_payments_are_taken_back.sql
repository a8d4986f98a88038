-- A wrong payment booked by mistake is taken back: each of its lines by one that points at it, by two people, while nothing has moved since.
ALTER TABLE benefits_wrongpayment
  ADD CONSTRAINT wrong_payment_reverser_has_this_staff_number FOREIGN KEY (reversing_by_id, reversing_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT wrong_payment_reversal_decider_has_this_staff_number FOREIGN KEY (reversed_by_id, reversed_staff_no) REFERENCES accounts_user (id, staff_no);

CREATE OR REPLACE FUNCTION lidao_wrong_payment_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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

-- The lines of a wrong payment as it was booked; those that take it back are asked after by themselves.
CREATE OR REPLACE FUNCTION lidao_is_booked_whole(wrong benefits_wrongpayment) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT * FROM lidao_misdirected(wrong) EXCEPT ALL
                     SELECT m.entitlement_id, m.amount_fen FROM benefits_moneyline m WHERE m.wrong_payment_id = wrong.id AND m.payout_id = wrong.payout_id
                       AND m.reverses_id IS NULL)
     AND NOT EXISTS (SELECT m.entitlement_id, m.amount_fen FROM benefits_moneyline m WHERE m.wrong_payment_id = wrong.id
                       AND m.reverses_id IS NULL EXCEPT ALL
                     SELECT * FROM lidao_misdirected(wrong))
$$;

CREATE FUNCTION lidao_is_reversed_whole(wrong benefits_wrongpayment) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM benefits_moneyline o WHERE o.wrong_payment_id = wrong.id AND o.reverses_id IS NULL
                     AND NOT EXISTS (SELECT FROM benefits_moneyline r WHERE r.reverses_id = o.id))
$$;

CREATE OR REPLACE FUNCTION lidao_misdirected_money_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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

SET ROLE lidao_load;
CREATE OR REPLACE FUNCTION lidao_wrong_payment_stands_in_the_book() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state = 'reversed' THEN
    IF NOT lidao_is_reversed_whole(NEW) THEN
      PERFORM lidao_refuse('a_wrong_payment_is_reversed_whole', format('错发 %s 撤销时须同时冲回收付明细。', NEW.number));
    END IF;
  ELSIF NOT lidao_is_booked_whole(NEW) OR NOT EXISTS (SELECT FROM benefits_recovery r WHERE r.wrong_payment_id = NEW.id) THEN
    PERFORM lidao_refuse('a_wrong_payment_is_booked_whole', format('错发 %s 审核通过时须同时入账。', NEW.number));
  END IF;
  RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION lidao_wrong_payment_stands_in_the_book() TO PUBLIC;  -- as whoever ties it to the table has to
RESET ROLE;
CREATE CONSTRAINT TRIGGER wrong_payment_stands_in_the_book AFTER UPDATE ON benefits_wrongpayment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state IN ('booked', 'reversed')) EXECUTE FUNCTION lidao_wrong_payment_stands_in_the_book();
SET ROLE lidao_load;
REVOKE ALL ON FUNCTION lidao_wrong_payment_stands_in_the_book() FROM PUBLIC;
RESET ROLE;

-- As before; money taken back did not go astray.
CREATE OR REPLACE FUNCTION lidao_payout_run_goes_right() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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

-- As before; the notice to the receiver of a wrong payment that was taken back is void.
SET ROLE lidao_load;
CREATE OR REPLACE FUNCTION roster_verified(of_code text, of_sha256 bytea) RETURNS TABLE (
  number text, title text, place text, lines integer, people integer, total_fen bigint, version smallint, code text, sha256 bytea,
  signed_by text, signed_at timestamptz, sealed_at timestamptz, discarded boolean, replaced_by text, replaced_by_version smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.number::text, r.title::text, (SELECT string_agg(j.name, '' ORDER BY j.level) FROM accounts_jurisdiction j
           WHERE j.level > 0 AND j.code IN (left(run.division_code, 2) || '0000000000', left(run.division_code, 4) || '00000000',
                                            left(run.division_code, 6) || '000000', run.division_code))::text,
         r.lines, r.people, r.total_fen, r.version, r.code::text, s.sha256, u.name::text, run.signed_at, r.sealed_at, run.state = 'discarded',
         next.number::text, next.version
  FROM benefits_roster r
  JOIN benefits_payoutrun run ON run.id = r.run_id
  JOIN accounts_user u ON u.id = run.signed_by_id
  JOIN audits_seal s ON s.id = r.seal_id
  LEFT JOIN LATERAL (
    WITH RECURSIVE chain AS (
      SELECT id, number, version, state FROM benefits_payoutrun WHERE replaces_id = run.id
      UNION ALL SELECT n.id, n.number, n.version, n.state FROM benefits_payoutrun n JOIN chain c ON n.replaces_id = c.id)
    SELECT c.number, c.version FROM chain c WHERE c.state IN ('signed', 'handed_over', 'settled') ORDER BY c.version DESC LIMIT 1) next ON true
  WHERE r.code = of_code OR s.sha256 = of_sha256
  UNION ALL
  SELECT p.number::text, p.title::text, (SELECT string_agg(j.name, '' ORDER BY j.level) FROM accounts_jurisdiction j
           WHERE j.level > 0 AND j.code IN (left(p.division_code, 2) || '0000000000', left(p.division_code, 4) || '00000000',
                                            left(p.division_code, 6) || '000000', p.division_code))::text, p.lines, p.people, p.total_fen, 1::smallint, p.code::text, s.sha256, u.name::text, a.approved_at,
         p.sealed_at, false, NULL::text, NULL::smallint
  FROM benefits_adjustmentpaper p
  JOIN benefits_adjustment a ON a.id = p.adjustment_id
  JOIN accounts_user u ON u.id = a.approved_by_id
  JOIN audits_seal s ON s.id = p.seal_id
  WHERE p.code = of_code OR s.sha256 = of_sha256
  UNION ALL
  SELECT p.number::text, p.title::text, (SELECT string_agg(j.name, '' ORDER BY j.level) FROM accounts_jurisdiction j
           WHERE j.level > 0 AND j.code IN (left(p.division_code, 2) || '0000000000', left(p.division_code, 4) || '00000000',
                                            left(p.division_code, 6) || '000000', p.division_code))::text, p.lines, 1, p.total_fen, 1::smallint, p.code::text, s.sha256, u.name::text, p.issued_at,
         p.sealed_at, EXISTS (SELECT FROM benefits_recovery c JOIN benefits_wrongpayment w ON w.id = c.wrong_payment_id
                              WHERE c.id = p.recovery_id AND w.state = 'reversed'), NULL::text, NULL::smallint
  FROM benefits_recoverynotice p
  JOIN accounts_user u ON u.id = p.issued_by_id
  JOIN audits_seal s ON s.id = p.seal_id
  WHERE p.code = of_code OR s.sha256 = of_sha256
  UNION ALL
  SELECT p.number::text, p.title::text, (SELECT string_agg(j.name, '' ORDER BY j.level) FROM accounts_jurisdiction j
           WHERE j.level > 0 AND j.code IN (left(p.division_code, 2) || '0000000000', left(p.division_code, 4) || '00000000',
                                            left(p.division_code, 6) || '000000', p.division_code))::text, 1, 1, p.total_fen, 1::smallint, p.code::text, s.sha256, u.name::text, g.decided_at,
         p.sealed_at, g.state = 'reversed', NULL::text, NULL::smallint
  FROM benefits_fundreceipt p
  JOIN benefits_fundgrant g ON g.id = p.grant_id
  JOIN accounts_user u ON u.id = g.decided_by_id
  JOIN audits_seal s ON s.id = p.seal_id
  WHERE p.code = of_code OR s.sha256 = of_sha256
  LIMIT 1
$$;
RESET ROLE;
