"""What follows from the dates: the likely ones, a levelled plan, what moved since the last working day, and the runs that draw them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from milepost.api.entry import Call
from milepost.api.shapes import Asked, Id, Made, Number, Text
from milepost.api.subject import Subject
from milepost.forecast import reads, writes
from milepost.plans.edits import Edited

outlooks = Subject("Outlooks")


Steps = Annotated[int, Query(ge=1, le=120, description="How many weeks, or days.")]
StepDays = Annotated[Literal[1, 7], Query(description="Days of a step: 7, beginning on Mondays, or 1.")]
Chosen = Annotated[list[Id], Field(max_length=20_000)] | None


class MovesAccepted(Asked):
    revision: Number
    """That of the proposal you read."""
    task_ids: Chosen
    """The tasks of its moves that you accept; null for all."""


class DelaysTakenBack(Asked):
    task_ids: Chosen
    """The tasks that wait no more; null for all."""


class MendAsked(Asked):
    check: Annotated[str, Field(max_length=40)]
    task_id: Id
    revision: Number
    """That of the report you read."""


class WayFollowed(Asked):
    number: Number
    """That of the way you read."""
    revision: Number
    """That of the answer you read."""


class WayTried(WayFollowed):
    name: Text
    """What the scenario shall be called."""


class RunAsked(Asked):
    kind: Literal["simulation", "levelling", "recovery", "ripple"]


@outlooks.get("/projects/{project_id}/outlook", gives=reads.Outlook | None)
def outlook(call: Call, project_id: Id) -> reads.Outlook | None:
    """The likely finish, how sure the promise is, and what drives it, as it is kept, with its age; null before the first."""
    return reads.outlook(call.actor, project_id, now=call.now)


@outlooks.get("/tasks/{task_id}/outlook", gives=reads.TaskOutlook | None)
def task_outlook(call: Call, task_id: Id) -> reads.TaskOutlook | None:
    """The likely finish of one task, and how often the whole finish hangs on it; null where it was not simulated yet."""
    return reads.task_outlook(call.actor, task_id, now=call.now)


@outlooks.get("/projects/{project_id}/levelling", gives=reads.Levelling | None)
def levelling(call: Call, project_id: Id) -> reads.Levelling | None:
    """The plan in which nobody has two things to do at once, as it is kept, with its age; null before the first."""
    return reads.levelled(call.actor, project_id, now=call.now)


@outlooks.get("/tasks/{task_id}/levelling", gives=reads.LevelledDates | None)
def levelled_dates(call: Call, task_id: Id) -> reads.LevelledDates | None:
    """Where the levelled plan puts one task, and what it waits for; null where there is none."""
    return reads.levelled_dates(call.actor, task_id, now=call.now)


@outlooks.get("/load", gives=reads.Load)
def load(call: Call, first: date | None = None, steps: Steps = 12, step_days: StepDays = 7) -> reads.Load:
    """What all projects ask of everybody you may know, against the time they have."""
    return reads.load(call.actor, first=first, steps=steps, step_days=step_days, now=call.now)


@outlooks.get("/projects/{project_id}/load", gives=reads.Load)
def project_load(call: Call, project_id: Id, first: date | None = None, steps: Steps = 12, step_days: StepDays = 7) -> reads.Load:
    """What this and all other projects ask of the team of one."""
    return reads.project_load(call.actor, project_id, first=first, steps=steps, step_days=step_days, now=call.now)


@outlooks.get("/projects/{project_id}/proposal", gives=reads.Proposal | None)
def proposal(call: Call, project_id: Id) -> reads.Proposal | None:
    """The moves that levelling proposes, and what they would do to the promises; null before it was drawn."""
    return reads.proposal(call.actor, project_id, now=call.now)


@outlooks.post("/projects/{project_id}/proposal/accept", gives=Edited)
def accept_levelling(call: Call, project_id: Id, asked: MovesAccepted) -> Edited:
    """Some or all of the proposed moves become delays: one change, one undo."""
    return writes.accept_levelling(call.actor, project_id, **asked.values(), now=call.now)


@outlooks.post("/projects/{project_id}/delays/take-back", gives=Edited)
def take_back_levelling(call: Call, project_id: Id, asked: DelaysTakenBack) -> Edited:
    """Tasks wait for nobody any more."""
    return writes.take_back_levelling(call.actor, project_id, **asked.values(), now=call.now)


@outlooks.get("/projects/{project_id}/health", gives=reads.Health)
def health(call: Call, project_id: Id) -> reads.Health:
    """How sound the schedule is by two public standards, check by check, with what would mend each finding."""
    return reads.health(call.actor, project_id, now=call.now)


@outlooks.post("/projects/{project_id}/health/mend", gives=Edited)
def mend(call: Call, project_id: Id, asked: MendAsked) -> Edited:
    """Does to one task what the report offered: one change, one undo."""
    return writes.mend(call.actor, project_id, **asked.values(), now=call.now)


@outlooks.get("/calibration", gives=reads.CalibrationReport)
def calibration(call: Call) -> reads.CalibrationReport:
    """How good the firm's estimates are, and how often what was said to be kept was kept."""
    return reads.calibration(call.actor)


