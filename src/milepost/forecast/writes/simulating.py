"""The simulation: which dates are likely, drawn in the worker and kept whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from milepost.forecast import models, reads
from milepost.forecast.reads.outlooks import in_hundred
from milepost.forecast.rules import minute
from milepost.forecast.rules.simulation import Finished, Simulation
from milepost.forecast.snapshot import simulation
from milepost.forecast.writes.runs import Underway, carry_out
from milepost.plans import reads as plans
from milepost.plans.draft import Draft

TRIALS, FEWEST_TRIALS, TASKS_TRIED = 10_000, 1_000, 20_000_000


def simulate(project_id: int, *, now: datetime, going_on: Callable[[], bool] = lambda: True) -> None:
    """Replaces the project's outlook by one of today's facts; nothing to do where it is fresh, cancelled or outrun."""
    carry_out(project_id, reads.SIMULATION, models.Simulation, _drawn, now=now, going_on=going_on)


def _drawn(facts: reads.Facts, run: Underway) -> dict[str, Any]:
    promises = plans.promised_by_uid(run.project_id)
    draft, past = facts.draft, tuple(Finished(**asdict(each)) for each in plans.done(run.project_id))
    drawn = simulation.simulate(
        draft,
        as_of=run.as_of,
        promises=promises,
        history=past,
        risks=_risks(run.project_id, draft),
        trials=_trials(draft),
        progress=run.tell,
    )
    return _columns(drawn)


def _risks(project_id: int, draft: Draft) -> list[simulation.Risk]:
    """What may happen; a task that is not in the draft that was read is left out of it."""
    uids = {task.uid for task in draft.tasks}
    return [
        simulation.Risk(each.id, each.name, each.percent / 100, tuple(task.uid for task in each.tasks if task.uid in uids), each.minutes)
        for each in plans.open_risks(project_id)
    ]


def _trials(draft: Draft) -> int:
    """Where calendars cross every trial is a whole pass, so large plans are tried less often; the error that is shown says so."""
    return TRIALS if len(draft.calendars) < 2 else max(FEWEST_TRIALS, min(TRIALS, TASKS_TRIED // max(1, len(draft.tasks))))


def _columns(drawn: Simulation) -> dict[str, Any]:
    whole = next((each for each in drawn.kept if each.uid is None), None)
    return {
        "promised_on": None if whole is None else whole.promised,
        "p50_minute": minute(drawn.p50),
        "p80_minute": minute(drawn.p80),
        "chance": None if whole is None else in_hundred(whole.share),
        "columns": drawn.spreads.packed(),
        "content": drawn.as_json(),
    }
