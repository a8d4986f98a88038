"""A run may be about some families alone: those of whom something was learnt late. Which they are is never changed."""
import django.contrib.postgres.fields
from django.db import migrations, models

KEEPS_ITS_FAMILIES = """
CREATE FUNCTION lidao_a_run_keeps_its_families() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lidao_refuse('a_run_keeps_its_families', format('核算批次 %s 核算哪些户不能改动。', OLD.number));
  RETURN NULL;
END $$;
CREATE TRIGGER run_keeps_its_families BEFORE UPDATE ON benefits_run FOR EACH ROW
  WHEN (NEW.households IS DISTINCT FROM OLD.households) EXECUTE FUNCTION lidao_a_run_keeps_its_families();

CREATE FUNCTION lidao_a_run_speaks_of_its_families() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a JOIN benefits_run r ON r.id = a.run_id WHERE NOT a.household_id = ANY (r.households)) THEN
    PERFORM lidao_refuse('a_run_speaks_of_its_families', '核算批次只能写入它所核算的户。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER run_speaks_of_its_families AFTER INSERT ON benefits_runline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_a_run_speaks_of_its_families();
"""
BACK = "DROP FUNCTION lidao_a_run_keeps_its_families() CASCADE; DROP FUNCTION lidao_a_run_speaks_of_its_families() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("benefits", "0018_the_book_rests_on_signed_values")]
    operations = [
        migrations.AddField(
            model_name="run",
            name="households",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), help_text="the families it is about; null: all of the county", null=True, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(("households", None), ("households__len__gt", 0), _connector="OR"), name="a_run_about_families_names_them"
            ),
        ),
        migrations.RunSQL(KEEPS_ITS_FAMILIES, BACK),
    ]
