from django.db import migrations

from milepost.audit.migrations._append_only import guarding
from milepost.plans.migrations import _append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only"), ("plans", "0005_templates")]
    operations = [guarding(_append_only.PROGRESS, _append_only.PROMISED)]
