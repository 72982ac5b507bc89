"""Days on which somebody does not work, and when everybody does."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.kernel.worktime import DayException
from milepost.people import reads, writes
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

MONDAY, FRIDAY = date(2026, 3, 9), date(2026, 3, 13)


def away(firm: Firm, by: Actor, because: str = "moving house") -> reads.AbsenceView:
    return writes.record_absence(by, firm.member_person_id, first=MONDAY, last=FRIDAY, because=because, now=NOW)


def test_the_person_does_not_work_on_these_days(cast: Cast) -> None:
    away(cast.north, cast.north.manager.actor)
    time = reads.working_time([cast.north.member_person_id], MONDAY, FRIDAY)[cast.north.member_person_id]
    assert time.exceptions == (DayException(MONDAY, FRIDAY, name="moving house"),)


def test_members_record_and_remove_their_own(cast: Cast) -> None:
    firm = cast.north
    absence = away(firm, firm.member.actor)
    assert reads.person(firm.member.actor, firm.member_person_id).absences == (absence,)
    writes.remove_absence(firm.member.actor, absence.id, now=NOW)
    assert reads.person(firm.member.actor, firm.member_person_id).absences == ()


def test_nobody_records_or_removes_those_of_a_colleague(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(NotFound):
        writes.record_absence(firm.member.actor, firm.other_person_id, first=MONDAY, last=FRIDAY, now=NOW)
    with pytest.raises(NotFound):
        writes.remove_absence(firm.member.actor, firm.absence_id, now=NOW)


def test_clients_may_not(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        away(cast.north, cast.north.client.actor)
    with pytest.raises(NotAllowed):
        writes.remove_absence(cast.north.client.actor, cast.north.absence_id, now=NOW)


def test_absences_in_another_workspace_do_not_exist(cast: Cast) -> None:
    owner = cast.north.owner.actor
    with pytest.raises(NotFound):
        away(cast.south, owner)
    with pytest.raises(NotFound):
        writes.remove_absence(owner, cast.south.absence_id, now=NOW)


def test_the_ledger_keeps_what_was_recorded_and_what_was_removed(cast: Cast) -> None:
    owner = cast.north.owner.actor
    absence = away(cast.north, owner)
    kept = {"person": "Mona kestrel", "first": "2026-03-09", "last": "2026-03-13", "because": "moving house"}
    assert (last_line(owner).verb, last_line(owner).after) == ("recorded_absence", kept)
    writes.remove_absence(owner, absence.id, now=NOW)
    assert (last_line(owner).verb, last_line(owner).before, last_line(owner).after) == ("removed_absence", kept, {})


def test_a_reason_is_not_needed(cast: Cast) -> None:
    assert away(cast.north, cast.north.owner.actor, because="  ").because == ""


def test_an_absence_that_ends_before_it_begins_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        writes.record_absence(cast.north.owner.actor, cast.north.member_person_id, first=FRIDAY, last=MONDAY, now=NOW)
    assert refused.value.code == "absence_ends_first"


def test_people_keep_the_holidays_of_where_they_live(cast: Cast) -> None:
    firm = cast.north
    times = reads.working_time([firm.member_person_id, firm.other_person_id], date(2026, 10, 1), date(2026, 10, 31))
    assert [day.first for day in times[firm.member_person_id].exceptions] == [date(2026, 10, 3)]
    assert [day.first for day in times[firm.other_person_id].exceptions] == [date(2026, 10, 26)]


def test_the_workspace_keeps_its_own(cast: Cast) -> None:
    days = reads.workspace_time(cast.north.workspace_id, date(2026, 1, 1), date(2026, 1, 31)).exceptions
    assert [day.first for day in days] == [date(2026, 1, 1), date(2026, 1, 6)]


def test_a_hundred_people_cost_three_queries(cast: Cast, django_assert_num_queries: object) -> None:
    ids = [writes.add_person(cast.north.owner.actor, name=f"P{number}", now=NOW).id for number in range(100)]
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(reads.working_time(ids, MONDAY, FRIDAY)) == 100
