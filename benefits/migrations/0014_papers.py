"""A paper is of what was signed, sealed once, and answered for on the page where anybody checks it."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("benefits", "0030_adjustment_papers_guards"), ("benefits", "0035_recovery_notice_guards")]
    dependencies = [("benefits", "0013_changes_and_hand_overs")]
    operations = [rls.script(__file__)]
