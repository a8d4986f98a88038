-- What was taken back only the county that offered it sees.
ALTER POLICY inside_scope ON benefits_handover USING (
  (division_code >= current_setting('lidao.lo', true) AND division_code < current_setting('lidao.hi', true))
  OR (to_code >= current_setting('lidao.lo', true) AND to_code < current_setting('lidao.hi', true) AND state <> 'withdrawn'));
ALTER POLICY answered_by_the_new_county ON benefits_handover
  WITH CHECK (to_code >= current_setting('lidao.lo', true) AND to_code < current_setting('lidao.hi', true) AND state IN ('accepted', 'refused'));
CREATE POLICY taken_back_by_the_old_county ON benefits_handover FOR UPDATE
  USING (division_code >= current_setting('lidao.lo', true) AND division_code < current_setting('lidao.hi', true))
  WITH CHECK (division_code >= current_setting('lidao.lo', true) AND division_code < current_setting('lidao.hi', true) AND state = 'withdrawn');

CREATE OR REPLACE FUNCTION lidao_a_hand_over_is_answered_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  moves jsonb := '{"offered": ["accepted", "refused", "withdrawn"], "refused": ["withdrawn"], "accepted": [], "withdrawn": []}';
  free text[] := CASE NEW.state WHEN 'withdrawn' THEN ARRAY['state', 'withdrawn_by_id', 'withdrawn_at']
    ELSE ARRAY['state', 'new_household_id', 'answered_by_id', 'answered_staff_no', 'answered_at', 'answer'] END;
BEGIN
  IF NOT (moves -> OLD.state) ? NEW.state OR (to_jsonb(NEW) - free - 'package'::text) IS DISTINCT FROM (to_jsonb(OLD) - free - 'package'::text)
      OR NEW.package NOT IN (OLD.package, ''::bytea) THEN
    PERFORM lidao_refuse('a_hand_over_is_answered_once', format('移交 %s 的内容不能改动，答复也只有一次。', OLD.number));
  END IF;
  RETURN NEW;
END $$;

-- What was refused before this rule leaves no package either.
ALTER TABLE benefits_handover DISABLE TRIGGER hand_over_is_answered_once;
ALTER TABLE benefits_handover NO FORCE ROW LEVEL SECURITY;
UPDATE benefits_handover SET package = '' WHERE state = 'refused';
ALTER TABLE benefits_handover FORCE ROW LEVEL SECURITY;
ALTER TABLE benefits_handover ENABLE TRIGGER hand_over_is_answered_once;
