CREATE FUNCTION lidao_registration_is_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  ending text[] := ARRAY['state', 'until', 'ended_by_id', 'ended_staff_no', 'ended_at', 'ended_why'];
  free text[] := ending || ARRAY['referral_id', 'points', 'area', 'cost_fen', 'insurer', 'given', 'outcome', 'document', 'since',
    'referred_by_id', 'referred_staff_no', 'referred_at', 'answered_by_id', 'answered_staff_no', 'answered_at', 'division_code'];
BEGIN
  IF OLD.state IN ('given', 'refused', 'closed', 'withdrawn') THEN free := ending; END IF;
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) OR OLD.state IN ('refused', 'closed', 'withdrawn') THEN
    PERFORM lidao_refuse('registrations_are_never_rewritten', '已登记的内容不能改写：请撤销后另行登记。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER registration_is_moved BEFORE UPDATE ON benefits_registration FOR EACH ROW EXECUTE FUNCTION lidao_registration_is_moved();
REVOKE DELETE ON benefits_registration FROM lidao_web;

-- An item says its kind, and no scheme has a dot in its code: the two never meet (in_kind_measures_are_never_due).
ALTER TABLE benefits_registration ADD CONSTRAINT a_registered_item_says_its_kind CHECK (starts_with(item, kind || '.'));
ALTER TABLE benefits_registration ADD CONSTRAINT one_registration_of_an_item_at_a_time EXCLUDE USING gist (
  household_id WITH =, coalesce(person_id, 0) WITH =, item WITH =, daterange(since, until) WITH &&)
  WHERE (state IN ('registered', 'referred', 'given', 'closed'));

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE benefits_registration
  ADD CONSTRAINT registration_registrar_has_this_staff_number FOREIGN KEY (registered_by_id, registered_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT registration_referrer_has_this_staff_number FOREIGN KEY (referred_by_id, referred_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT registration_answerer_has_this_staff_number FOREIGN KEY (answered_by_id, answered_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT registration_ender_has_this_staff_number FOREIGN KEY (ended_by_id, ended_staff_no) REFERENCES accounts_user (id, staff_no);
