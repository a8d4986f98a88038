"""Scope on every table of people, facts that are never edited, periods that do not overlap, and one question across counties."""
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

from accounts import rls

FACTS = (
    "membership", "householdstatus", "death", "hukou", "residence", "disability", "complication", "schooling", "admission", "exam", "pension",
    "villagepost", "certificate", "account", "marriage", "parentage", "statement", "income", "housing", "medicalcost",
)  # fmt: skip
OTHERS = ("household", "householdevent", "person", "personevent", "accountevent", "draft", "importbatch", "importfamily", "importrow")

# One value at a time: a person has one hukou, one disability grade, one home, one usable account.
EXCLUSIVE = {
    "hukou": ("person", "person_has_one_hukou_at_a_time"),
    "residence": ("person", "person_lives_in_one_place_at_a_time"),
    "disability": ("person", "person_has_one_disability_grade_at_a_time"),
    "complication": ("person", "person_has_one_complication_grade_at_a_time"),
    "schooling": ("person", "person_is_in_one_school_stage_at_a_time"),
    "pension": ("person", "person_has_one_pension_at_a_time"),
    "medicalcost": ("person", "person_has_one_medical_cost_a_year"),
    "account": ("person", "person_has_one_account_at_a_time"),
    "income": ("household", "household_has_one_income_a_year"),
    "housing": ("household", "household_is_housed_one_way_at_a_time"),
}
OF_A_YEAR = {"income": "income_is_of_a_calendar_year", "medicalcost": "medical_cost_is_of_a_calendar_year"}


def tables(names):
    return [f"households_{name}" for name in names]


def excluding(table, subject, name):
    return migrations.RunSQL(
        f"ALTER TABLE households_{table} ADD CONSTRAINT {name} "
        f"EXCLUDE USING gist ({subject}_id WITH =, daterange(since, until) WITH &&) WHERE (withdrawn_at IS NULL);"
    )


def of_a_year(table, name):
    return migrations.RunSQL(
        f"ALTER TABLE households_{table} ADD CONSTRAINT {name} "
        "CHECK (extract(doy FROM since) = 1 AND until IS NOT NULL AND until = (since + interval '1 year')::date);"
    )


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial"), ("accounts", "0002_division_codes_and_append_only"), ("audits", "0002_append_only")]
    operations = [
        BtreeGistExtension(),
        rls.script(__file__),
        rls.secure(*tables(FACTS + OTHERS)),
        rls.frozen(*tables(FACTS)),
        *[excluding(table, subject, name) for table, (subject, name) in EXCLUSIVE.items()],
        *[of_a_year(table, name) for table, name in OF_A_YEAR.items()],
    ]
