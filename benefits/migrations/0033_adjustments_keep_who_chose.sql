-- Who proposed and who chose a standard is known as long as the adjustment is; those that wait for their approval learn who proposed them.
ALTER TABLE benefits_adjustment DISABLE TRIGGER adjustment_is_guarded;
ALTER TABLE benefits_adjustment NO FORCE ROW LEVEL SECURITY;
UPDATE benefits_adjustment a SET proposed_staff_no = u.staff_no FROM accounts_user u
WHERE u.id = a.proposed_by_id AND a.state NOT IN ('approved', 'published', 'discarded');
ALTER TABLE benefits_adjustment FORCE ROW LEVEL SECURITY;
ALTER TABLE benefits_adjustment ENABLE TRIGGER adjustment_is_guarded;

CREATE FUNCTION lidao_an_adjustment_keeps_who_chose() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.proposed_staff_no IS DISTINCT FROM OLD.proposed_staff_no OR NOT NEW.chosen_staff_nos @> OLD.chosen_staff_nos OR NEW.state <> 'proposed' THEN
    PERFORM lidao_refuse('an_adjustment_keeps_who_chose', format('调整方案 %s 由谁提出、选定不能改动。', OLD.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER adjustment_keeps_who_chose BEFORE UPDATE ON benefits_adjustment FOR EACH ROW
  WHEN (NEW.proposed_staff_no IS DISTINCT FROM OLD.proposed_staff_no OR NEW.chosen_staff_nos IS DISTINCT FROM OLD.chosen_staff_nos)
  EXECUTE FUNCTION lidao_an_adjustment_keeps_who_chose();

ALTER TABLE benefits_adjustment
  ADD CONSTRAINT adjustment_proposer_has_this_staff_number FOREIGN KEY (proposed_by_id, proposed_staff_no) REFERENCES accounts_user (id, staff_no);
