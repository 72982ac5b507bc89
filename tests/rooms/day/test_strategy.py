"""Whether the projects that serve an objective of the firm are likely done by its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.day import reads
from milepost.forecast import writes as forecasting
from milepost.kernel.refusal import NotAllowed
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm


def aim(firm: Firm, by_on: date | None, *projects: int) -> reads.Aim:
    said = planning.add_strategic_objective(firm.manager.actor, name="Half the paper", by_on=by_on, project_ids=projects, now=NOW)
    return next(each for each in reads.strategy(firm.manager.actor, now=NOW).aims if each.objective.id == said)


def finish(firm: Firm) -> date:
    forecasting.conclude(firm.project_id, now=NOW)
    on = reads.standing(firm.manager.actor, firm.project_id, now=NOW).finish_on
    assert on is not None
    return on


def test_it_is_kept_until_the_last_of_its_projects_is_likely_later(cast: Cast) -> None:
    firm = cast.north
    on = finish(firm)
    for by_on, state in ((on, "kept"), (on - timedelta(days=1), "late"), (None, "open")):
        found = aim(firm, by_on, firm.project_id)
        assert (found.state, found.likely_on) == (state, on)
        assert [one.project_id for one in found.standings] == [firm.project_id]


def test_the_likely_day_counts_where_it_is_known(cast: Cast) -> None:
    firm = cast.north
    on = finish(firm)
    forecasting.simulate(firm.project_id, now=NOW)
    likely = reads.standing(firm.manager.actor, firm.project_id, now=NOW).p80_on
    assert likely is not None
    assert likely > on
    assert aim(firm, on, firm.project_id).state == "late"
    assert aim(firm, likely, firm.project_id).state == "kept"


def test_a_project_without_dates_leaves_it_open_and_none_leaves_it_unserved(cast: Cast) -> None:
    firm = cast.north
    finish(firm)
    empty = planning.add_project(firm.manager.actor, name="Later", start_on=NOW.date(), now=NOW)
    assert aim(firm, date(2027, 1, 1), firm.project_id, empty).state == "open"
    assert aim(firm, date(2027, 1, 1)).state == "unserved"


def test_projects_that_serve_none_are_named(cast: Cast) -> None:
    firm = cast.north
    alone = planning.add_project(firm.manager.actor, name="Alone", start_on=NOW.date(), now=NOW)
    found = reads.strategy(firm.manager.actor, now=NOW)
    assert [one.project_id for one in found.unbound] == [alone]


def test_many_of_them_cost_the_same_queries_as_one(cast: Cast) -> None:
    firm = cast.north
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            reads.strategy(firm.manager.actor, now=NOW)
        counts.append(len(queries))
        for number in range(5):
            project = planning.add_project(firm.manager.actor, name=f"P{number}", start_on=NOW.date(), now=NOW)
            aim(firm, None, project)
    assert counts[0] == counts[1]


def test_only_those_who_manage_see_it(cast: Cast) -> None:
    for person in (cast.north.member, cast.north.client):
        with pytest.raises(NotAllowed):
            reads.strategy(person.actor, now=NOW)
