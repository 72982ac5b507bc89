"""A draft compiled for the engine, and the conclusion drawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from milepost import engine
from milepost.engine import reasons
from milepost.forecast.rules import NOBODY, Columns, Conclusion, Ints, Warn, moment
from milepost.forecast.snapshot.calendars import open_minutes, project_time, working_days
from milepost.forecast.snapshot.numbers import Tables
from milepost.forecast.snapshot.planning import planned
from milepost.forecast.snapshot.speaking import refusal, spoken, warn
from milepost.plans.draft import Draft


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A draft compiled for the engine, to be concluded as it stands or with changed durations."""

    draft: Draft
    as_of: date
    network: engine.Network
    warnings: tuple[Warn, ...]

    def conclude(self, minutes: Mapping[int, int] | None = None) -> Conclusion:
        """The conclusion; `minutes` are other durations by uid, for a preview. Raises Refusal where there are no dates."""
        network = self.network
        if minutes:
            column = network.plan.tasks.minutes.copy()
            rows = {task.uid: row for row, task in enumerate(self.draft.tasks)}
            for uid, changed in minutes.items():
                column[rows[uid]] = changed
            network = engine.with_minutes(network, column)
        try:
            schedule = engine.scheduled(network)
        except engine.Impossible as impossible:
            raise refusal(impossible, self.draft) from impossible
        return _conclusion(self, schedule)


def conclude(draft: Draft, *, as_of: date, known: Tables | None = None) -> Conclusion:
    """What the engine concludes from `draft` on the day `as_of`.

    Work not yet done is scheduled from the first working minute of that day on. Raises Refusal where the plan has no dates: a
    circle, a calendar without working time, a date beyond the horizon; the refusal names the tasks and `details["uids"]` lists
    them. `known` are the tables of just this draft, where they are at hand.
    """
    return prepare(draft, as_of=as_of, known=known).conclude()


def prepare(draft: Draft, *, as_of: date, known: Tables | None = None) -> Prepared:
    """Compile `draft` once. Raises Refusal like `conclude`."""
    try:
        plan, warnings = planned(draft, as_of, known)
        network = engine.compiled(plan)
    except engine.Impossible as impossible:
        raise refusal(impossible, draft) from impossible
    return Prepared(draft, as_of, network, tuple(warnings))


def _conclusion(prepared: Prepared, schedule: engine.Schedule) -> Conclusion:
    draft, as_of = prepared.draft, prepared.as_of
    uids = schedule.network.plan.tasks.id
    columns = Columns(
        uid=uids,
        start=schedule.start,
        finish=schedule.finish,
        early_start=schedule.early_start,
        early_finish=schedule.early_finish,
        late_start=schedule.late_start,
        late_finish=schedule.late_finish,
        total_float_minutes=schedule.total_float,
        free_float_minutes=schedule.free_float,
        remaining_minutes=schedule.remaining,
        critical=schedule.critical,
        summary=schedule.network.summary,
        driver=_uids(uids, schedule.driver),
    )
    rows = {uid: row for row, uid in enumerate(uids.tolist())}
    project = project_time(draft)
    return Conclusion(
        as_of=as_of,
        start=moment(schedule.begin),
        finish=moment(schedule.end),
        columns=columns,
        critical_path=tuple(int(uids[row]) for row in schedule.critical_path),
        warnings=prepared.warnings + tuple(warn(notice, draft) for notice in schedule.notices),
        open_minutes={None: open_minutes(project, as_of), **{c.uid: open_minutes(c.time, as_of) for c in draft.calendars}},
        reason=lambda uid: spoken(reasons.why(schedule, rows[uid]), draft),
        rows=rows,
        days=lambda first, last: working_days(project, first, last),
    )


def _uids(uids: Ints, rows: Ints) -> Ints:
    return np.where(rows == engine.NOBODY, NOBODY, uids[rows]) if len(uids) else rows
