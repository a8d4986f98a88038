"""Lines of a loan fund follow each other under its lock and never leave less than nothing; a loan that is approved is a line."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("poverty", "0011_loans"), ("households", "0002_scope_and_history")]
    operations = [
        rls.secure("poverty_loanfund", "poverty_loan", "poverty_loanline"),
        rls.append_only("poverty_loanline"),
        rls.script(__file__),
    ]
