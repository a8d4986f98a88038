"""What was learnt later of a receiver is only added to, in the place of its wrong payment."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("benefits", "0023_receiver_notes")]
    operations = [rls.secure("benefits_receivernote"), rls.append_only("benefits_receivernote")]
