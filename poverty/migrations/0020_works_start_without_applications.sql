CREATE OR REPLACE FUNCTION lidao_project_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'opened_by_id', 'opened_staff_no', 'opened_at', 'ranked_by_id', 'ranked_staff_no', 'ranked_at', 'confirmed_by_id',
    'confirmed_staff_no', 'confirmed_at', 'completed_by_id', 'completed_staff_no', 'completed_at', 'accepted_by_id', 'accepted_staff_no', 'accepted_at',
    'acceptance', 'cancelled_by_id', 'cancelled_staff_no', 'cancelled_at', 'cancelled_why'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'drafted' THEN
      PERFORM lidao_refuse('a_project_begins_as_a_draft', '项目先拟定，会商后才能受理申请。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('projects_are_never_deleted', '项目不删除，可以撤销。');
  END IF;
  IF OLD.state = 'consulted' AND NEW.state = 'started' THEN
    free := free || ARRAY['started_by_id', 'started_staff_no', 'started_at', 'village_order'];
  END IF;
  IF OLD.state <> 'drafted' AND (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('what_the_office_was_asked_about_stays', '会商后项目内容不改写；内容有变的，撤销后另行拟定，重新会商。');
  END IF;
  IF NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN (('drafted', 'consulted'), ('consulted', 'open'), ('open', 'ranking'), ('ranking', 'open'),
      ('ranking', 'granting'), ('granting', 'completed'), ('consulted', 'started'), ('started', 'completed'), ('completed', 'accepted'),
      ('drafted', 'cancelled'), ('consulted', 'cancelled'), ('open', 'cancelled')) THEN
    PERFORM lidao_refuse('projects_move_along_their_states', '项目不能这样变更状态，请刷新页面看最新状态。');
  END IF;
  IF NEW.state = 'granting' AND OLD.state <> 'granting' AND NOT EXISTS (
      SELECT FROM poverty_projectranking r WHERE r.project_id = NEW.id AND r.confirmed_at IS NOT NULL AND r.returned_at IS NULL) THEN
    PERFORM lidao_refuse('grants_follow_a_confirmed_ranking', '排序经另一人确认后才能审批发放。');
  END IF;
  IF NEW.state = 'started' AND NEW.started_at IS NULL THEN
    PERFORM lidao_refuse('projects_move_along_their_states', '项目不能这样变更状态，请刷新页面看最新状态。');
  END IF;
  RETURN NEW;
END $$;

ALTER TABLE poverty_project
  ADD CONSTRAINT project_started_by_this_staff_number FOREIGN KEY (started_by_id, started_staff_no) REFERENCES accounts_user (id, staff_no);
