"""When the rules have changed since a scheme was last published, its next run covers the whole ledger: what changed is seen and signed once."""
from django.db import migrations

# Schemes of a county last published with other rules, each with what its ledger covers: from its first period to the end of what was published.
# A run about some families covers no ledger. The one definition the command asks and the approval is held to; runs stand at the county's own
# code, so whoever sees one sees all.
RULES_CHANGED = """
CREATE FUNCTION lidao_rules_changed(county text, of_schemes text[], rules text) RETURNS TABLE (scheme text, since date, until date)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT asked.scheme, o.since, booked.until
  FROM unnest(of_schemes) AS asked(scheme)
  CROSS JOIN LATERAL (
    SELECT b.rules_hash FROM benefits_run r LEFT JOIN benefits_basis b ON b.id = r.basis_id
    WHERE r.division_code = county AND r.state = 'published' AND r.households IS NULL AND r.schemes::text[] @> ARRAY[asked.scheme]
    ORDER BY r.published_revision DESC LIMIT 1) last
  CROSS JOIN LATERAL (
    SELECT max(r.until) AS until FROM benefits_run r
    WHERE r.division_code = county AND r.state = 'published' AND r.schemes::text[] @> ARRAY[asked.scheme]) booked
  JOIN benefits_opening o ON o.division_code = county AND o.scheme = asked.scheme
  WHERE last.rules_hash IS DISTINCT FROM rules
$$;
CREATE FUNCTION lidao_rule_change_is_covered() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM benefits_basis b CROSS JOIN LATERAL lidao_rules_changed(NEW.division_code, NEW.schemes::text[], b.rules_hash) c
             WHERE b.id = NEW.basis_id AND (c.since < NEW.since OR c.until > NEW.until OR NEW.households IS NOT NULL)) THEN
    PERFORM lidao_refuse('a_rule_change_covers_the_whole_ledger', format('规则已更新：核算批次 %s 须全县从首个账期算到已入账的最后一期。', NEW.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rule_change_is_covered BEFORE UPDATE ON benefits_run FOR EACH ROW
  WHEN (NEW.state = 'approved' AND OLD.state <> 'approved') EXECUTE FUNCTION lidao_rule_change_is_covered();
"""


class Migration(migrations.Migration):
    dependencies = [("benefits", "0019_runs_about_some_families")]
    operations = [
        migrations.RunSQL(RULES_CHANGED, "DROP FUNCTION lidao_rule_change_is_covered() CASCADE; DROP FUNCTION lidao_rules_changed(text, text[], text);"),
    ]
