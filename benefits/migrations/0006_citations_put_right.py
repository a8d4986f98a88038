"""A document may be issued in a year only; what is said of it stands once a published run rested on it. Pages of a run's lines go by id."""
from django.db import migrations, models

CITATION_STANDS = """
DROP TRIGGER only_inserted ON benefits_citation;
GRANT UPDATE ON benefits_citation TO lidao_web, lidao_load;
CREATE FUNCTION lidao_citation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR EXISTS (SELECT FROM benefits_policyuse u JOIN benefits_policyvalue v ON v.id = u.value_id
                                 LEFT JOIN benefits_policyconfirmation c ON c.value_id = v.id
                                 WHERE OLD.id IN (v.citation_id, c.citation_id)) THEN
    RAISE EXCEPTION '依据 % 已被发布的核算批次采用，其登记不能改动；如有错误，请另立文号并接续标准。', OLD.number
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'used_citations_stay';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER citation_stands BEFORE UPDATE OR DELETE ON benefits_citation FOR EACH ROW EXECUTE FUNCTION lidao_citation_stands();
"""
UNDO = """
DROP FUNCTION lidao_citation_stands() CASCADE;
REVOKE UPDATE ON benefits_citation FROM lidao_web, lidao_load;
CREATE TRIGGER only_inserted BEFORE UPDATE OR DELETE ON benefits_citation FOR EACH STATEMENT EXECUTE FUNCTION lidao_only_inserted();
"""


class Migration(migrations.Migration):
    dependencies = [("benefits", "0005_payout_guards")]
    operations = [
        migrations.RemoveField("citation", "issued_on"),
        migrations.AddField(
            "citation",
            "issued",
            models.CharField(blank=True, default="", help_text="2012-08-13，或只知年份 2004，或未见", max_length=10, verbose_name="发文日期"),
        ),
        migrations.AddIndex("runline", models.Index(fields=["run", "id"], name="run_line_by_page")),
        migrations.RunSQL(CITATION_STANDS, UNDO),
    ]
