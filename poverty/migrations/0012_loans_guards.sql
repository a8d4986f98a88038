CREATE FUNCTION lidao_loan_fund_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lidao_refuse('a_loan_fund_stays_as_it_was_opened', '信贷资金设立后不改写，收支另记明细。');
END $$;
CREATE TRIGGER loan_fund_stays BEFORE UPDATE OR DELETE ON poverty_loanfund FOR EACH ROW EXECUTE FUNCTION lidao_loan_fund_stays();

-- Whoever adds a line holds the fund until the transaction ends, so two that together lend too much meet here one after the other.
CREATE FUNCTION lidao_loan_line_follows() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  last record;
  reversed record;
BEGIN
  PERFORM FROM poverty_loanfund f WHERE f.id = NEW.fund_id AND f.division_code = NEW.division_code FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM lidao_refuse('a_loan_line_is_of_the_county_of_its_fund', '没有这笔信贷资金，或它不属于本县。');
  END IF;
  IF NEW.kind IN ('lent', 'repaid') AND NOT EXISTS (
      SELECT FROM poverty_loan l WHERE l.id = NEW.loan_id AND l.fund_id = NEW.fund_id AND l.state = 'lent' AND (NEW.kind = 'repaid' OR
        l.amount_fen = -NEW.amount_fen AND NOT EXISTS (SELECT FROM poverty_loanline x WHERE x.loan_id = l.id AND x.kind = 'lent'))) THEN
    PERFORM lidao_refuse('a_fund_lends_what_was_approved', '发放的借款与已批准的不符。');
  END IF;
  IF NEW.kind = 'repaid' AND (SELECT coalesce(sum(x.amount_fen), 0) FROM poverty_loanline x LEFT JOIN poverty_loanline r ON r.id = x.reverses_id
      WHERE x.loan_id = NEW.loan_id AND (x.kind = 'repaid' OR r.kind = 'repaid')) + NEW.amount_fen
      > (SELECT l.amount_fen FROM poverty_loan l WHERE l.id = NEW.loan_id) THEN
    PERFORM lidao_refuse('a_loan_is_repaid_no_more_than_was_lent', '还款合计不能超过借款金额，请核对。');
  END IF;
  IF NEW.kind = 'reversal' THEN
    SELECT l.* INTO reversed FROM poverty_loanline l WHERE l.id = NEW.reverses_id AND l.fund_id = NEW.fund_id;
    IF reversed.kind IS NULL OR reversed.kind NOT IN ('principal', 'repaid') OR reversed.amount_fen <> -NEW.amount_fen
       OR reversed.loan_id IS DISTINCT FROM NEW.loan_id OR reversed.entered_staff_no = NEW.entered_staff_no THEN
      PERFORM lidao_refuse('a_loan_line_is_reversed_whole', '冲正须由另一人整笔冲回投入的本金或还款。');
    END IF;
  END IF;
  SELECT l.number, l.balance_fen INTO last FROM poverty_loanline l WHERE l.fund_id = NEW.fund_id ORDER BY l.number DESC LIMIT 1;
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.balance_fen := coalesce(last.balance_fen, 0) + NEW.amount_fen;
  RETURN NEW;
END $$;
CREATE TRIGGER loan_line_follows BEFORE INSERT ON poverty_loanline FOR EACH ROW EXECUTE FUNCTION lidao_loan_line_follows();

CREATE FUNCTION lidao_loan_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('loans_are_never_edited', '借款提出后不改写，请另提一笔。');
  END IF;
  IF OLD.state <> 'proposed' OR NEW.state NOT IN ('lent', 'refused') THEN
    PERFORM lidao_refuse('loans_move_along_their_states', '这笔借款已有结论，请刷新页面。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER loan_moves BEFORE INSERT OR UPDATE OR DELETE ON poverty_loan FOR EACH ROW EXECUTE FUNCTION lidao_loan_moves();

CREATE FUNCTION lidao_loan_is_a_line() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO poverty_loanline (key, division_code, fund_id, loan_id, number, kind, amount_fen, balance_fen, "on", document, why, entered_by_id,
    entered_staff_no, entered_at)
  SELECT gen_random_uuid(), f.division_code, f.id, NEW.id, 0, 'lent', -NEW.amount_fen, 0, NEW.lent_on, NEW.document, '', NEW.decided_by_id,
    NEW.decided_staff_no, NEW.decided_at
  FROM poverty_loanfund f WHERE f.id = NEW.fund_id;
  RETURN NULL;
END $$;
CREATE TRIGGER loan_is_a_line AFTER UPDATE ON poverty_loan FOR EACH ROW WHEN (OLD.state = 'proposed' AND NEW.state = 'lent')
  EXECUTE FUNCTION lidao_loan_is_a_line();

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE poverty_loan
  ADD CONSTRAINT loan_proposed_by_this_staff_number FOREIGN KEY (proposed_by_id, proposed_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT loan_decided_by_this_staff_number FOREIGN KEY (decided_by_id, decided_staff_no) REFERENCES accounts_user (id, staff_no);
ALTER TABLE poverty_loanline
  ADD CONSTRAINT loan_line_entered_by_this_staff_number FOREIGN KEY (entered_by_id, entered_staff_no) REFERENCES accounts_user (id, staff_no);
REVOKE DELETE ON poverty_loanfund, poverty_loan FROM lidao_web;
