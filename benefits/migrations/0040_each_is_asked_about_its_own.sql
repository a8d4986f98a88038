-- EXISTS became a join: where statistics were taken of books that had just begun, the parts of every payout were asked for each payout, 1.5 million
-- questions for 566 of them. A count stays where it stands, and each payout is asked about its own parts.
CREATE OR REPLACE FUNCTION lidao_payout_run_is_sound(run benefits_payoutrun) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  found record;
  unsound bigint;
BEGIN
  SELECT count(*) FILTER (WHERE decision = 'pending') AS pending,
         coalesce(sum(amount_fen) FILTER (WHERE decision = 'approve'), 0) AS total_fen,
         count(*) FILTER (WHERE decision = 'approve') AS lines,
         count(DISTINCT person_id) FILTER (WHERE decision = 'approve') AS people,
         count(*) FILTER (WHERE state <> CASE WHEN run.state <> 'signed' THEN 'drafted' WHEN decision = 'approve' THEN 'approved' ELSE 'removed' END)
           AS astray
  INTO found FROM benefits_payout WHERE run_id = run.id;
  IF found.pending > 0 THEN
    PERFORM lidao_refuse('anomalies_are_decided_first', format('还有 %s 条异常未定，请逐条选通过、缓发或剔除。', found.pending));
  END IF;
  IF found.astray > 0 THEN
    PERFORM lidao_refuse('payouts_move_with_their_run', format('批次 %s 有 %s 条发放记录的状态与批次不一致。', run.number, found.astray));
  END IF;
  IF (run.total_fen, run.lines, run.people) IS DISTINCT FROM (found.total_fen::bigint, found.lines::integer, found.people::integer) THEN
    PERFORM lidao_refuse('run_total_is_its_payouts', format('批次 %s 的合计与发放记录不符，请重新比对。', run.number));
  END IF;
  SELECT count(*) INTO unsound FROM benefits_payout p
  WHERE p.run_id = run.id AND p.amount_fen IS DISTINCT FROM (SELECT sum(q.amount_fen)::bigint FROM benefits_payoutpart q WHERE q.payout_id = p.id);
  IF unsound > 0 THEN
    PERFORM lidao_refuse('payout_sum_is_its_parts', format('批次 %s 有 %s 条发放记录的金额不等于其构成之和。', run.number, unsound));
  END IF;
  SELECT count(*) INTO unsound FROM benefits_payout p
  WHERE p.run_id = run.id AND p.decision = 'approve' AND (
    SELECT count(*) FROM benefits_payoutpart q WHERE q.payout_id = p.id AND q.amount_fen > 0 AND q.amount_fen
      > (SELECT coalesce(sum(l.amount_fen), 0) FROM benefits_entitlementline l WHERE l.entitlement_id = q.entitlement_id)
      - (SELECT coalesce(sum(m.amount_fen), 0) FROM benefits_moneyline m WHERE m.entitlement_id = q.entitlement_id)) > 0;
  IF unsound > 0 THEN
    PERFORM lidao_refuse('only_what_is_due_is_paid', format('批次 %s 有 %s 人的应发余额在拟制之后减少，请重新比对，或作废后重拟。', run.number, unsound));
  END IF;
  IF run.content_hash IS DISTINCT FROM lidao_payout_run_hash(run.id) THEN
    PERFORM lidao_refuse('the_hash_is_of_these_payouts', format('批次 %s 的摘要与发放记录不符，请退回重办。', run.number));
  END IF;
END $$;

-- OFFSET 0 keeps the question about a run's line where its whole key is known. Without it the planner may take any line of the run first: 4.1 million
-- questions for 3,729 lines of the book.
CREATE OR REPLACE FUNCTION lidao_lines_are_as_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a WHERE a.run_id IS NOT NULL AND (
      SELECT count(*) FROM benefits_entitlement e
      CROSS JOIN LATERAL (
        SELECT x.household_id FROM benefits_runline x
        WHERE x.run_id = a.run_id AND x.beneficiary = e.beneficiary AND x.scheme = e.scheme AND x.since = e.since AND x.until = e.until
          AND x.component = e.component AND x.due_fen - x.booked_fen = a.amount_fen AND x.value_ids = a.value_ids OFFSET 0) l
      WHERE e.id = a.entitlement_id AND e.division_code = a.division_code
        AND l.household_id = (SELECT v.household_id FROM benefits_evidence v WHERE v.id = a.evidence_id AND v.run_id = a.run_id)) = 0) THEN
    RAISE EXCEPTION '应发明细与所发布核算批次的明细不符。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_says_what_was_approved';
  END IF;
  RETURN NULL;
END $$;
