"""A snapshot stays as it was, shows dates and nothing else, and ends with its last day, its maker's word or its maker's place."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from milepost.accounts import reads as accounts
from milepost.accounts import writes as joining
from milepost.day import models, reads, writes
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasting
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import writes as planning
from milepost.plans.edits import Set
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

WEEK = timedelta(days=7)


def shared(firm: Firm, days: int = 7) -> joining.NewLink:
    forecasting.conclude(firm.project_id, now=NOW)
    return writes.share_snapshot(firm.manager.actor, firm.project_id, days=days, now=NOW)


def test_it_shows_where_the_project_stood_and_every_task(cast: Cast) -> None:
    firm = cast.north
    found = reads.snapshot(shared(firm).secret, now=NOW)
    standing = reads.standing(firm.manager.actor, firm.project_id, now=NOW)
    chart = forecasts.chart(firm.manager.actor, firm.project_id, now=NOW)
    for name in ("name", "days", "promised_on", "finish_on", "as_of", "p50_on", "p80_on", "chance", "zone"):
        assert getattr(found, name) == getattr(standing, name)
    assert [(task.name, task.percent, task.critical) for task in found.tasks] == [
        (name, percent, bool(critical)) for name, percent, critical in zip(chart.name, chart.percent, chart.critical, strict=True)
    ]
    assert found.finish_on == max(task.finish for task in found.tasks if task.finish).date()


def test_it_stays_as_it_was(cast: Cast) -> None:
    firm = cast.north
    link = shared(firm)
    before = reads.snapshot(link.secret, now=NOW)
    planning.edit_plan(
        firm.manager.actor, firm.project_id, edits=[Set(firm.task_ids["dredge"], 1, {"name": "Dig", "duration_minutes": 9600})], now=NOW
    )
    forecasting.conclude(firm.project_id, now=NOW)
    assert reads.snapshot(link.secret, now=NOW + timedelta(days=3)) == before


def test_people_money_notes_and_clients_are_not_in_it(cast: Cast) -> None:
    firm = cast.north
    text = str(asdict(reads.snapshot(shared(firm).secret, now=NOW)))
    for secret in ("Mona", "Otto", f"City of {firm.mark}", "not for clients", "letter of", "yard lends"):
        assert secret not in text


def test_it_ends_with_its_last_day(cast: Cast) -> None:
    firm = cast.north
    link = shared(firm)
    assert reads.snapshot(link.secret, now=NOW + WEEK - timedelta(seconds=1)).name
    with pytest.raises(NotFound):
        reads.snapshot(link.secret, now=NOW + WEEK)
    assert reads.snapshots(firm.manager.actor, firm.project_id, now=NOW + WEEK) == ()
    kept = models.Snapshot.objects.count()
    writes.forget_snapshots(now=NOW + WEEK)
    assert models.Snapshot.objects.count() == kept - 1


def test_taken_back_it_shows_nothing_and_holds_nothing(cast: Cast) -> None:
    firm = cast.north
    link = shared(firm)
    (line,) = reads.snapshots(firm.manager.actor, firm.project_id, now=NOW)
    assert (line.id, line.made_at, line.expires_at) == (link.id, NOW, NOW + WEEK)
    kept = models.Snapshot.objects.count()
    writes.withdraw_snapshot(firm.manager.actor, firm.project_id, link_id=link.id, now=NOW)
    assert (last_line(firm.manager.actor).verb, last_line(firm.manager.actor).subject_id) == ("revoked", link.id)
    assert models.Snapshot.objects.count() == kept - 1
    with pytest.raises(NotFound):
        reads.snapshot(link.secret, now=NOW)
    with pytest.raises(NotFound):
        writes.withdraw_snapshot(firm.manager.actor, firm.project_id, link_id=link.id, now=NOW)


def test_who_made_it_and_left_shows_nothing_any_more(cast: Cast) -> None:
    firm = cast.north
    link = shared(firm)
    joining.disable_member(firm.owner.actor, firm.manager.membership_id, version=1, now=NOW)
    with pytest.raises(NotFound):
        reads.snapshot(link.secret, now=NOW)


def test_a_secret_of_another_purpose_opens_none(cast: Cast) -> None:
    feed = joining.make_link(cast.north.manager.actor, purpose="calendar", thing=1, now=NOW)
    for wrong in (feed.secret, "", "guessed", cast.north.manager.token):
        with pytest.raises(NotFound):
            reads.snapshot(wrong, now=NOW)
    with pytest.raises(NotFound):
        accounts.linked(shared(cast.north).secret, "calendar", via="feed", now=NOW)


def test_nobody_else_ends_it(cast: Cast) -> None:
    firm = cast.north
    link = shared(firm)
    for other in (firm.owner.actor, cast.south.manager.actor):
        with pytest.raises(NotFound):
            writes.withdraw_snapshot(other, firm.project_id, link_id=link.id, now=NOW)
    assert reads.snapshot(link.secret, now=NOW).name


def test_only_who_manages_shows_a_project_they_know(cast: Cast) -> None:
    firm = cast.north
    for person in (firm.member, firm.client):
        with pytest.raises(NotAllowed):
            writes.share_snapshot(person.actor, firm.project_id, days=7, now=NOW)
        with pytest.raises(NotAllowed):
            reads.snapshots(person.actor, firm.project_id, now=NOW)
        with pytest.raises(NotAllowed):
            writes.withdraw_snapshot(person.actor, firm.project_id, link_id=1, now=NOW)
    with pytest.raises(NotFound):
        writes.share_snapshot(cast.south.manager.actor, firm.project_id, days=7, now=NOW)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_length_nobody_meant_is_refused(cast: Cast, days: int) -> None:
    with pytest.raises(Refusal) as refused:
        shared(cast.north, days)
    assert refused.value.code == "snapshot_days_outside"


def test_of_many_addresses_nothing_is_kept_when_the_last_one_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milepost.accounts.rules.MOST_LINKS", 0)
    kept = models.Snapshot.objects.count()
    with pytest.raises(Refusal, match="Take one away"):
        shared(cast.north)
    assert models.Snapshot.objects.count() == kept
