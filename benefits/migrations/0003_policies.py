"""A value of the files or of an official is never rewritten, is confirmed by another official after a fresh simulation, and is paid on only when a document proves it."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [
        ("benefits", "0006_citations_put_right"),
        ("benefits", "0011_policy_gate_guards"),
        ("benefits", "0015_confirmations_of_a_county"),
        ("benefits", "0021_documents_of_a_county"),
    ]
    dependencies = [("benefits", "0002_scope"), ("poverty", "0004_years_scope_and_guards")]
    operations = [rls.script(__file__)]
