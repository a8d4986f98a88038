-- Both counties see the offer, the old one makes it, the new one answers.
ALTER TABLE benefits_handover ENABLE ROW LEVEL SECURITY;
ALTER TABLE benefits_handover FORCE ROW LEVEL SECURITY;
CREATE POLICY inside_scope ON benefits_handover FOR SELECT USING (
  (division_code >= current_setting('lidao.lo', true) AND division_code < current_setting('lidao.hi', true))
  OR (to_code >= current_setting('lidao.lo', true) AND to_code < current_setting('lidao.hi', true)));
CREATE POLICY offered_by_the_old_county ON benefits_handover FOR INSERT WITH CHECK (
  division_code >= current_setting('lidao.lo', true) AND division_code < current_setting('lidao.hi', true));
CREATE POLICY answered_by_the_new_county ON benefits_handover FOR UPDATE
  USING (to_code >= current_setting('lidao.lo', true) AND to_code < current_setting('lidao.hi', true))
  WITH CHECK (to_code >= current_setting('lidao.lo', true) AND to_code < current_setting('lidao.hi', true));
REVOKE DELETE, TRUNCATE ON benefits_handover FROM lidao_web;

CREATE FUNCTION lidao_a_hand_over_is_answered_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE free text[] := ARRAY['state', 'new_household_id', 'answered_by_id', 'answered_staff_no', 'answered_at', 'answer'];
BEGIN
  IF OLD.state <> 'offered' OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('a_hand_over_is_answered_once', format('移交 %s 的内容不能改动，答复也只有一次。', OLD.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hand_over_is_answered_once BEFORE UPDATE ON benefits_handover FOR EACH ROW EXECUTE FUNCTION lidao_a_hand_over_is_answered_once();

ALTER TABLE benefits_handover
  ADD CONSTRAINT hand_over_is_offered_under_this_staff_number FOREIGN KEY (offered_by_id, offered_staff_no) REFERENCES accounts_user (id, staff_no);

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE benefits_change
  ADD CONSTRAINT change_is_entered_under_this_staff_number FOREIGN KEY (entered_by_id, entered_staff_no) REFERENCES accounts_user (id, staff_no);