@outlooks.get("/projects/{project_id}/value", gives=reads.EarnedValue | None)
def earned_value(call: Call, project_id: Id) -> reads.EarnedValue | None:
    """What the newest baseline had planned by now and what is done, day by day, with the indices; null before there is one."""
    return reads.earned_value(call.actor, project_id, now=call.now)


@outlooks.get("/projects/{project_id}/slip", gives=reads.Slip | None)
def slip(call: Call, project_id: Id) -> reads.Slip | None:
    """By how much the finish moved since the last working day, split over its causes; null where there is no day to compare with."""
    return reads.slip_since(call.actor, project_id, now=call.now)


@outlooks.get("/projects/{project_id}/slips", gives=reads.SlipLedger)
def slip_ledger(call: Call, project_id: Id, first: date | None = None, last: date | None = None) -> reads.SlipLedger:
    """What moved the finish, day by day and by cause, over any period."""
    return reads.slip_ledger(call.actor, project_id, first=first, last=last)


@outlooks.get("/projects/{project_id}/milestone-trend", gives=tuple[reads.MilestoneLine, ...])
def milestone_trend(call: Call, project_id: Id, first: date | None = None) -> tuple[reads.MilestoneLine, ...]:
    """For which day each milestone was forecast, day after day, and the whole project at the end."""
    return reads.milestone_trend(call.actor, project_id, first=first, now=call.now)


@outlooks.get("/projects/{project_id}/recovery", gives=reads.Recovery | None)
def recovery(call: Call, project_id: Id) -> reads.Recovery | None:
    """The ways to an earlier finish as somebody asked for them last, with what each wins, costs and disturbs; null before the first."""
    return reads.recovery(call.actor, project_id, now=call.now)


@outlooks.post("/projects/{project_id}/recovery/follow", gives=Edited)
def follow_way(call: Call, project_id: Id, asked: WayFollowed) -> Edited:
    """Makes the plan the one of which a way tells, where that is nothing but edits: one change, one undo."""
    return writes.follow_way(call.actor, project_id, **asked.values(), now=call.now)


@outlooks.post("/projects/{project_id}/recovery/try", gives=Made)
def try_way(call: Call, project_id: Id, asked: WayTried) -> Made:
    """Begins a scenario with a way, where that is nothing but edits. Nothing of the plan changes."""
    return Made(writes.try_way(call.actor, project_id, **asked.values(), now=call.now))


@outlooks.get("/projects/{project_id}/others", gives=reads.Ripple | None)
def others(call: Call, project_id: Id) -> reads.Ripple | None:
    """What the project does to the others that need its people, as it was asked for last; ask with a run of the kind `ripple`."""
    return reads.ripple(call.actor, project_id, now=call.now)


@outlooks.get("/projects/{project_id}/runs", gives=tuple[reads.Run, ...])
def runs(call: Call, project_id: Id) -> tuple[reads.Run, ...]:
    """The newest long run of each kind, and how far it is."""
    return reads.runs(call.actor, project_id)


@outlooks.post("/projects/{project_id}/runs")
def ask_run(call: Call, project_id: Id, asked: RunAsked) -> None:
    """Asks for a fresh run; the answer comes before it has begun."""
    writes.ask_run(call.actor, project_id, kind=asked.kind, now=call.now)


@outlooks.post("/projects/{project_id}/runs/cancel")
def cancel_run(call: Call, project_id: Id, asked: RunAsked) -> None:
    """Ends a run that waits or runs; what was drawn before stays."""
    writes.cancel_run(call.actor, project_id, kind=asked.kind, now=call.now)
