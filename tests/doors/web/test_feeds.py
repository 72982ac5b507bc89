"""Calendar feeds: whoever knows the address reads what its maker may see, for as long as they may, and nothing else."""

from __future__ import annotations

import io
import logging
import logging.config
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client

from milepost.accounts import reads as accounts
from milepost.accounts import rules
from milepost.accounts import writes as joining
from milepost.config.logs import logging as log_settings
from milepost.exchange.feed import calendar, make_feed
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasting
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from tests.cast import NOW, Cast


def subscribed(actor: Actor, project: int | None) -> str:
    return f"/feeds/{make_feed(actor, project, now=NOW).secret}.ics"


def events(client: Client, address: str) -> list[icalendar.Event]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_project_feed_has_its_milestones_deadlines_and_promises_where_the_forecast_puts_them(cast: Cast, client: Client) -> None:
    project = cast.north.project_id
    forecasting.conclude(project, now=NOW)
    chart = forecasts.chart(cast.north.manager.actor, project, now=NOW)
    read = events(client, subscribed(cast.north.manager.actor, project))
    promised = {event.decoded("dtstart") for event in read if str(event["uid"]).startswith("promise-")}
    assert promised == {date.fromordinal(date(1970, 1, 1).toordinal() + day) for _, day in chart.promises}
    milestones = [event for event in read if str(event["uid"]).startswith("milestone-")]
    assert len(milestones) == sum(kind == 2 for kind in chart.kind)
    assert len({str(event["uid"]) for event in read}) == len(read)


def test_ones_own_feed_has_ones_open_tasks_by_the_clock_of_their_project(cast: Cast, client: Client) -> None:
    member, project = cast.north.member, cast.north.project_id
    forecasting.conclude(project, now=NOW)
    chart = forecasts.chart(cast.north.manager.actor, project, now=NOW)
    zone = ZoneInfo(next(head.zone for head in forecasts.heads(member.actor)))
    tasks = {event["summary"]: event for event in events(client, subscribed(member.actor, None)) if str(event["uid"]).startswith("task-")}
    assert tasks
    for name, event in tasks.items():
        row = chart.name.index(name)
        wall = datetime.fromtimestamp((chart.start[row] or 0) * 60, ZoneInfo("UTC")).replace(tzinfo=None)
        assert event.decoded("dtstart") == wall.replace(tzinfo=zone)
        assert event["dtstart"].params["TZID"] == zone.key


def test_a_time_zone_comes_with_its_rules() -> None:
    entry = forecasts.Entry("task", 7, 1, "Bridge", "Europe/Berlin", "Paint", datetime(2026, 3, 27, 9), datetime(2026, 3, 30, 17))
    read = icalendar.Calendar.from_ical(calendar("Firm", [entry], url="https://plans.example.com", now=NOW))
    assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Europe/Berlin"]
    (event,) = read.walk("VEVENT")
    begun, ended = (event.decoded(name).astimezone(ZoneInfo("UTC")) for name in ("dtstart", "dtend"))
    assert (begun.hour, ended.hour) == (8, 15)  # in between the clocks went forward
    assert str(event["url"]) == "https://plans.example.com/projects/1/?task=7"


def test_what_is_typed_cannot_add_lines_to_a_feed() -> None:
    name = "Paint\r\nEND:VEVENT\r\nBEGIN:VEVENT;,\\"
    entry = forecasts.Entry("promise", None, 1, name, "UTC", name, date(2026, 3, 27), date(2026, 3, 27))
    assert len(icalendar.Calendar.from_ical(calendar(name, [entry], url="https://x.example", now=NOW)).walk("VEVENT")) == 1


def test_an_address_holds_until_it_is_revoked_and_no_longer(cast: Cast, client: Client) -> None:
    actor = cast.north.manager.actor
    address = subscribed(actor, cast.north.project_id)
    assert client.get(address).status_code == 200
    joining.revoke_link(actor, accounts.links(actor, now=NOW)[0].id, now=NOW)
    assert client.get(address).status_code == 404


def test_an_address_ends_with_the_place_of_its_maker_for_good(cast: Cast, client: Client) -> None:
    manager, owner = cast.north.manager, cast.north.owner.actor
    address = subscribed(manager.actor, cast.north.project_id)
    version = accounts.member(owner, manager.membership_id).version
    ended = joining.disable_member(owner, manager.membership_id, version=version, now=NOW)
    assert client.get(address).status_code == 404
    joining.enable_member(owner, manager.membership_id, version=ended.version, now=NOW)
    assert client.get(address).status_code == 404


def test_who_becomes_a_client_is_told_no_dates_any_more(cast: Cast, client: Client) -> None:
    manager, owner = cast.north.manager, cast.north.owner.actor
    address = subscribed(manager.actor, cast.north.project_id)
    joining.change_role(owner, manager.membership_id, role="client", version=accounts.member(owner, manager.membership_id).version, now=NOW)
    assert client.get(address).status_code == 404


def test_a_feed_of_a_project_one_may_not_know_cannot_be_made(cast: Cast) -> None:
    for stranger in (cast.south.owner, cast.north.other_member):
        with pytest.raises(NotFound):
            make_feed(stranger.actor, cast.north.project_id, now=NOW)


def test_no_altered_address_and_no_other_kind_of_secret_is_taken(cast: Cast, client: Client) -> None:
    address = subscribed(cast.north.manager.actor, cast.north.project_id)
    secret = address.removeprefix("/feeds/").removesuffix(".ics")
    altered = {secret[:place] + ("A" if secret[place] != "A" else "B") + secret[place + 1 :] for place in range(len(secret))}
    for wrong in (*altered, secret[:-1], secret + "A", secret.swapcase(), rules.digest(secret), cast.north.manager.token):
        assert client.get(f"/feeds/{wrong}.ics").status_code == 404


def test_the_log_of_a_failure_does_not_hold_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    configured = log_settings(debug=False)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.config.DictConfigurator(configured).configure_formatter(configured["formatters"]["structured"]))
    logger = logging.Logger("django.request")
    logger.addHandler(handler)
    logger.error("Internal Server Error: %s", "/feeds/very-secret_42.ics")
    assert "/feeds/" in stream.getvalue()
    assert not re.search("very-secret", stream.getvalue())
