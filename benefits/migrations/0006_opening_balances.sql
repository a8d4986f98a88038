CREATE FUNCTION lidao_opening_balance_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  moves jsonb := '{"entered": ["reconciled", "discarded"], "reconciled": ["checked", "discarded"], "checked": ["booked", "discarded"],
                   "booked": [], "discarded": []}';
  steps jsonb := '{"reconciled": ["reconciled_by_id", "reconciled_staff_no", "reconciled_at", "finance_fen", "finance_document"],
                   "checked": ["checked_by_id", "checked_staff_no", "checked_at"],
                   "booked": ["signed_by_id", "signed_staff_no", "signed_at", "booked_in"], "discarded": ["discarded_why"]}';
  free text[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('opening_balances_are_never_deleted', '期初结转表不删除，可以作废。');
  ELSIF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'entered' THEN
      PERFORM lidao_refuse('opening_balances_begin_entered', '期初结转从录入开始。');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state = NEW.state OR NOT (moves -> OLD.state) ? NEW.state THEN
    PERFORM lidao_refuse('opening_balances_move_along_their_states', format('期初结转表 %s 不能由 %s 转为 %s。', OLD.number, OLD.state, NEW.state));
  END IF;
  free := ARRAY['state'] || ARRAY(SELECT jsonb_array_elements_text(steps -> NEW.state));
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('opening_balances_are_never_edited', format('期初结转表 %s 录入后不改写，请作废后重新上传。', OLD.number));
  END IF;
  IF NEW.state <> 'discarded' AND (NEW.entries_count, NEW.due_fen, NEW.paid_fen) IS DISTINCT FROM (
      SELECT (count(*)::integer, coalesce(sum(due_fen), 0)::bigint, coalesce(sum(paid_fen), 0)::bigint) FROM benefits_openingentry WHERE balance_id = NEW.id) THEN
    PERFORM lidao_refuse('an_opening_balance_is_its_entries', format('期初结转表 %s 的合计与明细不符。', OLD.number));
  END IF;
  IF NEW.state = 'booked' THEN
    NEW.booked_in := pg_current_xact_id()::text::bigint;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER opening_balance_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_openingbalance
  FOR EACH ROW EXECUTE FUNCTION lidao_opening_balance_is_guarded();
REVOKE DELETE ON benefits_openingbalance FROM lidao_web;

CREATE FUNCTION lidao_opening_entry_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a LEFT JOIN benefits_openingbalance b ON b.id = a.balance_id AND b.state = 'entered'
               AND left(b.division_code, 6) = left(a.division_code, 6)
             LEFT JOIN benefits_opening o ON o.scheme = a.scheme AND o.division_code = b.division_code AND a.until <= o.since
             WHERE b.id IS NULL OR o.id IS NULL) THEN
    PERFORM lidao_refuse('opening_entries_lie_before_the_ledger', '期初明细只随结转表录入，且须在首个账期之前。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER opening_entry_is_guarded AFTER INSERT ON benefits_openingentry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_opening_entry_is_guarded();

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE benefits_openingbalance
  ADD CONSTRAINT opening_balance_clerk_has_this_staff_number FOREIGN KEY (entered_by_id, entered_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT opening_balance_reconciler_has_this_staff_number FOREIGN KEY (reconciled_by_id, reconciled_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT opening_balance_checker_has_this_staff_number FOREIGN KEY (checked_by_id, checked_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT opening_balance_signer_has_this_staff_number FOREIGN KEY (signed_by_id, signed_staff_no) REFERENCES accounts_user (id, staff_no);
