"""A document that an official registers under its 文号 is known in the county alone; those of the policy files hold everywhere."""
from django.db import migrations, models
from django.db.models import Q

CITED_AT_HOME = """
CREATE FUNCTION lidao_document_is_cited_at_home() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  place text := CASE TG_TABLE_NAME WHEN 'benefits_policyvalue' THEN to_jsonb(NEW) ->> 'place' ELSE to_jsonb(NEW) ->> 'county' END;
BEGIN
  IF NOT EXISTS (SELECT FROM benefits_citation c WHERE c.id = NEW.citation_id AND c.county IN ('', place)) THEN
    PERFORM lidao_refuse('a_document_is_cited_where_it_is_registered', '别的县登记的文件，本县不能引用；请在本县登记文号。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER document_is_cited_at_home BEFORE INSERT OR UPDATE ON benefits_policyvalue
  FOR EACH ROW EXECUTE FUNCTION lidao_document_is_cited_at_home();
CREATE TRIGGER document_is_cited_at_home BEFORE INSERT OR UPDATE ON benefits_policyconfirmation
  FOR EACH ROW EXECUTE FUNCTION lidao_document_is_cited_at_home();
"""
UNDO = "DROP FUNCTION lidao_document_is_cited_at_home() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("benefits", "0020_rule_changes_cover_the_ledger")]
    operations = [
        migrations.AlterField("citation", "number", models.CharField(max_length=120, verbose_name="文号")),
        migrations.AddField(
            "citation",
            "county",
            models.CharField(blank=True, db_collation="C", default="", help_text="empty: of the policy files", max_length=12),
        ),
        migrations.AddConstraint("citation", models.UniqueConstraint(fields=["number", "county"], name="a_document_is_registered_once")),
        migrations.AddConstraint(
            "citation",
            models.CheckConstraint(condition=Q(county="") | Q(county__endswith="000000"), name="document_is_registered_by_a_county"),
        ),
        migrations.RunSQL(CITED_AT_HOME, UNDO),
    ]
