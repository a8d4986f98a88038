"""Events carry their transaction id; journal, blocks, seals and downloads only grow; rows of a place are seen inside its scope."""
from django.db import migrations

from accounts import rls


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial"), ("accounts", "0002_division_codes_and_append_only")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE audits_event ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();",
            "ALTER TABLE audits_event DROP COLUMN xid;",
        ),
        rls.append_only("audits_event", "audits_block", "audits_sealedevent", "audits_seal", "audits_download"),
        rls.secure_reading("audits_event"),
        rls.secure("audits_seal", "audits_download", "audits_job"),
    ]
