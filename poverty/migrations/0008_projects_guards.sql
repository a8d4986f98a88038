CREATE FUNCTION lidao_project_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
  IF OLD.state <> 'drafted' AND (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('what_the_office_was_asked_about_stays', '会商后项目内容不改写；内容有变的，撤销后另行拟定，重新会商。');
  END IF;
  IF NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN (('drafted', 'consulted'), ('consulted', 'open'), ('open', 'ranking'), ('ranking', 'open'),
      ('ranking', 'granting'), ('granting', 'completed'), ('completed', 'accepted'), ('drafted', 'cancelled'), ('consulted', 'cancelled'),
      ('open', 'cancelled')) THEN
    PERFORM lidao_refuse('projects_move_along_their_states', '项目不能这样变更状态，请刷新页面看最新状态。');
  END IF;
  IF NEW.state = 'granting' AND OLD.state <> 'granting' AND NOT EXISTS (
      SELECT FROM poverty_projectranking r WHERE r.project_id = NEW.id AND r.confirmed_at IS NOT NULL AND r.returned_at IS NULL) THEN
    PERFORM lidao_refuse('grants_follow_a_confirmed_ranking', '排序经另一人确认后才能审批发放。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER project_moves BEFORE INSERT OR UPDATE OR DELETE ON poverty_project FOR EACH ROW EXECUTE FUNCTION lidao_project_moves();

CREATE FUNCTION lidao_project_application_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['withdrawn_at', 'withdrawn_by_id', 'withdrawn_why'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM poverty_project p WHERE p.id = NEW.project_id AND p.state = 'open' AND left(p.division_code, 6) = left(NEW.division_code, 6)) THEN
      PERFORM lidao_refuse('applications_are_taken_while_a_project_is_open', '会商并开始受理后，才能申请这个项目。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('applications_are_never_edited', '申请录入后不改写，可以写明理由撤回后重录。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER application_stays BEFORE INSERT OR UPDATE OR DELETE ON poverty_projectapplication
  FOR EACH ROW EXECUTE FUNCTION lidao_project_application_stays();

CREATE FUNCTION lidao_project_ranking_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['confirmed_by_id', 'confirmed_staff_no', 'confirmed_at', 'returned_by_id', 'returned_at', 'returned_why'];
BEGIN
  IF TG_OP = 'DELETE' OR OLD.confirmed_at IS NOT NULL OR OLD.returned_at IS NOT NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('rankings_are_frozen', '排序生成后不改写；要更正，退回后重新排序。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ranking_stays BEFORE UPDATE OR DELETE ON poverty_projectranking FOR EACH ROW EXECUTE FUNCTION lidao_project_ranking_stays();

-- Whoever approves a grant or records money holds the project until the transaction ends, so two that together take too much meet one after the other.
CREATE FUNCTION lidao_project_grant_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'decided_by_id', 'decided_staff_no', 'decided_at', 'granted_on', 'revoked_by_id', 'revoked_staff_no', 'revoked_at', 'why'];
  project poverty_project;
  received bigint;
  granted bigint;
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
    SELECT coalesce(sum(g.amount_fen), 0) INTO granted FROM poverty_projectgrant g
      WHERE g.project_id = NEW.project_id AND g.state = 'approved' AND g.id <> NEW.id;
    IF granted + NEW.amount_fen > received THEN
      PERFORM lidao_refuse('a_project_grants_no_more_than_it_received', format('到位资金 %s 元，已批准 %s 元，不足安排 %s 元。请待资金到位后再批准。',
        round(received / 100.0, 2), round(granted / 100.0, 2), round(NEW.amount_fen / 100.0, 2)));
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER project_grant_moves BEFORE INSERT OR UPDATE OR DELETE ON poverty_projectgrant FOR EACH ROW EXECUTE FUNCTION lidao_project_grant_moves();

CREATE FUNCTION lidao_project_source_covers() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM poverty_project p WHERE p.id = NEW.project_id FOR UPDATE;
  IF NEW.project_id <> OLD.project_id OR (SELECT coalesce(sum(s.received_fen), 0) FROM poverty_projectsource s WHERE s.project_id = NEW.project_id AND s.id <> NEW.id)
      + NEW.received_fen < (SELECT coalesce(sum(g.amount_fen), 0) FROM poverty_projectgrant g WHERE g.project_id = NEW.project_id AND g.state = 'approved') THEN
    PERFORM lidao_refuse('a_project_grants_no_more_than_it_received', '到位资金不能少于已批准的资金物资，请先核对金额。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER source_covers BEFORE UPDATE ON poverty_projectsource FOR EACH ROW EXECUTE FUNCTION lidao_project_source_covers();

-- What a project granted is a fact of its own; recorded once more by hand it would be raised once more.
CREATE FUNCTION lidao_grant_is_recorded_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM poverty_projectgrant g WHERE g.household_id = NEW.household_id AND lidao_is_granted_twice(g, NEW)) THEN
    PERFORM lidao_refuse('a_project_grant_is_not_recorded_once_more',
      '这一户当年的扶贫项目资金物资已由项目记入，不再另录；确是另一笔的，请按它自己的帮扶标准录入。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grant_is_recorded_once BEFORE INSERT ON poverty_grant FOR EACH ROW EXECUTE FUNCTION lidao_grant_is_recorded_once();

CREATE FUNCTION lidao_village_is_raised_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.support_standard_fen IS NOT NULL AND NEW.withdrawn_at IS NULL AND EXISTS (
      SELECT FROM poverty_projectgrant g
      WHERE g.division_code = NEW.division_code AND g.year = NEW.year AND g.village_rise_fen > 0 AND g.state IN ('proposed', 'approved')) THEN
    PERFORM lidao_refuse('a_village_is_raised_once',
      '该村当年的上浮已在扶贫项目中到户安排，不再录村扶持标准，以免重复上浮。请由乡镇经办把这个村的扶持标准留空，重新录入。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER village_is_raised_once BEFORE INSERT OR UPDATE ON poverty_villageyear FOR EACH ROW EXECUTE FUNCTION lidao_village_is_raised_once();

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE poverty_project
  ADD CONSTRAINT project_drafted_by_this_staff_number FOREIGN KEY (drafted_by_id, drafted_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT project_consulted_by_this_staff_number FOREIGN KEY (consulted_by_id, consulted_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT project_opened_by_this_staff_number FOREIGN KEY (opened_by_id, opened_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT project_ranked_by_this_staff_number FOREIGN KEY (ranked_by_id, ranked_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT project_confirmed_by_this_staff_number FOREIGN KEY (confirmed_by_id, confirmed_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT project_completed_by_this_staff_number FOREIGN KEY (completed_by_id, completed_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT project_accepted_by_this_staff_number FOREIGN KEY (accepted_by_id, accepted_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT project_cancelled_by_this_staff_number FOREIGN KEY (cancelled_by_id, cancelled_staff_no) REFERENCES accounts_user (id, staff_no);
ALTER TABLE poverty_projectapplication
  ADD CONSTRAINT projectapplication_entered_by_this_staff_number FOREIGN KEY (entered_by_id, entered_staff_no) REFERENCES accounts_user (id, staff_no);
ALTER TABLE poverty_projectranking
  ADD CONSTRAINT projectranking_made_by_this_staff_number FOREIGN KEY (made_by_id, made_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT projectranking_confirmed_by_this_staff_number FOREIGN KEY (confirmed_by_id, confirmed_staff_no) REFERENCES accounts_user (id, staff_no);
ALTER TABLE poverty_projectgrant
  ADD CONSTRAINT projectgrant_proposed_by_this_staff_number FOREIGN KEY (proposed_by_id, proposed_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT projectgrant_decided_by_this_staff_number FOREIGN KEY (decided_by_id, decided_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT projectgrant_revoked_by_this_staff_number FOREIGN KEY (revoked_by_id, revoked_staff_no) REFERENCES accounts_user (id, staff_no);
REVOKE DELETE ON poverty_project, poverty_projectsource, poverty_projectapplication, poverty_projectranking, poverty_projectgrant FROM lidao_web;
