"""A village's record changes what a simulation found; guards look at our tables, whatever a session calls its own."""
from django.db import migrations

# As before, and villages' yearly records that were confirmed or withdrawn.
SIMULATION_IS_STALE = """
CREATE OR REPLACE FUNCTION lidao_simulation_is_stale(simulation bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN s.finished_at IS NULL THEN 'unfinished'
    WHEN s.openings IS DISTINCT FROM coalesce((SELECT jsonb_object_agg(o.scheme, o.since) FROM benefits_opening o WHERE o.division_code = s.division_code), '{}')
      THEN 'ledgers'
    WHEN cardinality(s.schemes) = 0 THEN NULL
    WHEN (SELECT count(*) FILTER (WHERE h.revision > s.watermark) > 0 OR count(*) <> s.families FROM households_household h
          WHERE h.division_code >= s.division_code AND h.division_code < rpad((left(s.division_code, 6)::int + 1)::text, 12, '0')) THEN 'facts'
    {villages}WHEN EXISTS (SELECT FROM benefits_policyvalue v WHERE v.revision > s.watermark AND v.id <> s.value_id
                 AND (v.origin = 'file' OR v.confirmed_at IS NOT NULL)
                 AND (left(v.place, 6) = left(s.division_code, 6) OR v.place IN
                      ('000000000000', rpad(left(s.division_code, 2), 12, '0'), rpad(left(s.division_code, 4), 12, '0')))) THEN 'values'
  END
  FROM benefits_policysimulation s WHERE s.id = simulation
$$;
"""
VILLAGES = """WHEN EXISTS (SELECT FROM poverty_villageyear y WHERE y.revision > s.watermark AND y.confirmed_at IS NOT NULL
                 AND y.division_code >= s.division_code AND y.division_code < rpad((left(s.division_code, 6)::int + 1)::text, 12, '0')) THEN 'facts'
    """

# Without a path of its own a function reads the session's temporary tables first: a table named like ours would speak for it.
OUR_TABLES = """
DO $$
DECLARE guard regprocedure;
BEGIN
  FOR guard IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'lidao\\_%' AND p.proconfig IS {set} LOOP
    EXECUTE format('ALTER FUNCTION %s {path}', guard);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0016_proven_by_sets"),
        ("poverty", "0004_years_scope_and_guards"),
        ("households", "0009_grants_stated"),
        ("audits", "0002_append_only"),
    ]
    operations = [
        migrations.RunSQL(SIMULATION_IS_STALE.replace("{villages}", VILLAGES), SIMULATION_IS_STALE.replace("{villages}", "")),
        migrations.RunSQL(
            OUR_TABLES.replace("{set}", "NULL").replace("{path}", "SET search_path = public, pg_temp"), migrations.RunSQL.noop
        ),
    ]
