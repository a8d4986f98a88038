"""Scope on projects; they move along their states, keep what the other office was asked about, and grant no more than they received.

`lidao_refuse` is asked when a guard refuses, and is there once the guards of benefits are.
"""
from django.db import migrations

from accounts import rls

TABLES = ("project", "projectsource", "projectpaper", "projectapplication", "projectranking", "projectgrant")


class Migration(migrations.Migration):
    dependencies = [("poverty", "0007_projects"), ("households", "0002_scope_and_history")]
    operations = [
        rls.secure(*[f"poverty_{table}" for table in TABLES]),
        rls.append_only("poverty_projectpaper"),
        rls.script(__file__),
    ]
