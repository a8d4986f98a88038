-- A loan rests on an application of a confirmed ranking of a project of its fund's kind, which stays while it is asked.
CREATE OR REPLACE FUNCTION lidao_loan_rests_on_its_ranking(loan poverty_loan) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM poverty_project p WHERE p.id = (SELECT a.project_id FROM poverty_projectapplication a WHERE a.id = loan.application_id) FOR UPDATE;
  RETURN EXISTS (
    SELECT FROM poverty_projectapplication a JOIN poverty_project p ON p.id = a.project_id JOIN poverty_projectranking r ON r.project_id = p.id
      JOIN poverty_loanfund f ON f.id = loan.fund_id AND f.kind = p.kind, jsonb_array_elements(r.rows) AS x(one)
    WHERE a.id = loan.application_id AND a.household_id = loan.household_id AND a.withdrawn_at IS NULL AND p.state = 'granting'
      AND r.confirmed_at IS NOT NULL AND r.returned_at IS NULL AND (x.one->>'application')::bigint = a.id);
END $$;

CREATE OR REPLACE FUNCTION lidao_loan_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'lent_on', 'decided_by_id', 'decided_staff_no', 'decided_at', 'refused_why'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('loans_are_never_deleted', '借款不删除，可以不批准。');
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR NOT EXISTS (
        SELECT FROM poverty_loanfund f WHERE f.id = NEW.fund_id AND left(f.division_code, 6) = left(NEW.division_code, 6)) THEN
      PERFORM lidao_refuse('a_loan_is_of_a_fund_of_its_county', '借款只从本县的信贷资金发放，先提出、再批准。');
    END IF;
    IF NOT lidao_loan_rests_on_its_ranking(NEW) THEN
      PERFORM lidao_refuse('a_loan_of_a_project_rests_on_its_ranking', '借款只借给同类项目已确认排序中的申请。');
    END IF;
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('loans_are_never_edited', '借款提出后不改写，请另提一笔。');
  END IF;
  IF OLD.state = 'lent' AND NEW.state = 'reversed' AND (to_jsonb(NEW) - 'state') = (to_jsonb(OLD) - 'state') AND EXISTS (
      SELECT FROM poverty_loanline l JOIN poverty_loanline r ON r.reverses_id = l.id WHERE l.loan_id = NEW.id AND l.kind = 'lent') THEN
    RETURN NEW;
  END IF;
  IF OLD.state <> 'proposed' OR NEW.state NOT IN ('lent', 'refused') THEN
    PERFORM lidao_refuse('loans_move_along_their_states', '这笔借款已有结论，请刷新页面。');
  END IF;
  RETURN NEW;
END $$;
