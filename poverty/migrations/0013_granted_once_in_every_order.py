"""A family and a village are raised once in whatever order it is recorded, and a township meets the guards as the county does.

A project is the county's and out of a township's sight, so a grant carries the year and the standard the guards ask for.
"""
from django.db import migrations, models

from accounts import rls

_YEAR, _STANDARD = {"help_text": "the project's, for guards that a township meets"}, {"help_text": "the project's own, likewise"}


class Migration(migrations.Migration):
    dependencies = [("poverty", "0012_loans_guards")]
    operations = [
        rls.DrawnOnce([
            migrations.AddField("projectgrant", "year", models.PositiveSmallIntegerField(null=True, **_YEAR)),
            migrations.AddField("projectgrant", "standard_fen", models.BigIntegerField(null=True, **_STANDARD)),
        ]),
        migrations.RunSQL(
            """
            ALTER TABLE poverty_project NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE poverty_projectgrant NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE poverty_projectgrant DISABLE TRIGGER USER;
            UPDATE poverty_projectgrant g SET year = p.year, standard_fen = p.standard_fen FROM poverty_project p WHERE p.id = g.project_id;
            ALTER TABLE poverty_projectgrant ENABLE TRIGGER USER;
            ALTER TABLE poverty_projectgrant FORCE ROW LEVEL SECURITY;
            ALTER TABLE poverty_project FORCE ROW LEVEL SECURITY;
            """
        ),
        migrations.AlterField("projectgrant", "year", models.PositiveSmallIntegerField(**_YEAR)),
        rls.script(__file__),
    ]
