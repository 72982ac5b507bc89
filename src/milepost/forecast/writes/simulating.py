"""The simulation: which dates are likely, drawn in the worker and kept whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from milepost.forecast import models, reads
from milepost.forecast.reads.outlooks import in_hundred
from milepost.forecast.rules import minute
from milepost.forecast.rules.simulation import Finished, Simulation
from milepost.forecast.snapshot import simulation, together
from milepost.forecast.writes.runs import Ended, Underway, begin, carry_out, facts_of, keep
from milepost.plans import reads as plans
from milepost.plans.draft import Draft

TRIALS, FEWEST_TRIALS, TASKS_TRIED = 10_000, 1_000, 20_000_000
Spread = Callable[[Callable[[together.Batch], together.Drawn], Iterable[together.Batch]], Iterator[together.Drawn]]
"""Has the first applied to each of the second, in any order, and gives back what came of it."""


def simulate(project_id: int, *, now: datetime, going_on: Callable[[], bool] = lambda: True) -> None:
    """Replaces the project's outlook by one of today's facts; nothing to do where it is fresh, cancelled or outrun."""
    carry_out(project_id, reads.SIMULATION, models.Simulation, _drawn, now=now, going_on=going_on)


def simulate_together(
    project_ids: Sequence[int], *, now: datetime, spread: Spread = together.one_by_one, going_on: Callable[[], bool] = lambda: True
) -> None:
    """The same for many projects at once, in batches of `together.BATCH` that `spread` has worked out wherever there are processors.

    Each project is kept as soon as it is drawn, and ends on its own: cancelled, outrun or refused. What was not drawn when
    `spread` gave up waits for the next time.
    """
    begun: dict[int, Underway] = {}
    state = "failed"
    try:
        for drawn in spread(together.simulated, _batches(project_ids, begun, now, going_on)):
            for project_id, found in drawn:
                values = found if isinstance(found, dict) else {"refusal": None, **_columns(found)}
                keep(begun.pop(project_id), models.Simulation, values, now=now)
        state = "waiting"
    finally:
        for run in begun.values():
            run.note(state=state, changed_at=now)


def _batches(
    project_ids: Sequence[int], begun: dict[int, Underway], now: datetime, going_on: Callable[[], bool]
) -> Iterator[together.Batch]:
    """What is to be drawn, read only when it is asked for; the runs that began are noted in `begun`."""
    for first in range(0, len(project_ids), together.BATCH):
        batch = []
        for project_id in project_ids[first : first + together.BATCH]:
            run = begin(project_id, reads.SIMULATION, now=now, going_on=going_on)
            if run is not None:
                begun[project_id] = run
                try:
                    batch.append(_case(facts_of(run), run))
                except Ended as ended:
                    begun.pop(project_id).note(state=ended.state, changed_at=now)
        if batch:
            yield tuple(batch)


def _drawn(facts: reads.Facts, run: Underway) -> dict[str, Any]:
    return _columns(_case(facts, run).simulated(progress=run.tell))


def _case(facts: reads.Facts, run: Underway) -> together.Case:
    return together.Case(
        run.project_id,
        facts.draft,
        run.as_of,
        plans.promised_by_uid(run.project_id),
        tuple(Finished(**asdict(each)) for each in plans.done(run.project_id)),
        _risks(run.project_id, facts.draft),
        _trials(facts.draft),
    )


def _risks(project_id: int, draft: Draft) -> tuple[simulation.Risk, ...]:
    """What may happen; a task that is not in the draft that was read is left out of it."""
    uids = {task.uid for task in draft.tasks}
    return tuple(
        simulation.Risk(each.id, each.name, each.percent / 100, tuple(task.uid for task in each.tasks if task.uid in uids), each.minutes)
        for each in plans.open_risks(project_id)
    )


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
