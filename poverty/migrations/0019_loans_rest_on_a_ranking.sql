CREATE OR REPLACE FUNCTION lidao_loan_line_follows() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  last record;
  reversed record;
  loan poverty_loan;
  repaid bigint;
BEGIN
  PERFORM FROM poverty_loanfund f WHERE f.id = NEW.fund_id AND f.division_code = NEW.division_code FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM lidao_refuse('a_loan_line_is_of_the_county_of_its_fund', '没有这笔信贷资金，或它不属于本县。');
  END IF;
  SELECT l.* INTO loan FROM poverty_loan l WHERE l.id = NEW.loan_id AND l.fund_id = NEW.fund_id;
  SELECT coalesce(sum(x.amount_fen), 0) INTO repaid FROM poverty_loanline x LEFT JOIN poverty_loanline r ON r.id = x.reverses_id
    WHERE x.loan_id = NEW.loan_id AND (x.kind = 'repaid' OR r.kind = 'repaid');
  IF NEW.kind IN ('lent', 'repaid') AND (loan.state IS DISTINCT FROM 'lent' OR NEW.kind = 'lent' AND (
      loan.amount_fen <> -NEW.amount_fen OR EXISTS (SELECT FROM poverty_loanline x WHERE x.loan_id = loan.id AND x.kind = 'lent'))) THEN
    PERFORM lidao_refuse('a_fund_lends_what_was_approved', '发放的借款与已批准的不符。');
  END IF;
  IF NEW.kind = 'repaid' AND NEW."on" < loan.lent_on THEN
    PERFORM lidao_refuse('nothing_comes_back_before_it_was_lent', format('借款于 %s 发放，还款日期不能早于这一天，请核对。', loan.lent_on));
  END IF;
  IF NEW.kind = 'repaid' AND repaid + NEW.amount_fen > loan.amount_fen THEN
    PERFORM lidao_refuse('a_loan_is_repaid_no_more_than_was_lent', '还款合计不能超过借款金额，请核对。');
  END IF;
  IF NEW.kind = 'reversal' THEN
    SELECT l.* INTO reversed FROM poverty_loanline l WHERE l.id = NEW.reverses_id AND l.fund_id = NEW.fund_id;
    IF reversed.kind IS NULL OR reversed.kind = 'reversal' OR reversed.amount_fen <> -NEW.amount_fen
       OR reversed.loan_id IS DISTINCT FROM NEW.loan_id OR reversed.entered_staff_no = NEW.entered_staff_no THEN
      PERFORM lidao_refuse('a_loan_line_is_reversed_whole', '冲正须由另一人整笔冲回原来的明细。');
    END IF;
    IF reversed.kind = 'lent' AND repaid <> 0 THEN
      PERFORM lidao_refuse('a_repaid_loan_is_not_taken_back', format('这笔借款已还 %s 元，不能冲回：还款录错的先冲正还款，其余由家庭归还。', round(repaid / 100.0, 2)));
    END IF;
  END IF;
  SELECT l.number, l.balance_fen INTO last FROM poverty_loanline l WHERE l.fund_id = NEW.fund_id ORDER BY l.number DESC LIMIT 1;
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.balance_fen := coalesce(last.balance_fen, 0) + NEW.amount_fen;
  RETURN NEW;
END $$;

-- A loan of a fund that is a kind of project rests on an application of a confirmed ranking, which stays while it is asked; another fund's rests on none.
CREATE FUNCTION lidao_loan_rests_on_its_ranking(loan poverty_loan) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  of_kind text := (SELECT f.kind FROM poverty_loanfund f WHERE f.id = loan.fund_id);
BEGIN
  IF of_kind NOT IN ('subsidised_loan', 'mutual_fund') THEN
    RETURN loan.application_id IS NULL;
  END IF;
  PERFORM FROM poverty_project p WHERE p.id = (SELECT a.project_id FROM poverty_projectapplication a WHERE a.id = loan.application_id) FOR UPDATE;
  RETURN EXISTS (
    SELECT FROM poverty_projectapplication a JOIN poverty_project p ON p.id = a.project_id JOIN poverty_projectranking r ON r.project_id = p.id,
      jsonb_array_elements(r.rows) AS x(one)
    WHERE a.id = loan.application_id AND a.household_id = loan.household_id AND a.withdrawn_at IS NULL AND p.kind = of_kind AND p.state = 'granting'
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
      PERFORM lidao_refuse('a_loan_of_a_project_rests_on_its_ranking', '贴息贷款和互助资金只借给已确认排序中的申请，其他信贷资金不按项目排序。');
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

-- The line that takes a loan back is the loan's last step: who, when and why stand there.
CREATE FUNCTION lidao_loan_is_reversed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE poverty_loan l SET state = 'reversed' WHERE l.id = NEW.loan_id
    AND EXISTS (SELECT FROM poverty_loanline x WHERE x.id = NEW.reverses_id AND x.kind = 'lent');
  RETURN NULL;
END $$;
CREATE TRIGGER loan_is_reversed AFTER INSERT ON poverty_loanline FOR EACH ROW WHEN (NEW.kind = 'reversal') EXECUTE FUNCTION lidao_loan_is_reversed();
