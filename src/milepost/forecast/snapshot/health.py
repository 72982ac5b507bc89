"""How sound a plan is as a schedule."""

from __future__ import annotations

from datetime import date

import numpy as np

from milepost import engine
from milepost.forecast.rules import minute
from milepost.forecast.rules.health import HealthCheck, HealthReport
from milepost.forecast.snapshot.concluding import prepare
from milepost.forecast.snapshot.planning import working
from milepost.forecast.snapshot.speaking import refusal, spoken
from milepost.forecast.snapshot.value import compared
from milepost.plans.draft import Draft


def health(draft: Draft, *, as_of: date) -> HealthReport:
    """The report of `draft` on the day `as_of`. Raises Refusal where it has no dates.

    The baseline compared with is the one frozen here last, else the file's first.
    """
    prepared = prepare(draft, as_of=as_of)
    try:
        found = engine.health(engine.scheduled(prepared.network), baseline_finish=_baseline(draft), loads=_loads(draft))
    except engine.Impossible as impossible:
        raise refusal(impossible, draft) from impossible
    return HealthReport(as_of, tuple(_check(check, draft) for check in found.checks))


def _baseline(draft: Draft) -> engine.Ints:
    finish = {each.task: minute(each.finish) for each in compared(draft) if each.finish}
    return np.array([finish.get(task.uid, engine.NONE) for task in draft.tasks], np.int64)


def _loads(draft: Draft) -> engine.Loads:
    people = working(draft)
    return engine.Loads(
        person=np.array([each.resource for each in people], np.int64),
        units=np.array([each.units for each in people], np.int64),
        capacity={resource.uid: resource.units for resource in draft.resources},
    )


def _check(check: engine.Check, draft: Draft) -> HealthCheck:
    return HealthCheck(
        code=check.code,
        title=spoken(check.title, draft),
        passed=check.passed,
        share=check.share,
        threshold=check.threshold,
        at_least=check.at_least,
        found=check.found,
        total=check.total,
        uids=tuple(draft.tasks[row].uid for row in check.rows),
        sentence=spoken(check.saying, draft),
        source=check.source,
    )
