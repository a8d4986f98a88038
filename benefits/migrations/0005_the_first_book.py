"""The first book says what was signed, is written by nothing else but publishing and openings, and no amount is due without a document that states it."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    replaces = [("benefits", "0007_lines_of_people_who_moved"), ("benefits", "0018_the_book_rests_on_signed_values")]
    dependencies = [("benefits", "0004_runs")]
    operations = [rls.script(__file__)]
