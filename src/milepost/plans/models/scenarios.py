"""What might be done to a plan, kept beside it: nothing here changes the plan until somebody adopts it."""

from __future__ import annotations

from django.db import models

from milepost.plans.models.columns import choices, person, whole
from milepost.plans.models.projects import Project
from milepost.plans.rules.scenarios import ScenarioState


class Scenario(models.Model):
    """A what-if of a project. Tasks that it adds are numbered from 1 on; `added` is the last number that was given."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project)
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=choices(ScenarioState), default=ScenarioState.OPEN.value)
    by = person()
    since_at = models.DateTimeField()
    added = models.IntegerField(default=0)
    version = models.IntegerField(default=1)


class ScenarioLine(models.Model):
    """Edits that were said together, and are adopted or left out together. `told` says what each does, as the ledger would."""

    workspace = whole("accounts.Workspace", db_index=False)
    project = whole(Project, db_index=False)
    scenario = whole(Scenario)
    edits = models.JSONField()
    told = models.JSONField()
