"""What a project does to the others is what would come of it: foretold without touching anything, true when it is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.forecast import models, reads, writes
from milepost.forecast.rules import last_day
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.people import writes as team
from milepost.plans import writes as planning
from milepost.plans.draft import Constraint
from milepost.plans.edits import Set
from tests.cast import NOW, Cast, Firm
from tests.rooms.forecast.test_conclude import impossible

HOME = {"zone": "Europe/Berlin", "country": "DE", "region": "BE", "now": NOW}
PROMISED = date(2026, 3, 20)


class Two:
    """Two projects that need the same person for a week each: Pier goes first, Shed gives way to it and was promised for the 20th."""

    def __init__(self, firm: Firm) -> None:
        self.boss = firm.manager.actor
        ann = team.add_person(self.boss, name="Ann", **HOME)  # type: ignore[arg-type]
        self.pier, self.piles = self._project("Pier", ann.id)
        self.shed, self.roof = self._project("Shed", ann.id)
        self.rank(self.pier, 900)
        planning.promise_date(self.boss, self.shed, on=PROMISED, now=NOW)

    def _project(self, name: str, person: int) -> tuple[int, int]:
        project = planning.add_project(self.boss, name=name, start_on=NOW.date(), now=NOW)
        task = planning.add_task(self.boss, project, name=f"Work on {name}", duration_minutes=5 * 480, now=NOW)
        place = planning.add_to_team(self.boss, project, person_id=person, now=NOW)
        planning.assign(self.boss, task, resource_id=place, now=NOW)
        return project, task

    def rank(self, project: int, priority: int) -> None:
        planning.rank_project(self.boss, project, programme="", priority=priority, version=1, now=NOW)

    def asked(self) -> reads.Ripple:
        writes.ask_run(self.boss, self.pier, kind="ripple", now=NOW)
        writes.ripple(self.pier, now=NOW)
        found = reads.ripple(self.boss, self.pier, now=NOW)
        assert found is not None
        return found

    def levelled_end(self, project: int) -> date:
        writes.level(project, now=NOW)
        found = models.Levelled.objects.get(pk=project).finish_minute
        assert found is not None
        return last_day(datetime(1970, 1, 1) + timedelta(minutes=found))


@pytest.fixture
def two(cast: Cast) -> Two:
    return Two(cast.north)


def ends(found: reads.Ripple) -> dict[int | None, date]:
    (other,) = found.others
    return {case.weeks: case.finish_on for case in other.cases}


def test_who_gives_way_waits_for_as_long_as_it_takes(two: Two) -> None:
    """Monday 2 March: the pier has Ann in the first week; if it comes later, the shed goes before it while it can be done in between."""
    found = two.asked()
    (other,) = found.others
    assert (other.name, other.promised_on, found.first, found.older) == ("Shed", PROMISED, (), False)
    assert ends(found) == {None: date(2026, 3, 6), 0: date(2026, 3, 13), 1: date(2026, 3, 6), 2: date(2026, 3, 6), 4: date(2026, 3, 6)}
    assert [(case.later_days, case.standing_days) for case in other.cases[:2]] == [(-5, 10), (0, 5)]
    assert other.breaks_at is None


def test_what_is_planned_is_what_levelling_says(two: Two) -> None:
    assert ends(two.asked())[0] == two.levelled_end(two.shed)


@pytest.mark.parametrize("weeks", [1, 2, 4])
def test_a_delay_does_what_was_foretold(two: Two, weeks: int) -> None:
    planning.edit_plan(two.boss, two.shed, edits=[Set(two.roof, 1, {"duration_minutes": 8 * 480})], now=NOW)
    foretold = ends(two.asked())[weeks]
    later = datetime(2026, 3, 2, 9) + timedelta(weeks=weeks)
    delayed = {"constraint": Constraint.SNET, "constraint_at": later}
    planning.edit_plan(two.boss, two.pier, edits=[Set(two.piles, 1, delayed)], now=NOW)
    assert two.levelled_end(two.shed) == foretold


def test_it_says_after_how_long_a_delay_a_promise_is_broken(two: Two) -> None:
    """Nine days of the shed fit around a week of the pier until the 20th only while the pier is done in its first week."""
    start = {"constraint": Constraint.SNET, "constraint_at": datetime(2026, 3, 9, 9)}
    planning.edit_plan(two.boss, two.shed, edits=[Set(two.roof, 1, {"duration_minutes": 10 * 480, **start})], now=NOW)
    (other,) = two.asked().others
    assert {case.weeks: (case.standing_days or 0) < 0 for case in other.cases} == {None: False, 0: False, 1: True, 2: True, 4: False}
    assert other.breaks_at == 1


def test_who_goes_first_is_never_touched(two: Two) -> None:
    two.rank(two.shed, 1000)
    found = two.asked()
    assert (found.others, found.first) == ((), ("Shed",))


def test_nothing_changes_by_asking(two: Two) -> None:
    before = two.levelled_end(two.shed)
    two.asked()
    assert two.levelled_end(two.shed) == before


def test_it_says_its_age_also_when_another_project_moved_on(two: Two) -> None:
    two.asked()
    planning.edit_plan(two.boss, two.shed, edits=[Set(two.roof, 1, {"name": "Roof and gutter"})], now=NOW)
    found = reads.ripple(two.boss, two.pier, now=NOW)
    assert found is not None
    assert found.older
    assert not two.asked().older


def test_a_plan_without_dates_says_so_beside_the_others(cast: Cast, two: Two) -> None:
    firm = cast.north
    ann = team.add_person(two.boss, name="Ben", **HOME)  # type: ignore[arg-type]
    for project in (two.pier, firm.project_id):
        planning.add_to_team(two.boss, project, person_id=ann.id, now=NOW)
    firm_revision = planning.add_task(two.boss, firm.project_id, name="x", duration_minutes=480, now=NOW)
    assert firm_revision
    impossible(firm)
    found = {other.name: other for other in two.asked().others}
    refused = found.pop(next(name for name in found if name != "Shed"))
    assert refused.refused is not None
    assert refused.cases == ()
    assert found["Shed"].cases


def test_one_look_costs_a_constant_number_of_queries(two: Two) -> None:
    two.asked()
    with CaptureQueriesContext(connection) as queries:
        reads.ripple(two.boss, two.pier, now=NOW)
    assert len(queries) <= 12


def test_only_who_manages_sees_it_and_asks_for_it(cast: Cast, two: Two) -> None:
    two.asked()
    for person in (cast.north.member, cast.north.client):
        with pytest.raises(NotAllowed):
            reads.ripple(person.actor, two.pier, now=NOW)
        with pytest.raises(NotAllowed):
            writes.ask_run(person.actor, two.pier, kind="ripple", now=NOW)
    with pytest.raises(NotFound):
        reads.ripple(cast.south.manager.actor, two.pier, now=NOW)


def test_before_the_first_question_there_is_nothing(two: Two) -> None:
    assert reads.ripple(two.boss, two.pier, now=NOW) is None
