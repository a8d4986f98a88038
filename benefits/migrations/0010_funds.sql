CREATE FUNCTION lidao_fund_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lidao_refuse('a_fund_stays_as_it_was_opened', '基金设立后不改写，收支另记明细。');
END $$;
CREATE TRIGGER fund_stays BEFORE UPDATE OR DELETE ON benefits_fund FOR EACH ROW EXECUTE FUNCTION lidao_fund_stays();
REVOKE DELETE ON benefits_fund FROM lidao_web;

-- Whoever adds a line holds the fund until the transaction ends, so two that together take too much meet here one after the other.
CREATE FUNCTION lidao_fund_line_follows() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  last record;
  reversed record;
BEGIN
  PERFORM FROM benefits_fund f WHERE f.id = NEW.fund_id AND f.division_code = NEW.division_code FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM lidao_refuse('a_fund_line_is_of_the_county_of_its_fund', '没有这个基金，或它不属于本县。');
  END IF;
  IF NEW.kind = 'grant' AND NOT EXISTS (
    SELECT FROM benefits_fundgrant g
    WHERE g.id = NEW.grant_id AND g.fund_id = NEW.fund_id AND g.state = 'approved' AND g.amount_fen = -NEW.amount_fen) THEN
    PERFORM lidao_refuse('a_fund_pays_what_was_approved', '救助支出与已批准的救助不符。');
  END IF;
  IF NEW.kind = 'reversal' THEN
    SELECT l.* INTO reversed FROM benefits_fundline l WHERE l.id = NEW.reverses_id AND l.fund_id = NEW.fund_id;
    IF reversed.kind IS NULL OR reversed.kind = 'reversal' OR reversed.amount_fen <> -NEW.amount_fen THEN
      PERFORM lidao_refuse('a_line_is_reversed_whole', '冲正须整笔冲回原明细。');
    END IF;
    IF reversed.entered_staff_no = NEW.entered_staff_no THEN
      PERFORM lidao_refuse('a_line_is_reversed_by_another_person', '记账或批准的人不能自己冲正，请由另一人办理。');
    END IF;
  END IF;
  SELECT l.number, l.balance_fen INTO last FROM benefits_fundline l WHERE l.fund_id = NEW.fund_id ORDER BY l.number DESC LIMIT 1;
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.balance_fen := coalesce(last.balance_fen, 0) + NEW.amount_fen;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_line_follows BEFORE INSERT ON benefits_fundline FOR EACH ROW EXECUTE FUNCTION lidao_fund_line_follows();

CREATE FUNCTION lidao_fund_grant_is_given_back() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE benefits_fundgrant g SET state = 'reversed' FROM benefits_fundline l WHERE l.id = NEW.reverses_id AND g.id = l.grant_id;
  RETURN NULL;
END $$;
CREATE TRIGGER fund_grant_is_given_back AFTER INSERT ON benefits_fundline FOR EACH ROW WHEN (NEW.kind = 'reversal')
  EXECUTE FUNCTION lidao_fund_grant_is_given_back();

CREATE FUNCTION lidao_fund_grant_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['state', 'decided_by_id', 'decided_staff_no', 'decided_at', 'refused_why'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR NOT EXISTS (
      SELECT FROM benefits_fund f WHERE f.id = NEW.fund_id AND left(f.division_code, 6) = left(NEW.division_code, 6)) THEN
      PERFORM lidao_refuse('fund_grants_begin_proposed', '基金救助从申请开始，且只从本县的基金支出。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('fund_grants_are_never_deleted', '基金救助不删除，可以不批准。');
  END IF;
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) OR OLD.state <> 'proposed' AND (to_jsonb(NEW) - 'state') <> (to_jsonb(OLD) - 'state') THEN
    PERFORM lidao_refuse('fund_grants_are_never_edited', '基金救助提出后不改写，请另提一条。');
  END IF;
  IF NOT (OLD.state = 'proposed' AND NEW.state IN ('approved', 'refused') OR OLD.state = 'approved' AND NEW.state = 'reversed' AND EXISTS (
    SELECT FROM benefits_fundline l JOIN benefits_fundline r ON r.reverses_id = l.id WHERE l.grant_id = NEW.id)) THEN
    PERFORM lidao_refuse('fund_grants_move_along_their_states', '这条救助已有结论，请刷新页面。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_grant_moves BEFORE INSERT OR UPDATE OR DELETE ON benefits_fundgrant FOR EACH ROW EXECUTE FUNCTION lidao_fund_grant_moves();

CREATE FUNCTION lidao_fund_grant_is_a_line() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO benefits_fundline (key, division_code, fund_id, number, kind, amount_fen, balance_fen, "on", donor, document, grant_id, why,
    entered_by_id, entered_staff_no, entered_at)
  SELECT gen_random_uuid(), f.division_code, f.id, 0, 'grant', -NEW.amount_fen, 0, (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date, '',
    NEW.document, NEW.id, '', NEW.decided_by_id, NEW.decided_staff_no, NEW.decided_at
  FROM benefits_fund f WHERE f.id = NEW.fund_id;
  IF NOT FOUND THEN
    PERFORM lidao_refuse('a_fund_grant_is_approved_by_its_county', '基金救助由县级审批。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fund_grant_is_a_line AFTER UPDATE ON benefits_fundgrant FOR EACH ROW WHEN (OLD.state = 'proposed' AND NEW.state = 'approved')
  EXECUTE FUNCTION lidao_fund_grant_is_a_line();

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE benefits_fundgrant
  ADD CONSTRAINT fund_grant_proposer_has_this_staff_number FOREIGN KEY (proposed_by_id, proposed_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT fund_grant_decider_has_this_staff_number FOREIGN KEY (decided_by_id, decided_staff_no) REFERENCES accounts_user (id, staff_no);
ALTER TABLE benefits_fundline
  ADD CONSTRAINT fund_line_clerk_has_this_staff_number FOREIGN KEY (entered_by_id, entered_staff_no) REFERENCES accounts_user (id, staff_no);
