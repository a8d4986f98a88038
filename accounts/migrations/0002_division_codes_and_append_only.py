"""Divisions of the four counties, and the function behind every append-only table."""
import csv
from pathlib import Path

from django.db import migrations

from accounts.rls import ONLY_INSERTED

DIVISIONS = Path(__file__).resolve().parent.parent / "jurisdictions.csv"


def load(apps, schema_editor):
    model = apps.get_model("accounts", "Jurisdiction")
    with DIVISIONS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            model.objects.create(
                code=row["code"], name=row["name"], level=int(row["level"]), parent_id=row["parent"] or None, sample=row["sample"] == "1"
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [ONLY_INSERTED, migrations.RunPython(load, migrations.RunPython.noop)]
