"""Scope on every table of people, facts that are never edited, periods that do not overlap, and one question across counties."""
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

from accounts import rls

FACTS = (
    "membership", "householdstatus", "death", "hukou", "residence", "disability", "complication", "schooling", "admission", "pension",
    "villagepost", "certificate", "account", "marriage", "parentage", "statement",
)  # fmt: skip
OTHERS = ("household", "householdevent", "person", "personevent", "accountevent", "draft")

FACT_IS_FROZEN = """
CREATE FUNCTION lidao_fact_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['withdrawn_at', 'withdrawn_by_id', 'withdrawn_why', 'division_code'];
BEGIN
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
    RAISE EXCEPTION '% 的记录不改写：请撤回原记录并另记一条。', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = 'facts_are_never_edited';
  END IF;
  RETURN NEW;
END $$;
"""

# One value at a time: a person has one hukou, one disability grade, one home, one usable account.
EXCLUSIVE = {
    "hukou": "person_has_one_hukou_at_a_time",
    "residence": "person_lives_in_one_place_at_a_time",
    "disability": "person_has_one_disability_grade_at_a_time",
    "complication": "person_has_one_complication_grade_at_a_time",
    "schooling": "person_is_in_one_school_stage_at_a_time",
    "account": "person_has_one_account_at_a_time",
}

# The only question one county may ask of the others: yes or no, nothing else. Owned by the role that sees all rows.
KNOWN_ELSEWHERE = """
CREATE FUNCTION known_elsewhere(number bytea, county text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM households_person p WHERE p.number_hash = number AND p.county_code <> county)
$$;
REVOKE ALL ON FUNCTION known_elsewhere(bytea, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION known_elsewhere(bytea, text) TO lidao_web;
ALTER FUNCTION known_elsewhere(bytea, text) OWNER TO lidao_load;
"""


def excluding(table, name, where=""):
    return migrations.RunSQL(
        f"ALTER TABLE households_{table} ADD CONSTRAINT {name} EXCLUDE USING gist "
        f"(person_id WITH =, daterange(since, until) WITH &&) WHERE (withdrawn_at IS NULL{where});",
        f"ALTER TABLE households_{table} DROP CONSTRAINT {name};",
    )


def frozen(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER fact_is_frozen BEFORE UPDATE ON households_{table} FOR EACH ROW EXECUTE FUNCTION lidao_fact_is_frozen();"
        f"REVOKE DELETE ON households_{table} FROM lidao_web;",
        f"DROP TRIGGER fact_is_frozen ON households_{table}; GRANT DELETE ON households_{table} TO lidao_web;",
    )


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial"), ("audits", "0002_append_only")]
    operations = [
        BtreeGistExtension(),
        migrations.RunSQL("CREATE SEQUENCE lidao_revision;", "DROP SEQUENCE lidao_revision;"),
        migrations.RunSQL(FACT_IS_FROZEN, "DROP FUNCTION lidao_fact_is_frozen();"),
        *[rls.secure(f"households_{table}") for table in (*FACTS, *OTHERS)],
        *[frozen(table) for table in FACTS],
        *[excluding(table, name) for table, name in EXCLUSIVE.items()],
        excluding("membership", "person_has_one_home_at_a_time", " AND home"),
        migrations.RunSQL(
            "ALTER TABLE households_death ADD CONSTRAINT person_dies_once EXCLUDE (person_id WITH =) WHERE (withdrawn_at IS NULL);",
            "ALTER TABLE households_death DROP CONSTRAINT person_dies_once;",
        ),
        migrations.RunSQL(KNOWN_ELSEWHERE, "SET ROLE lidao_load; DROP FUNCTION known_elsewhere(bytea, text); RESET ROLE;"),
    ]
