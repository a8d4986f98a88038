"""Whether paid values are proven is asked once for each set of values and county, not once for each line."""
from django.db import migrations

PROVEN = """
CREATE OR REPLACE FUNCTION lidao_only_proven_values_are_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unproven bigint;
BEGIN
  {guard}SELECT count(DISTINCT a.entitlement_id) INTO unproven FROM added a JOIN benefits_entitlementline l ON l.entitlement_id = a.entitlement_id
  WHERE NOT lidao_values_are_proven(l.value_ids, a.division_code);
  IF unproven > 0 THEN
    PERFORM lidao_refuse('only_proven_values_are_paid', format('有 %s 项应发额所依据的标准仅见于报道，请先补录确认文件，再发放。', unproven));
  END IF;
  RETURN NULL;
END $$;
"""
ALL_PROVEN = """IF NOT EXISTS (
      SELECT FROM (SELECT DISTINCT l.value_ids, left(a.division_code, 6) AS county FROM added a
                   JOIN benefits_entitlementline l ON l.entitlement_id = a.entitlement_id) s
      WHERE NOT lidao_values_are_proven(s.value_ids, s.county)) THEN
    RETURN NULL;
  END IF;
  """


class Migration(migrations.Migration):
    dependencies = [("benefits", "0015_confirmations_of_a_county")]
    operations = [migrations.RunSQL(PROVEN.replace("{guard}", ALL_PROVEN), PROVEN.replace("{guard}", ""))]
