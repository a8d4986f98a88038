CREATE FUNCTION lidao_overpaid(of_beneficiary text, of_scheme text, county text) RETURNS bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(sum(greatest(-lidao_balance(e.id), 0)), 0)::bigint FROM benefits_entitlement e
  WHERE e.beneficiary = of_beneficiary AND e.scheme = of_scheme AND left(e.division_code, 6) = county
$$;

-- A case is opened where a line of the first book leaves less due than has moved, and closed when nothing is open any more. Only the keys
-- of the lines just written are looked at, and the open cases in sight.
CREATE FUNCTION lidao_settled_recoveries_close(moment timestamptz) RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
  UPDATE benefits_recovery r SET state = 'closed', closed_at = moment
  WHERE r.state = 'open' AND lidao_overpaid(r.beneficiary, r.scheme, left(r.division_code, 6)) = 0
$$;

CREATE FUNCTION lidao_overpaid_keys_have_a_case() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER overpaid_keys_have_a_case AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_overpaid_keys_have_a_case();

CREATE FUNCTION lidao_recovered_cases_close() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE benefits_recovery r SET state = 'open', closed_at = NULL
  WHERE r.state = 'closed' AND r.id IN (SELECT a.recovery_id FROM added a WHERE a.reverses_id IS NOT NULL) AND lidao_overpaid(r.beneficiary, r.scheme, left(r.division_code, 6)) > 0
    AND NOT EXISTS (SELECT FROM benefits_recovery o WHERE o.state = 'open' AND o.beneficiary = r.beneficiary AND o.scheme = r.scheme
                    AND left(o.division_code, 6) = left(r.division_code, 6));
  PERFORM lidao_settled_recoveries_close((SELECT max(at) FROM added));
  RETURN NULL;
END $$;
CREATE TRIGGER recovered_cases_close AFTER INSERT ON benefits_moneyline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_recovered_cases_close();

CREATE FUNCTION lidao_recovery_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'closed_at'];
  open_fen bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('recoveries_are_never_deleted', '追回案件不删除，结清后自动办结。');
  END IF;
  open_fen := lidao_overpaid(NEW.beneficiary, NEW.scheme, left(NEW.division_code, 6));
  IF TG_OP = 'INSERT' AND (NEW.state <> 'open' OR open_fen = 0) THEN
    PERFORM lidao_refuse('a_recovery_is_of_an_overpayment', '没有多发，不能立追回案件。');
  ELSIF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('recoveries_are_never_edited', '追回案件立案后不改写。');
  ELSIF (NEW.state = 'closed') <> (open_fen = 0) THEN
    PERFORM lidao_refuse('a_recovery_closes_when_nothing_is_open', format('追回案件 %s 尚有多发未结，或已无多发。', NEW.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recovery_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_recovery FOR EACH ROW EXECUTE FUNCTION lidao_recovery_is_guarded();
REVOKE DELETE ON benefits_recovery FROM lidao_web;

CREATE FUNCTION lidao_recovery_plan_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'decided_by_id', 'decided_staff_no', 'decided_at', 'ended_why'];
  held benefits_recovery;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('recovery_plans_are_never_deleted', '追回办法不删除，可以退回或终止。');
  END IF;
  SELECT * INTO held FROM benefits_recovery r WHERE r.id = NEW.recovery_id AND r.division_code = NEW.division_code;
  IF held.id IS NULL THEN
    PERFORM lidao_refuse('a_recovery_plan_is_of_a_case_in_sight', '没有这个追回案件，或它不属于本辖区。');
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR held.state <> 'open' THEN
      PERFORM lidao_refuse('recovery_plans_begin_proposed', '追回办法从拟定开始，且案件须未结。');
    END IF;
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free)
     OR OLD.state <> 'proposed' AND (to_jsonb(NEW) - ARRAY['state', 'ended_why']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'ended_why']) THEN
    PERFORM lidao_refuse('recovery_plans_are_never_edited', '追回办法提出后不改写，请退回后另拟。');
  END IF;
  IF NOT (OLD.state = 'proposed' AND NEW.state IN ('approved', 'refused') OR OLD.state = 'approved' AND NEW.state = 'ended') THEN
    PERFORM lidao_refuse('recovery_plans_move_along_their_states', '这项追回办法已有结论，请刷新页面。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recovery_plan_moves BEFORE INSERT OR UPDATE OR DELETE ON benefits_recoveryplan FOR EACH ROW EXECUTE FUNCTION lidao_recovery_plan_moves();
REVOKE DELETE ON benefits_recoveryplan FROM lidao_web;

-- 扣回 only from a consented plan, never more than is open; whoever draws the parts up by hand meets this too.
CREATE FUNCTION lidao_deductions_are_consented() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER deductions_are_consented AFTER INSERT ON benefits_payoutpart REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_deductions_are_consented();

CREATE FUNCTION lidao_deductions_stand(run benefits_payoutrun) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM benefits_payout p JOIN benefits_payoutpart q ON q.payout_id = p.id JOIN benefits_recoveryplan n ON n.id = q.plan_id
             WHERE p.run_id = run.id AND p.decision = 'approve' AND q.reason = 'deducted'
               AND (n.state <> 'approved' OR -q.amount_fen > -lidao_balance(q.entitlement_id))) THEN
    PERFORM lidao_refuse('deductions_rest_on_a_consented_plan',
      format('批次 %s 有扣回所依据的办法已终止，或尚未追回的金额已减少，请作废后重拟。', run.number));
  END IF;
END $$;

CREATE FUNCTION lidao_payout_run_deducts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state IN ('prepared', 'reviewed', 'signed') THEN
    PERFORM lidao_deductions_stand(NEW);
  ELSIF EXISTS (
    SELECT FROM benefits_payout p WHERE p.run_id = NEW.id AND p.state = 'with_bank'
      AND (SELECT coalesce(sum(m.amount_fen) FILTER (WHERE m.amount_fen < 0), 0) FROM benefits_moneyline m WHERE m.payout_id = p.id AND m.kind = 'set_off')
        IS DISTINCT FROM (SELECT coalesce(sum(q.amount_fen) FILTER (WHERE q.reason = 'deducted'), 0) FROM benefits_payoutpart q WHERE q.payout_id = p.id)
    OR p.run_id = NEW.id
      AND (SELECT coalesce(sum(m.amount_fen), 0) FROM benefits_moneyline m WHERE m.payout_id = p.id AND m.kind = 'set_off') <> 0) THEN
    PERFORM lidao_refuse('what_is_set_off_sums_to_nothing', format('批次 %s 的抵扣与批准的扣回不符。', NEW.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_run_deducts BEFORE UPDATE ON benefits_payoutrun FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('prepared', 'reviewed', 'signed', 'handed_over'))
  EXECUTE FUNCTION lidao_payout_run_deducts();

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE benefits_recoveryplan
  ADD CONSTRAINT recovery_plan_proposer_has_this_staff_number FOREIGN KEY (proposed_by_id, proposed_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT recovery_plan_decider_has_this_staff_number FOREIGN KEY (decided_by_id, decided_staff_no) REFERENCES accounts_user (id, staff_no);
