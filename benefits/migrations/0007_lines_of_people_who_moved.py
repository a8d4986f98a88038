"""A key keeps the family it was first owed through; a later line for it may come from the family its person lives in now."""
from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION lidao_lines_are_as_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added a
             LEFT JOIN benefits_entitlement e ON e.id = a.entitlement_id AND e.division_code = a.division_code
             LEFT JOIN benefits_runline l ON l.run_id = a.run_id AND l.beneficiary = e.beneficiary AND l.scheme = e.scheme
               AND l.since = e.since AND l.until = e.until AND l.component = e.component
               AND l.due_fen - l.booked_fen = a.amount_fen
             WHERE l.id IS NULL) THEN
    RAISE EXCEPTION '应发明细与所发布核算批次的明细不符。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_says_what_was_approved';
  END IF;
  RETURN NULL;
END $$;
"""
BEFORE = FUNCTION.replace("AND l.component = e.component\n", "AND l.component = e.component AND l.household_id = e.household_id\n")


class Migration(migrations.Migration):
    dependencies = [("benefits", "0006_citations_put_right")]
    operations = [migrations.RunSQL(FUNCTION, BEFORE)]
