from django.db import migrations

from milepost.audit.migrations import _append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(_append_only.put_up, _append_only.take_down)]
