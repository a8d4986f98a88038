"""An opening balance enters both books once, as it was signed, in the transaction that books it; the first book is written by nothing else but publishing."""
from importlib import import_module

from django.db import migrations

from accounts import rls

BALANCE_IS_GUARDED = """
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
"""

STAFF_NUMBERS = "ALTER TABLE benefits_openingbalance " + ", ".join(
    f"ADD CONSTRAINT opening_balance_{who}_has_this_staff_number FOREIGN KEY ({step}_by_id, {step}_staff_no) REFERENCES accounts_user (id, staff_no)"
    for step, who in {"entered": "clerk", "reconciled": "reconciler", "checked": "checker", "signed": "signer"}.items()
)

THE_BOOK_IS_WRITTEN = """
CREATE FUNCTION lidao_the_book_is_written() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT run_id, opening_id FROM added) a
             LEFT JOIN benefits_run r ON r.id = a.run_id AND r.state = 'published' AND r.published_in = pg_current_xact_id()::text::bigint
             LEFT JOIN benefits_openingbalance b ON b.id = a.opening_id AND b.state = 'booked' AND b.booked_in = pg_current_xact_id()::text::bigint
             WHERE r.id IS NULL AND b.id IS NULL) THEN
    RAISE EXCEPTION '应发明细只在发布核算批次或签发期初结转时写入。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_is_written_by_publishing';
  END IF;
  IF EXISTS (SELECT FROM added a JOIN benefits_entitlement k ON k.id = a.entitlement_id
             LEFT JOIN benefits_openingentry e ON e.balance_id = a.opening_id AND e.beneficiary = k.beneficiary AND e.scheme = k.scheme
               AND e.since = k.since AND e.until = k.until AND k.component = 'opening' AND e.due_fen = a.amount_fen AND a.division_code = k.division_code
             WHERE a.opening_id IS NOT NULL AND e.id IS NULL) THEN
    PERFORM lidao_refuse('the_book_says_what_was_signed', '应发明细与所签发的期初结转不符。');
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER publishing_writes ON benefits_entitlementline;
CREATE TRIGGER the_book_is_written AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_the_book_is_written();
"""
ONLY_PUBLISHING_WRITES = """
DROP FUNCTION lidao_the_book_is_written() CASCADE;
CREATE TRIGGER publishing_writes AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_publishing_writes();
"""

MONEY_OF_OPENINGS = """
CREATE FUNCTION lidao_opening_money_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a JOIN benefits_entitlement k ON k.id = a.entitlement_id
             LEFT JOIN benefits_openingbalance b ON b.id = a.opening_id AND b.state = 'booked' AND b.booked_in = pg_current_xact_id()::text::bigint
             LEFT JOIN benefits_openingentry e ON e.balance_id = b.id AND e.beneficiary = k.beneficiary AND e.scheme = k.scheme AND e.since = k.since
               AND k.component = 'opening' AND e.paid_fen = a.amount_fen
             WHERE a.kind = 'opening' AND e.id IS NULL) THEN
    PERFORM lidao_refuse('opening_money_is_what_was_signed', '期初已付只在签发期初结转时写入，且与明细相符。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER opening_money_is_guarded AFTER INSERT ON benefits_moneyline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_opening_money_is_guarded();
"""


LINES_KEEP_THEIR_FACTS = """
ALTER TABLE benefits_entitlementline DROP CONSTRAINT a_line_keeps_its_facts;
ALTER TABLE benefits_entitlementline ADD CONSTRAINT a_line_keeps_its_facts CHECK (evidence_id IS NOT NULL{openings}) NOT VALID;
"""


LINES_ARE_AS_APPROVED = import_module("benefits.migrations.0024_guards_at_any_size").LINES_ARE_AS_APPROVED


def _of_runs(function):
    """The guard as it was, of the lines of runs alone."""
    return function.replace("FROM added a WHERE (", "FROM added a WHERE a.run_id IS NOT NULL AND (")


class Migration(migrations.Migration):
    dependencies = [("benefits", "0031_opening_balances")]
    operations = [
        rls.secure("benefits_openingbalance"),
        rls.secure("benefits_openingentry"),
        rls.append_only("benefits_openingentry"),
        migrations.RunSQL(
            BALANCE_IS_GUARDED, "DROP FUNCTION lidao_opening_balance_is_guarded() CASCADE; DROP FUNCTION lidao_opening_entry_is_guarded() CASCADE;"
        ),
        migrations.RunSQL(STAFF_NUMBERS, migrations.RunSQL.noop),
        migrations.RunSQL(
            LINES_KEEP_THEIR_FACTS.replace("{openings}", " OR opening_id IS NOT NULL"), LINES_KEEP_THEIR_FACTS.replace("{openings}", "")
        ),
        migrations.RunSQL(THE_BOOK_IS_WRITTEN, ONLY_PUBLISHING_WRITES),
        migrations.RunSQL(_of_runs(LINES_ARE_AS_APPROVED), LINES_ARE_AS_APPROVED),
        migrations.RunSQL(MONEY_OF_OPENINGS, "DROP FUNCTION lidao_opening_money_is_guarded() CASCADE;"),
    ]
