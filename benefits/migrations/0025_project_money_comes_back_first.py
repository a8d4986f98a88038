"""What a revoked grant was paid counts against its project until it is back, and no payout hands over more than stands approved."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0024_receiver_notes_are_only_added"), ("poverty", "0013_granted_once_in_every_order")]
    operations = [rls.script(__file__)]
