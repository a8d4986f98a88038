-- A county's run has some ten thousand parts, written and closed in a few statements: looked at one by one they took as long as everything else
-- that is done with them. What a part may be is the same; `open` and its place are no longer put right in silence but refused when they differ.
DROP TRIGGER part_is_guarded ON benefits_payoutpart;
DROP FUNCTION lidao_part_is_guarded();

-- `came` are the rows as they are now, `went` as they were. Payouts are looked up row by row, by their key: row-level security hides from the planner
-- how many there are, and the plan of a session's first, small run would go through all of them for each part of the next.
CREATE FUNCTION lidao_parts_are_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  touched bigint[];
  found record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    touched := ARRAY(SELECT DISTINCT payout_id FROM came);
  ELSIF TG_OP = 'DELETE' THEN
    touched := ARRAY(SELECT DISTINCT payout_id FROM went);
  ELSE  -- those of which anything else than `open` changes. Not joined: a plan made for one row would be kept for ten thousand
    touched := ARRAY(SELECT payout_id FROM (
      (SELECT id, division_code, payout_id, entitlement_id, amount_fen, reason, follows_id, plan_id FROM went
       EXCEPT SELECT id, division_code, payout_id, entitlement_id, amount_fen, reason, follows_id, plan_id FROM came)
      UNION ALL
      (SELECT id, division_code, payout_id, entitlement_id, amount_fen, reason, follows_id, plan_id FROM came
       EXCEPT SELECT id, division_code, payout_id, entitlement_id, amount_fen, reason, follows_id, plan_id FROM went)) changed);
  END IF;
  SELECT count(*) FILTER (WHERE r.id IS NULL) AS unseen, min(r.number) FILTER (WHERE r.state NOT IN ('drafting', 'drafted')) AS frozen
  INTO found FROM unnest(touched) t LEFT JOIN benefits_payout p ON p.id = t LEFT JOIN benefits_payoutrun r ON r.id = p.run_id;
  IF found.unseen > 0 THEN
    PERFORM lidao_refuse('a_part_belongs_to_a_payout_in_sight', '发放构成所属的发放记录不在本辖区内。');
  END IF;
  IF found.frozen IS NOT NULL THEN
    PERFORM lidao_refuse('approved_lines_are_frozen', format('发放批次 %s 已送审，发放构成不能改动；需要改动请退回。', found.frozen));
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT FROM came n CROSS JOIN LATERAL (SELECT p.division_code, p.state FROM benefits_payout p WHERE p.id = n.payout_id OFFSET 0) p
             WHERE n.division_code <> p.division_code OR n.open <> (p.state IN ('drafted', 'approved', 'with_bank'))) THEN
    PERFORM lidao_refuse('a_part_is_where_and_as_open_as_its_payout', '发放构成须与其发放记录同地，并与其同时在办、同时了结。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER parts_are_guarded_as_they_come AFTER INSERT ON benefits_payoutpart REFERENCING NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_parts_are_guarded();
CREATE TRIGGER parts_are_guarded_as_they_change AFTER UPDATE ON benefits_payoutpart REFERENCING OLD TABLE AS went NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_parts_are_guarded();
CREATE TRIGGER parts_are_guarded_as_they_go AFTER DELETE ON benefits_payoutpart REFERENCING OLD TABLE AS went
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_parts_are_guarded();

-- A payout that was closed stays closed: what it was before need not be looked for.
DROP TRIGGER parts_follow_their_payout ON benefits_payout;
CREATE OR REPLACE FUNCTION lidao_parts_follow_their_payout() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  closed bigint[] := ARRAY(SELECT id FROM moved WHERE state NOT IN ('drafted', 'approved', 'with_bank'));
BEGIN
  IF closed <> '{}' THEN
    UPDATE benefits_payoutpart SET open = false WHERE payout_id = ANY (closed) AND open;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER parts_follow_their_payout AFTER UPDATE ON benefits_payout REFERENCING NEW TABLE AS moved
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_parts_follow_their_payout();

-- FILTER, not WHERE: the planner would take the index of lines handed over, which begins with the key, and go through all of it for each payout.
CREATE OR REPLACE FUNCTION lidao_payout_run_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  moves jsonb := '{"drafting": ["drafted", "discarded"], "drafted": ["prepared", "discarded"],
                   "prepared": ["reviewed", "drafted", "discarded"], "reviewed": ["signed", "drafted", "discarded"],
                   "signed": ["handed_over", "discarded"], "handed_over": ["settled"], "settled": [], "discarded": []}';
  steps jsonb := '{"reviewed": ["reviewed_by_id", "reviewed_staff_no", "reviewed_at"],
                   "signed": ["signed_by_id", "signed_staff_no", "signed_at", "signed_block", "signed_head"],
                   "handed_over": ["handed_over_by_id", "handed_over_staff_no", "handed_over_at"],
                   "settled": ["settled_at"],
                   "drafted": ["prepared_by_id", "prepared_staff_no", "prepared_at", "reviewed_by_id", "reviewed_staff_no", "reviewed_at", "content_hash"]}';
  about text[] := ARRAY['number', 'key', 'division_code', 'schemes', 'since', 'until', 'previous_id', 'replaces_id', 'version',
                        'drafted_by_id', 'drafted_staff_no', 'drafted_at'];
  free text[] := ARRAY['state'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('payout_runs_are_never_deleted', '发放批次不删除，可以作废。');
  ELSIF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'drafting' THEN
      PERFORM lidao_refuse('payout_runs_begin_as_drafts', '发放批次从拟制开始。');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> NEW.state AND NOT (moves -> OLD.state) ? NEW.state THEN
    PERFORM lidao_refuse('payout_runs_move_along_their_states', format('发放批次 %s 不能由 %s 转为 %s。', OLD.number, OLD.state, NEW.state));
  END IF;
  IF OLD.state IN ('drafting', 'drafted') THEN
    IF (SELECT jsonb_object_agg(k, to_jsonb(NEW) -> k) FROM unnest(about) k) IS DISTINCT FROM (SELECT jsonb_object_agg(k, to_jsonb(OLD) -> k) FROM unnest(about) k) THEN
      PERFORM lidao_refuse('a_payout_run_keeps_what_it_is_about', format('发放批次 %s 的项目、期间和对比批次不能改动，请作废后重拟。', OLD.number));
    END IF;
  ELSE
    IF OLD.state <> NEW.state THEN
      free := free || ARRAY(SELECT jsonb_array_elements_text(coalesce(steps -> NEW.state, '[]'::jsonb)));
    END IF;
    IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
      PERFORM lidao_refuse('approved_runs_are_frozen', format('发放批次 %s 已送审，内容不能改动；需要改动请退回。', OLD.number));
    END IF;
  END IF;
  IF OLD.state <> NEW.state THEN
    IF NEW.state IN ('prepared', 'reviewed', 'signed') THEN
      PERFORM lidao_payout_run_is_sound(NEW);
    ELSIF NEW.state = 'handed_over' AND (
        EXISTS (SELECT FROM benefits_payout WHERE run_id = NEW.id AND state = 'approved')
        OR NEW.total_fen IS DISTINCT FROM (
          SELECT sum((SELECT sum(m.amount_fen) FILTER (WHERE m.kind = 'handed') FROM benefits_moneyline m WHERE m.payout_id = p.id))::bigint
          FROM benefits_payout p WHERE p.run_id = NEW.id)) THEN
      PERFORM lidao_refuse('what_is_handed_over_is_what_was_signed', format('批次 %s 交付银行的金额与签发的合计不符。', NEW.number));
    ELSIF NEW.state = 'settled' AND EXISTS (SELECT FROM benefits_payout WHERE run_id = NEW.id AND state = 'with_bank') THEN
      PERFORM lidao_refuse('a_settled_run_leaves_nothing_open', format('批次 %s 还有发放记录没有银行回执。', NEW.number));
    ELSIF NEW.state = 'discarded' AND EXISTS (SELECT FROM benefits_payout WHERE run_id = NEW.id AND state <> 'removed') THEN
      PERFORM lidao_refuse('a_discarded_run_pays_nobody', format('批次 %s 作废前须先撤下全部发放记录。', NEW.number));
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- The balance in place: asked by lidao_balance, ten thousand calls of a function take as long as all else that is looked at here.
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
  IF EXISTS (SELECT FROM added a WHERE a.kind = 'handed'
               AND (SELECT coalesce(sum(l.amount_fen), 0) FROM benefits_entitlementline l WHERE l.entitlement_id = a.entitlement_id)
                 < (SELECT coalesce(sum(m.amount_fen), 0) FROM benefits_moneyline m WHERE m.entitlement_id = a.entitlement_id)) THEN
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

-- A payout is signed, handed over and answered at different times, all of a run at once. Where its page has room for its next version, none of its
-- ten indexes is written.
ALTER TABLE benefits_payout SET (fillfactor = 50);
