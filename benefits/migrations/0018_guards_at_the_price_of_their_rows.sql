-- The same refusals as before, asked cheaper: a row that only moves is compared as a row, not as JSON; sets of values are asked once
-- a set, not once a line; and the few lines that come back, are set off, reversed or carried over are picked out before anything is joined
-- to them, for a county that is new in a database of many looks empty to the planner, which began with its whole book.

CREATE OR REPLACE FUNCTION lidao_payout_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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

CREATE OR REPLACE FUNCTION lidao_part_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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

CREATE OR REPLACE FUNCTION lidao_only_proven_values_are_paid() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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

CREATE OR REPLACE FUNCTION lidao_overpaid_keys_have_a_case() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  moment timestamptz;
BEGIN
  SELECT max(recorded_at) INTO moment FROM added;
  WITH fallen AS MATERIALIZED (
    SELECT a.entitlement_id, a.run_id, b.fen FROM added a CROSS JOIN LATERAL (SELECT lidao_balance(a.entitlement_id) AS fen) b
    WHERE a.amount_fen < 0 AND b.fen < 0)
  INSERT INTO benefits_recovery (division_code, number, beneficiary, household_id, person_id, scheme, state, run_id, opened_fen, opened_at)
  SELECT found.division_code,
         format('ZH%s-%s-%s', left(found.division_code, 6), to_char(moment AT TIME ZONE 'Asia/Shanghai', 'YYYY'),
                lpad((coalesce((SELECT max(substring(r.number FROM '[0-9]+$')::int) FROM benefits_recovery r
                                WHERE r.number LIKE format('ZH%s-%s-%%', left(found.division_code, 6), to_char(moment AT TIME ZONE 'Asia/Shanghai', 'YYYY'))), 0)
                      + row_number() OVER (PARTITION BY left(found.division_code, 6) ORDER BY found.household_id, found.beneficiary, found.scheme))::text, 4, '0')),
         found.beneficiary, found.household_id, found.person_id, found.scheme, 'open', found.run_id, found.fen, moment
  FROM (
    SELECT e.beneficiary, e.scheme, min(e.division_code) AS division_code, min(e.household_id) AS household_id, min(e.person_id) AS person_id,
           min(a.run_id) AS run_id, sum(-a.fen)::bigint AS fen
    FROM fallen a JOIN benefits_entitlement e ON e.id = a.entitlement_id
    GROUP BY e.beneficiary, e.scheme, left(e.division_code, 6)) found
  WHERE NOT EXISTS (SELECT FROM benefits_recovery r WHERE r.state = 'open' AND r.beneficiary = found.beneficiary AND r.scheme = found.scheme
                    AND left(r.division_code, 6) = left(found.division_code, 6));
  PERFORM lidao_settled_recoveries_close(moment);
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
             SELECT FROM reversing a LEFT JOIN benefits_moneyline o ON o.id = a.reverses_id AND o.kind = 'recovered' AND o.reverses_id IS NULL
               AND o.entitlement_id = a.entitlement_id AND o.recovery_id = a.recovery_id AND o.amount_fen = -a.amount_fen
             WHERE o.id IS NULL) THEN
    PERFORM lidao_refuse('a_repayment_is_reversed_whole', '冲正须整笔冲回原来的退款。');
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION lidao_deductions_are_consented() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    WITH deducted AS MATERIALIZED (SELECT * FROM added WHERE reason = 'deducted')
    SELECT FROM deducted a JOIN benefits_payout p ON p.id = a.payout_id JOIN benefits_entitlement e ON e.id = a.entitlement_id
    LEFT JOIN benefits_recoveryplan n ON n.id = a.plan_id AND n.kind = 'set_off' AND n.state = 'approved' AND n.taken_from = p.scheme
    LEFT JOIN benefits_recovery r ON r.id = n.recovery_id AND r.beneficiary = p.beneficiary AND r.beneficiary = e.beneficiary AND r.scheme = e.scheme
      AND left(r.division_code, 6) = left(e.division_code, 6)
    WHERE (r.id IS NULL OR -a.amount_fen > -lidao_balance(a.entitlement_id))) THEN
    PERFORM lidao_refuse('deductions_rest_on_a_consented_plan', '扣回须依据本人同意并经批准的抵扣办法，且不超过尚未追回的金额。');
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION lidao_opening_money_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
