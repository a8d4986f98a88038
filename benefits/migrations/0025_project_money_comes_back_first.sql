-- What a project has given, without the grant that is being approved: what stands approved, and of revoked cash what was paid and is not back. A family's
-- month is one key of the books whichever project granted: what stands approved there has the money first. Written off is not back; a payment gone
-- astray has left the project all the same.
CREATE FUNCTION lidao_project_took(of_project bigint, approving poverty_projectgrant, OUT approved_fen bigint, OUT out_fen bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(sum(g.amount_fen) FILTER (WHERE g.state = 'approved'), 0)::bigint, coalesce(sum(greatest(0, least(g.amount_fen, (
      SELECT coalesce(sum(m.amount_fen), 0) FROM benefits_entitlement e JOIN benefits_moneyline m ON m.entitlement_id = e.id
      WHERE e.household_id = g.household_id AND e.scheme = 'project_grant' AND g.granted_on >= e.since AND g.granted_on < e.until
        AND m.kind NOT IN ('written_off', 'misdirected')) - (
      SELECT coalesce(sum(k.amount_fen), 0) FROM poverty_projectgrant k WHERE k.household_id = g.household_id AND k.form = 'cash' AND k.state = 'approved'
        AND date_trunc('month', k.granted_on) = date_trunc('month', g.granted_on)) - (
      CASE WHEN approving.household_id = g.household_id AND approving.form = 'cash'
        AND date_trunc('month', approving.granted_on) = date_trunc('month', g.granted_on) THEN approving.amount_fen ELSE 0 END)
    ))) FILTER (WHERE g.state = 'revoked'), 0)::bigint
  FROM poverty_projectgrant g
  WHERE g.project_id = of_project AND g.id IS DISTINCT FROM approving.id AND (g.state = 'approved' OR g.state = 'revoked' AND g.form = 'cash')
$$;

CREATE OR REPLACE FUNCTION lidao_project_grant_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'decided_by_id', 'decided_staff_no', 'decided_at', 'granted_on', 'revoked_by_id', 'revoked_staff_no', 'revoked_at', 'why'];
  project poverty_project;
  received bigint;
  granted bigint;
  still_out bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('project_grants_are_never_deleted', '项目资金物资不删除，可以不批准或撤销。');
  END IF;
  SELECT p.* INTO project FROM poverty_project p WHERE p.id = NEW.project_id FOR UPDATE;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR project.state IS DISTINCT FROM 'granting' OR NEW.development_fund <> (project.kind = 'development_fund') THEN
      PERFORM lidao_refuse('grants_are_proposed_while_a_project_grants', '排序确认后、完工前才能提出资金物资。');
    END IF;
    IF NOT EXISTS (
        SELECT FROM poverty_projectapplication a WHERE a.id = NEW.application_id AND a.project_id = NEW.project_id AND a.household_id = NEW.household_id
          AND a.withdrawn_at IS NULL)
      OR NOT EXISTS (
        SELECT FROM poverty_projectranking r, jsonb_array_elements(r.rows) AS x(one) WHERE r.project_id = NEW.project_id AND r.confirmed_at IS NOT NULL
          AND r.returned_at IS NULL AND (x.one->>'application')::bigint = NEW.application_id AND (x.one->>'place')::int = NEW.place) THEN
      PERFORM lidao_refuse('a_grant_goes_to_a_ranked_family', '只能为已确认排序中的申请提出资金物资。');
    END IF;
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) OR OLD.state IN ('refused', 'revoked') THEN
    PERFORM lidao_refuse('project_grants_are_never_edited', '资金物资提出后不改写，请另提一条。');
  END IF;
  IF NOT (OLD.state, NEW.state) IN (('proposed', 'approved'), ('proposed', 'refused'), ('approved', 'revoked')) THEN
    PERFORM lidao_refuse('project_grants_move_along_their_states', '这一条已有结论，请刷新页面。');
  END IF;
  IF NEW.state = 'approved' THEN
    SELECT coalesce(sum(s.received_fen), 0) INTO received FROM poverty_projectsource s WHERE s.project_id = NEW.project_id;
    SELECT t.approved_fen, t.out_fen INTO granted, still_out FROM lidao_project_took(NEW.project_id, NEW) t;
    IF granted + still_out + NEW.amount_fen > received THEN
      PERFORM lidao_refuse('a_project_grants_no_more_than_it_received', format('到位资金 %s 元，已批准 %s 元，%s不足安排 %s 元。请待资金到位%s后再批准。',
        round(received / 100.0, 2), round(granted / 100.0, 2),
        CASE WHEN still_out > 0 THEN format('已撤销而尚未追回 %s 元，', round(still_out / 100.0, 2)) ELSE '' END,
        round(NEW.amount_fen / 100.0, 2), CASE WHEN still_out > 0 THEN '或追回' ELSE '' END));
    END IF;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION lidao_project_source_covers() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM poverty_project p WHERE p.id = NEW.project_id FOR UPDATE;
  IF NEW.project_id <> OLD.project_id OR (SELECT coalesce(sum(s.received_fen), 0) FROM poverty_projectsource s WHERE s.project_id = NEW.project_id AND s.id <> NEW.id)
      + NEW.received_fen < (SELECT t.approved_fen + t.out_fen FROM lidao_project_took(NEW.project_id, NULL) t) THEN
    PERFORM lidao_refuse('a_project_grants_no_more_than_it_received', '到位资金不能少于已批准和已撤销而尚未追回的资金物资，请先核对金额。');
  END IF;
  RETURN NEW;
END $$;

-- A grant revoked after its line was published stays due until the next run: until then it is not paid. The grants stay as they are while it is asked.
CREATE FUNCTION lidao_revoked_grants_are_not_paid() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  unsound bigint;
BEGIN
  PERFORM FROM poverty_projectgrant g
  WHERE g.household_id IN (SELECT p.household_id FROM benefits_payout p WHERE p.run_id = NEW.id AND p.scheme = 'project_grant') FOR SHARE;
  SELECT count(*) INTO unsound FROM benefits_payout p JOIN benefits_payoutpart q ON q.payout_id = p.id JOIN benefits_entitlement e ON e.id = q.entitlement_id
  WHERE p.run_id = NEW.id AND p.decision = 'approve' AND e.scheme = 'project_grant' AND q.amount_fen > 0
    AND (SELECT coalesce(sum(m.amount_fen), 0) FROM benefits_moneyline m WHERE m.entitlement_id = e.id)
        + CASE WHEN NEW.state = 'handed_over' THEN 0 ELSE q.amount_fen END
      > (SELECT coalesce(sum(g.amount_fen), 0) FROM poverty_projectgrant g WHERE g.household_id = e.household_id AND g.form = 'cash'
         AND g.state = 'approved' AND g.granted_on >= e.since AND g.granted_on < e.until);
  IF unsound > 0 THEN
    PERFORM lidao_refuse('a_revoked_project_grant_is_not_paid',
      format('批次 %s 有 %s 户的扶贫项目资金已经撤销，不能发放。请先重新核算并发布，再作废本批重拟。', NEW.number, unsound));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER revoked_grants_are_not_paid BEFORE UPDATE ON benefits_payoutrun FOR EACH ROW
  WHEN (OLD.state <> NEW.state AND NEW.state IN ('prepared', 'reviewed', 'signed', 'handed_over') AND 'project_grant' = ANY (NEW.schemes))
  EXECUTE FUNCTION lidao_revoked_grants_are_not_paid();
