-- What the reviewer and the signer approve: every payout in line order with its decision, its frozen account and its parts.
CREATE FUNCTION lidao_payout_run_hash(run bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT encode(sha256(coalesce(string_agg(
    sha256(convert_to(concat_ws(E'\x1f', p.line_no, p.beneficiary, p.household_id, p.person_id, p.scheme, p.division_code, p.amount_fen,
      p.standard_fen, p.standard_per, p.decision, p.reason, p.anomalies::text, p.name, p.place_name, encode(p.identity_sealed, 'hex'),
      p.account_id, p.holder_name, p.bank, encode(p.account_sealed, 'hex'), parts.text), 'UTF8')), ''::bytea
    ORDER BY p.line_no), ''::bytea)), 'hex')
  FROM benefits_payout p
  LEFT JOIN LATERAL (
    SELECT string_agg(concat_ws(':', q.entitlement_id, q.amount_fen, q.reason, q.follows_id), ',' ORDER BY q.entitlement_id) AS text
    FROM benefits_payoutpart q WHERE q.payout_id = p.id) parts ON true
  WHERE p.run_id = run
$$;

-- What the moves of a run ask of its payouts. Called as a run moves. Subqueries payout by payout: row-level security hides from the
-- planner how many rows there are, and a join goes through all of them for each.
CREATE FUNCTION lidao_payout_run_is_sound(run benefits_payoutrun) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
  WHERE p.run_id = run.id AND p.decision = 'approve' AND EXISTS (
    SELECT FROM benefits_payoutpart q WHERE q.payout_id = p.id AND q.amount_fen > 0 AND q.amount_fen
      > (SELECT coalesce(sum(l.amount_fen), 0) FROM benefits_entitlementline l WHERE l.entitlement_id = q.entitlement_id)
      - (SELECT coalesce(sum(m.amount_fen), 0) FROM benefits_moneyline m WHERE m.entitlement_id = q.entitlement_id));
  IF unsound > 0 THEN
    PERFORM lidao_refuse('only_what_is_due_is_paid', format('批次 %s 有 %s 人的应发余额在拟制之后减少，请重新比对，或作废后重拟。', run.number, unsound));
  END IF;
  IF run.content_hash IS DISTINCT FROM lidao_payout_run_hash(run.id) THEN
    PERFORM lidao_refuse('the_hash_is_of_these_payouts', format('批次 %s 的摘要与发放记录不符，请退回重办。', run.number));
  END IF;
END $$;

CREATE FUNCTION lidao_payout_run_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
          SELECT sum((SELECT sum(m.amount_fen) FROM benefits_moneyline m WHERE m.payout_id = p.id AND m.kind = 'handed'))::bigint
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
CREATE TRIGGER payout_run_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_payoutrun
  FOR EACH ROW EXECUTE FUNCTION lidao_payout_run_is_guarded();
REVOKE DELETE ON benefits_payoutrun FROM lidao_web;

CREATE FUNCTION lidao_payout_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  run benefits_payoutrun;
  moved benefits_payout;
BEGIN
  SELECT * INTO run FROM benefits_payoutrun WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.run_id ELSE OLD.run_id END;
  IF run.id IS NULL THEN
    PERFORM lidao_refuse('a_payout_belongs_to_a_run_in_sight', '发放记录所属的批次不在本辖区内。');
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF run.state NOT IN ('drafting', 'drafted') OR NEW.state <> 'drafted' THEN
      PERFORM lidao_refuse('approved_lines_are_frozen', format('发放批次 %s 已送审，不能再加发放记录。', run.number));
    END IF;
    IF left(NEW.division_code, CASE WHEN right(run.division_code, 6) = '000000' THEN 6 ELSE 9 END)
       <> left(run.division_code, CASE WHEN right(run.division_code, 6) = '000000' THEN 6 ELSE 9 END) THEN
      PERFORM lidao_refuse('a_payout_lies_in_its_runs_place', format('发放记录不在批次 %s 的辖区内。', run.number));
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF run.state NOT IN ('drafting', 'drafted') THEN
      PERFORM lidao_refuse('approved_lines_are_frozen', format('发放批次 %s 已送审，发放记录不能删除。', run.number));
    END IF;
    RETURN OLD;
  END IF;
  IF run.state IN ('drafting', 'drafted') THEN
    IF NEW.run_id <> OLD.run_id OR NEW.key <> OLD.key THEN
      PERFORM lidao_refuse('a_payout_stays_in_its_run', '发放记录不能移到别的批次。');
    END IF;
  ELSE
    moved := OLD;
    moved.state := NEW.state;
    IF (NEW.account_id, NEW.holder_name, NEW.bank, NEW.account_sealed, NEW.account_hash)
       IS DISTINCT FROM (OLD.account_id, OLD.holder_name, OLD.bank, OLD.account_sealed, OLD.account_hash) THEN
      PERFORM lidao_refuse('approved_accounts_are_frozen', format('发放批次 %s 已送审，收款账户不能改动；需要改动请退回。', run.number));
    END IF;
    IF NEW IS DISTINCT FROM moved THEN
      PERFORM lidao_refuse('approved_lines_are_frozen', format('发放批次 %s 已送审，发放记录不能改动；需要改动请退回。', run.number));
    END IF;
  END IF;
  IF NEW.state <> OLD.state AND NOT (
      OLD.state = 'drafted' AND NEW.state = 'approved' AND run.state = 'reviewed' AND OLD.decision = 'approve'
      OR OLD.state = 'drafted' AND NEW.state = 'removed' AND run.state IN ('drafting', 'drafted', 'prepared', 'reviewed')
      OR OLD.state = 'approved' AND NEW.state = 'with_bank' AND run.state = 'signed'
      OR OLD.state = 'approved' AND NEW.state = 'removed' AND run.state = 'signed'
      OR OLD.state = 'with_bank' AND NEW.state IN ('confirmed', 'returned') AND run.state = 'handed_over') THEN
    PERFORM lidao_refuse('payouts_move_with_their_run', format('发放记录不能由 %s 转为 %s：批次 %s 现为 %s。', OLD.state, NEW.state, run.number, run.state));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_payout FOR EACH ROW EXECUTE FUNCTION lidao_payout_is_guarded();

CREATE FUNCTION lidao_part_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  payout record;
  moved benefits_payoutpart;
BEGIN
  SELECT p.state, p.division_code, r.state AS run_state, r.number INTO payout
  FROM benefits_payout p JOIN benefits_payoutrun r ON r.id = p.run_id WHERE p.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.payout_id ELSE OLD.payout_id END;
  IF payout.state IS NULL THEN
    PERFORM lidao_refuse('a_part_belongs_to_a_payout_in_sight', '发放构成所属的发放记录不在本辖区内。');
  END IF;
  IF payout.run_state NOT IN ('drafting', 'drafted') THEN
    IF TG_OP = 'UPDATE' THEN
      moved := OLD;
      moved.open := NEW.open;
    END IF;
    IF TG_OP <> 'UPDATE' OR NEW IS DISTINCT FROM moved THEN
      PERFORM lidao_refuse('approved_lines_are_frozen', format('发放批次 %s 已送审，发放构成不能改动；需要改动请退回。', payout.number));
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  NEW.open := payout.state IN ('drafted', 'approved', 'with_bank');
  NEW.division_code := payout.division_code;
  RETURN NEW;
END $$;
CREATE TRIGGER part_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_payoutpart FOR EACH ROW EXECUTE FUNCTION lidao_part_is_guarded();

CREATE FUNCTION lidao_parts_follow_their_payout() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE benefits_payoutpart q SET open = NOT q.open
  FROM moved n WHERE q.payout_id = n.id AND q.open <> (n.state IN ('drafted', 'approved', 'with_bank'));
  RETURN NULL;
END $$;
CREATE TRIGGER parts_follow_their_payout AFTER UPDATE ON benefits_payout REFERENCING NEW TABLE AS moved
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_parts_follow_their_payout();

-- Asked once for each set of values and county, and line by line only when one of them is not proven.
CREATE FUNCTION lidao_only_proven_values_are_paid() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  unproven bigint;
BEGIN
  IF NOT EXISTS (
      WITH s AS MATERIALIZED (SELECT DISTINCT l.value_ids, left(a.division_code, 6) AS county FROM added a
                              JOIN benefits_entitlementline l ON l.entitlement_id = a.entitlement_id)
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
CREATE TRIGGER only_proven_values_are_paid AFTER INSERT ON benefits_payoutpart REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_only_proven_values_are_paid();

ALTER TABLE benefits_payout ADD CONSTRAINT the_dead_are_paid_through_their_heir
  CHECK (NOT (decision = 'approve' AND state = 'drafted' AND anomalies @> '[{"kind": "died"}]')) NOT VALID;

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE benefits_payoutrun
  ADD CONSTRAINT payout_run_drafter_has_this_staff_number FOREIGN KEY (drafted_by_id, drafted_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT payout_run_preparer_has_this_staff_number FOREIGN KEY (prepared_by_id, prepared_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT payout_run_reviewer_has_this_staff_number FOREIGN KEY (reviewed_by_id, reviewed_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT payout_run_signer_has_this_staff_number FOREIGN KEY (signed_by_id, signed_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT payout_run_exporter_has_this_staff_number FOREIGN KEY (handed_over_by_id, handed_over_staff_no) REFERENCES accounts_user (id, staff_no);
