"""A person's own week."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.kernel.worktime import OFFICE_WEEK, WorkingTime
from milepost.people import reads, writes
from tests.cast import NOW, Cast
from tests.said import last_line

HALF_DAYS = [[[540, 780]]] * 5 + [[], []]
WEEK = (((540, 780),),) * 5 + ((), ())
NO_SECOND = {"second_week": None, "second_from": None}
QUIET = (date(2026, 2, 2), date(2026, 2, 27))
"""Weeks without a holiday or an absence."""


def test_it_holds_from_then_on_and_can_be_given_up(cast: Cast) -> None:
    firm = cast.north
    assert writes.set_working_week(firm.manager.actor, firm.member_person_id, week=HALF_DAYS, version=1, now=NOW).week == WEEK
    assert reads.working_time([firm.member_person_id], *QUIET) == {firm.member_person_id: WorkingTime(week=WEEK)}
    back = writes.set_working_week(firm.manager.actor, firm.member_person_id, week=None, version=2, now=NOW)
    assert (back.week, back.own_week) == (OFFICE_WEEK, False)


def test_the_ledger_keeps_both_weeks(cast: Cast) -> None:
    firm = cast.north
    writes.set_working_week(firm.manager.actor, firm.member_person_id, week=HALF_DAYS, version=1, now=NOW)
    line = last_line(firm.manager.actor)
    assert (line.verb, line.before, line.after) == ("set_working_week", {"week": None, **NO_SECOND}, {"week": HALF_DAYS, **NO_SECOND})


@pytest.mark.parametrize("who", ["member", "client"])
def test_only_those_who_manage_may(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        writes.set_working_week(cast.north.everybody[who].actor, cast.north.member_person_id, week=None, version=1, now=NOW)


def test_people_of_another_workspace_do_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        writes.set_working_week(cast.north.owner.actor, cast.south.member_person_id, week=None, version=1, now=NOW)


def test_an_impossible_week_is_refused_and_changes_nothing(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(Refusal) as refused:
        writes.set_working_week(firm.owner.actor, firm.member_person_id, week=[[]] * 7, version=1, now=NOW)
    assert refused.value.code == "week_without_work"
    assert reads.person(firm.owner.actor, firm.member_person_id).version == 1


def test_a_stale_change_is_refused(cast: Cast) -> None:
    firm = cast.north
    writes.set_working_week(firm.owner.actor, firm.member_person_id, week=HALF_DAYS, version=1, now=NOW)
    with pytest.raises(Stale):
        writes.set_working_week(firm.owner.actor, firm.member_person_id, week=None, version=1, now=NOW)
    with pytest.raises(VersionMissing):
        writes.set_working_week(firm.owner.actor, firm.member_person_id, week=None, version=None, now=NOW)
