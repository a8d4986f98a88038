"""The rows of a month's list that is registered or discarded, ID numbers and all, may be forgotten; nothing else of it is ever changed."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("poverty", "0013_granted_once_in_every_order")]
    operations = [rls.script(__file__)]
