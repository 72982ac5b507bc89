"""Plans of a workspace that others may begin as."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from milepost.plans.models.columns import person, whole


class Template(models.Model):
    """`sketch` is a `plans.sketch.Sketch` as JSON: without names of people, without dates."""

    workspace = whole("accounts.Workspace", db_index=False)
    name = models.CharField(max_length=300)
    sketch = models.JSONField()
    task_count = models.IntegerField()
    made_by = person()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("workspace", Lower("name"), name="one_template_per_name")]
