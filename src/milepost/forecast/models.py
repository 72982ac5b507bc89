"""What the engine concluded, one row per project, replaced whole and never edited."""

from __future__ import annotations

from django.db import models


class Forecast(models.Model):
    """The dates of every task as compressed columns, stamped with the facts' `revision` and the day `as_of`.

    `refusal` stands where the engine could not conclude anything: the row then holds no dates and says why.
    """

    project = models.OneToOneField("plans.Project", on_delete=models.CASCADE, primary_key=True, related_name="+")
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+")
    revision = models.IntegerField()
    as_of = models.DateField()
    made_at = models.DateTimeField()
    start_minute = models.BigIntegerField(null=True)
    finish_minute = models.BigIntegerField(null=True)
    """Wall-clock minutes since 1970, as in the columns."""
    promised_on = models.DateField(null=True)
    standing_days = models.IntegerField(null=True)
    columns = models.BinaryField(null=True)
    reasons = models.BinaryField(null=True)
    """Why each task stands where it stands: compressed JSON, in the columns' order; read only where a reason is asked for."""
    critical_path = models.JSONField(default=list)
    open_minutes = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    refusal = models.JSONField(null=True)


KINDS = (("simulation", "simulation"), ("levelling", "levelling"), ("calm", "calm"), ("recovery", "recovery"), ("ripple", "ripple"))
STATES = ("waiting", "running", "done", "cancelled", "outrun", "refused", "failed")


class Run(models.Model):
    """How far the newest long run of a kind is: a note for whoever waits, no fact and no conclusion.

    A run that was cancelled for a state of the facts stays so until they change or somebody asks.
    """

    project = models.ForeignKey("plans.Project", on_delete=models.CASCADE, related_name="+", db_index=False)
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=KINDS)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default="waiting")
    percent = models.IntegerField(default=0)
    revision = models.IntegerField()
    as_of = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "kind"], name="one_run_per_kind")]


class Drawn(models.Model):
    """A conclusion of a project: one row, stamped, replaced whole. `refusal` stands where there was nothing to conclude."""

    project = models.OneToOneField("plans.Project", on_delete=models.CASCADE, primary_key=True, related_name="+")
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    revision = models.IntegerField()
    as_of = models.DateField()
    made_at = models.DateTimeField()
    content = models.JSONField(default=dict)
    refusal = models.JSONField(null=True)

    class Meta:
        abstract = True


class Simulation(Drawn):
    """The likely dates. `columns` holds the percentiles and criticality of every task; the rest of what is shown is `content`."""

    promised_on = models.DateField(null=True)
    p50_minute = models.BigIntegerField(null=True)
    p80_minute = models.BigIntegerField(null=True)
    chance = models.IntegerField(null=True)
    """Of keeping the promise, in 100."""
    columns = models.BinaryField(null=True)


class Levelled(Drawn):
    """The plan in which nobody is booked twice. `columns` holds start, finish and the shift of every task."""

    promised_on = models.DateField(null=True)
    finish_minute = models.BigIntegerField(null=True)
    standing_days = models.IntegerField(null=True)
    columns = models.BinaryField(null=True)


class Calm(Drawn):
    """The levelled plan that stays nearest to the one of the last working day: due dates are proposed from it.

    `columns` holds start, finish and latest finish of every task, `reasons` why each open one stands where it stands. `before` is the plan
    that it stays near to, as it was on the day `before_on`.
    """

    finish_minute = models.BigIntegerField(null=True)
    columns = models.BinaryField(null=True)
    reasons = models.BinaryField(null=True)
    before = models.BinaryField(null=True)
    before_on = models.DateField(null=True)


class Recovery(Drawn):
    """The ways to an earlier finish, as somebody asked for them last; they are in `content`."""

    promised_on = models.DateField(null=True)


class Ripple(Drawn):
    """What a project does to the others that need its people, as somebody asked for it last; it is in `content`."""


class Slip(Drawn):
    """What moved the finish since the end of the day `since_on`; no `content` where there is no such day to compare with."""

    since_on = models.DateField(null=True)


class KeptSlip(models.Model):
    """What moved the finish since the end of the day `since_on`, as it was last worked out, on the day `as_of`: one line of the ledger.

    Replaced only until the next working day is over: then the next line begins where this one ends. `parts` as in `Slip.content`.
    """

    project = models.ForeignKey("plans.Project", on_delete=models.CASCADE, related_name="+", db_index=False)
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    since_on = models.DateField()
    as_of = models.DateField()
    revision = models.IntegerField()
    before_on = models.DateField()
    finish_on = models.DateField()
    minutes = models.IntegerField()
    parts = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "since_on"], name="one_slip_a_day")]


class KeptFacts(models.Model):
    """The facts as they last stood on a day: a compressed draft, so that tomorrow can say what changed. Made only when they differ."""

    project = models.ForeignKey("plans.Project", on_delete=models.CASCADE, related_name="+", db_index=False)
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    revision = models.IntegerField()
    draft = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "on"], name="facts_once_a_day")]


class KeptMilestones(models.Model):
    """The day for which each milestone was forecast on the day `on`, by its uid; that of the whole project under an empty one.

    One row a day, replaced until the day is over: together they are the trend of the milestones.
    """

    project = models.ForeignKey("plans.Project", on_delete=models.CASCADE, related_name="+", db_index=False)
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    revision = models.IntegerField()
    finishes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "on"], name="milestones_once_a_day")]
