"""A line of the book rests on the values its run's line was signed with: what is proven of them decides whether it is paid."""
from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION lidao_lines_are_as_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a
             LEFT JOIN benefits_entitlement e ON e.id = a.entitlement_id AND e.division_code = a.division_code
             LEFT JOIN benefits_runline l ON l.run_id = a.run_id AND l.beneficiary = e.beneficiary AND l.scheme = e.scheme
               AND l.since = e.since AND l.until = e.until AND l.component = e.component
               AND l.due_fen - l.booked_fen = a.amount_fen{values}
             LEFT JOIN benefits_evidence v ON v.id = a.evidence_id AND v.run_id = l.run_id AND v.household_id = l.household_id
             WHERE v.id IS NULL) THEN
    RAISE EXCEPTION '应发明细与所发布核算批次的明细不符。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_says_what_was_approved';
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("benefits", "0017_guards_hold")]
    operations = [migrations.RunSQL(FUNCTION.replace("{values}", " AND l.value_ids = a.value_ids"), FUNCTION.replace("{values}", ""))]
