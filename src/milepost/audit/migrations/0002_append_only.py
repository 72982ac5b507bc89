from django.db import migrations

from milepost.audit.migrations import _append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [_append_only.guarding(_append_only.LEDGER)]
