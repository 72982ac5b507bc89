"""What moved the finish since the last working day: each day's facts are kept once, and compared with today's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.forecast import models, reads, writes
from milepost.forecast.rules.kept import packed_draft, unpacked_draft
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.people import writes as team
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm

TUESDAY, FRIDAY, NEXT_MONDAY = (NOW + timedelta(days=days) for days in (1, 4, 7))


def days(firm: Firm) -> list[date]:
    return list(models.KeptFacts.objects.filter(project_id=firm.project_id).order_by("on").values_list("on", flat=True))


def slip(firm: Firm, now: object = TUESDAY) -> reads.Slip | None:
    writes.compare(firm.project_id, now=now)  # type: ignore[arg-type]
    return reads.slip_since(firm.manager.actor, firm.project_id, now=now)  # type: ignore[arg-type]


def report(firm: Firm, percent: int, left: int | None = None, now: object = NOW) -> None:
    planning.record_progress(firm.manager.actor, firm.task_ids["survey"], percent=percent, remaining_minutes=left, now=now)  # type: ignore[arg-type]


def test_a_plan_survives_being_packed(cast: Cast) -> None:
    draft = plans.draft_with_people(cast.north.project_id, date(2026, 3, 2))
    assert unpacked_draft(packed_draft(draft)) == draft


def test_facts_are_kept_once_a_day_and_anew_where_they_changed(cast: Cast) -> None:
    firm = cast.north
    writes.keep_facts(firm.project_id, now=NOW)
    first = models.KeptFacts.objects.get(project_id=firm.project_id)
    writes.keep_facts(firm.project_id, now=NOW)
    report(firm, 60)
    writes.keep_facts(firm.project_id, now=NOW)
    again = models.KeptFacts.objects.get(project_id=firm.project_id)
    assert (first.on, again.on, again.revision > first.revision) == (NOW.date(), NOW.date(), True)


def test_a_day_without_a_change_keeps_nothing(cast: Cast) -> None:
    firm = cast.north
    for now in (NOW, TUESDAY, FRIDAY):
        writes.keep_facts(firm.project_id, now=now)
    assert days(firm) == [NOW.date()]


def test_only_the_last_ten_days_with_a_change_stay(cast: Cast) -> None:
    firm = cast.north
    for number in range(13):
        report(firm, 50 + number, now=NOW + timedelta(days=number))
        writes.keep_facts(firm.project_id, now=NOW + timedelta(days=number))
    assert days(firm) == [(NOW + timedelta(days=number)).date() for number in range(3, 13)]


def test_the_parts_add_up_to_the_move_and_name_their_tasks(cast: Cast) -> None:
    firm = cast.north
    writes.keep_facts(firm.project_id, now=NOW)
    report(firm, 50, left=1440, now=TUESDAY)
    team.record_absence(firm.manager.actor, firm.member_person_id, first=date(2026, 3, 9), last=date(2026, 3, 10), now=TUESDAY)
    found = slip(firm)
    assert found is not None
    assert (found.since_on, found.older) == (NOW.date(), False)
    assert found.finish_on > found.before_on
    assert found.days == sum(part.days for part in found.parts) > 0
    assert found.minutes == sum(part.minutes for part in found.parts)
    causes = {part.cause: part for part in found.parts}
    assert {"longer_work", "absence"} <= set(causes)
    assert firm.task_ids["survey"] in causes["longer_work"].task_ids


def test_on_a_monday_the_last_working_day_is_friday(cast: Cast) -> None:
    firm = cast.north
    writes.keep_facts(firm.project_id, now=FRIDAY)
    found = slip(firm, NEXT_MONDAY)
    assert found is not None
    assert found.since_on == FRIDAY.date()


def test_facts_kept_earlier_still_stood_at_the_end_of_the_last_working_day(cast: Cast) -> None:
    firm = cast.north
    writes.keep_facts(firm.project_id, now=NOW)
    found = slip(firm, NEXT_MONDAY)
    assert found is not None
    assert found.since_on == FRIDAY.date()


def test_without_a_day_before_there_is_nothing_to_say(cast: Cast) -> None:
    firm = cast.north
    writes.keep_facts(firm.project_id, now=TUESDAY)
    assert slip(firm) is None
    assert firm.project_id not in {each.project_id for each in reads.unexplained()}, "but it was looked at"


def test_the_slip_is_drawn_once_for_each_state(cast: Cast) -> None:
    firm = cast.north
    writes.keep_facts(firm.project_id, now=NOW)
    writes.conclude(firm.project_id, now=TUESDAY)
    assert reads.Stamp(firm.project_id, firm.revision, TUESDAY.date()) in reads.unexplained()
    slip(firm)
    assert firm.project_id not in {each.project_id for each in reads.unexplained()}
    with CaptureQueriesContext(connection) as queries:
        writes.compare(firm.project_id, now=TUESDAY)
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_it_says_its_age(cast: Cast) -> None:
    firm = cast.north
    writes.keep_facts(firm.project_id, now=NOW)
    slip(firm)
    report(firm, 70, now=TUESDAY)
    found = reads.slip_since(firm.manager.actor, firm.project_id, now=TUESDAY)
    assert found is not None
    assert found.older


def test_a_plan_without_dates_has_no_slip(cast: Cast) -> None:
    from tests.rooms.forecast.test_conclude import impossible

    firm = cast.north
    writes.keep_facts(firm.project_id, now=NOW)
    impossible(firm)
    assert slip(firm) is None
    assert models.Slip.objects.get(pk=firm.project_id).since_on is None


def test_the_slips_of_all_projects_are_told_in_the_same_few_queries(cast: Cast) -> None:
    firm = cast.north
    writes.keep_facts(firm.project_id, now=NOW)
    slip(firm)
    with CaptureQueriesContext(connection) as queries:
        told = reads.slips(firm.manager.actor, now=TUESDAY)
    assert (set(told), len(queries)) == ({firm.project_id}, 5)


def test_a_slip_is_as_private_as_its_project(cast: Cast) -> None:
    firm = cast.north
    writes.keep_facts(firm.project_id, now=NOW)
    slip(firm)
    assert reads.slip_since(firm.member.actor, firm.project_id, now=TUESDAY) is not None
    assert reads.slips(firm.other_member.actor, now=TUESDAY) == {}
    for stranger in (firm.other_member, cast.south.owner):
        with pytest.raises(NotFound):
            reads.slip_since(stranger.actor, firm.project_id, now=TUESDAY)
    with pytest.raises(NotAllowed):
        reads.slip_since(firm.client.actor, firm.project_id, now=TUESDAY)
