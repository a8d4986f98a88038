"""A document that one county's officials recorded proves a reported figure in that county alone."""
from django.db import migrations

FUNCTION = """
DROP FUNCTION lidao_values_are_proven(bigint[], text);
CREATE FUNCTION lidao_values_are_proven(ids bigint[], {place} text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT FROM unnest(ids) AS i(id) LEFT JOIN benefits_policyvalue v ON v.id = i.id
    WHERE v.id IS NULL OR v.quality = 'reported' AND NOT EXISTS (
      SELECT FROM benefits_policyconfirmation c
      WHERE c.value_id = v.id AND c.state = 'in_force' AND left(c.county, 6) IN ('', left({place}, 6))))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("benefits", "0014_evidence")]
    operations = [migrations.RunSQL(FUNCTION.replace("{place}", "in_place"), FUNCTION.replace("{place}", "county"))]
