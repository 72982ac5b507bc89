"""A page asks the database as often for ten thousand tasks as for ten."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.forecast import writes as forecasts
from milepost.plans import reads as plans
from milepost.plans.draft import Assignment, BaselineDates, Draft, Link, Resource, Task
from tests.cast import NOW, Cast
from tests.doors.trust.addresses import Address
from tests.doors.trust.knocking import Callers, ids
from tests.doors.trust.table import rows, table
from tests.doors.trust.test_table import of

MOST = 15
FOUR_IN_ONE = {"/projects/{project_id}/report/": 1.5}
"""A document that holds what four pages hold may ask for half as much again."""
TOLERATED = 2


def large(size: int) -> Draft:
    """Packages of ten tasks in a row, every third of them assigned and every one frozen."""
    start = datetime(2026, 3, 2, 9, 0)
    tasks = [Task(1, "All", summary=True), *(Task(uid, f"Task {uid}", level=2, duration_minutes=480) for uid in range(2, size + 2))]
    uids = range(2, size + 2)
    return Draft(
        name=f"Plan of {size}",
        start=start,
        tasks=tuple(tasks),
        links=tuple(Link(uid, uid + 1) for uid in uids if uid % 10 and uid + 1 in uids),
        resources=(Resource(1, "Mona"), Resource(2, "Otto")),
        assignments=tuple(Assignment(uid, task=uid, resource=1 + uid % 2, work_minutes=480) for uid in uids if uid % 3 == 0),
        baselines=tuple(BaselineDates(0, uid, start, start, 480, 480) for uid in uids),
    )


def pages() -> list[Address]:
    """Every address that an owner may look at."""
    return [address for (method, template), address in rows() if method == "GET" and table()[method, template][of("owner")] == "+"]


@time_machine.travel(NOW)
def counts(cast: Cast, size: int) -> dict[str, int]:
    """Queries per page of a firm whose project has so many tasks; the second visit counts, as somebody at work."""
    owner = cast.north.owner.actor
    project = forecasts.import_plan(owner, large(size), file_name="large.xml", now=NOW).project_id
    forecasts.conclude(project, now=NOW)
    here = {**ids(cast.north), "project_id": project, "task_id": plans.tasks(owner, project, limit=2).tasks[1].id}
    callers, counted = Callers(cast), {}
    for address in pages():
        callers.knock("owner", "GET", address.at(here))
        with CaptureQueriesContext(connection) as queries:
            assert callers.knock("owner", "GET", address.at(here)).status_code < 500, address.template
        counted[address.template] = len(queries)
    return counted


def check(few: dict[str, int], many: dict[str, int]) -> None:
    assert {page: (few[page], many[page]) for page in few if abs(few[page] - many[page]) > TOLERATED} == {}
    assert {page: count for page, count in many.items() if count > MOST * FOUR_IN_ONE.get(page, 1)} == {}


def test_a_thousand_tasks_cost_as_many_queries_as_ten(cast: Cast) -> None:
    check(counts(cast, 10), counts(cast, 1000))


@pytest.mark.slow
def test_ten_thousand_tasks_cost_as_many_queries_as_ten(cast: Cast) -> None:
    check(counts(cast, 10), counts(cast, 10_000))
