"""Dates as an iCalendar feed (RFC 5545), which calendar programs read again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from milepost.accounts import reads as accounts
from milepost.accounts import writes
from milepost.forecast import reads as forecasts
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans

FEED = "calendar"
"""The purpose of a secret link that is a calendar feed."""
OWN = 0
"""The thing of a feed of one's own tasks."""
READ_AGAIN = timedelta(hours=1)
"""How often a calendar program is asked to look."""


def make_feed(actor: Actor, project_id: int | None, *, now: datetime) -> writes.NewLink:
    """A feed of one project's dates, or with None of the actor's own tasks. `NotFound` for a project the actor may not know."""
    if project_id is not None:
        plans.heading(actor, project_id)
    return writes.make_link(actor, purpose=FEED, thing=OWN if project_id is None else project_id, now=now)


def feed(actor: Actor, thing: int, *, url: str, now: datetime) -> bytes:
    """The feed of the project with the number `thing`, or for `OWN` of the actor's tasks; `url` is where Milepost is.

    `NotFound` where the actor may not know the project any more.
    """
    if thing == OWN:
        return calendar(accounts.workspace(actor).name, forecasts.own_agenda(actor), url=url, now=now)
    return calendar(plans.heading(actor, thing).name, forecasts.project_agenda(actor, thing, now=now), url=url, now=now)


def calendar(name: str, entries: Iterable[forecasts.Entry], *, url: str, now: datetime) -> bytes:
    """The entries as a calendar called `name`. Tasks carry their project's time zone, with its rules; days have none."""
    import icalendar  # a third of a second that only feeds need

    made = icalendar.Calendar()
    called = _line(name)
    for key, value in {"prodid": "-//Milepost//EN", "version": "2.0", "method": "PUBLISH", "x-wr-calname": called, "name": called}.items():
        made.add(key, value)
    made.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        event = icalendar.Event()
        for key, line in _lines(entry, url, now):
            event.add(key, line)
        made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _lines(entry: forecasts.Entry, url: str, now: datetime) -> Iterator[tuple[str, object]]:
    kinds = {"task": _("Task"), "milestone": _("Milestone"), "deadline": _("Deadline"), "promise": _("Promised")}
    page = f"{url}/projects/{entry.project_id}/" + ("" if entry.task_id is None else f"?task={entry.task_id}")
    what = entry.project_id if entry.task_id is None else entry.task_id
    yield "uid", f"{entry.kind}-{'project-' if entry.task_id is None else ''}{what}@{urlsplit(url).hostname}"
    yield "dtstamp", now
    yield "summary", _line(entry.name if entry.kind == "task" else f"{kinds[entry.kind]}: {entry.name}")
    yield "description", _line(f"{kinds[entry.kind]} · {entry.project}")
    yield "url", page
    yield "transp", "TRANSPARENT"
    if isinstance(entry.first, datetime) and isinstance(entry.last, datetime):
        zone = ZoneInfo(entry.zone)
        yield "dtstart", entry.first.replace(tzinfo=zone)
        yield "dtend", entry.last.replace(tzinfo=zone)
    else:
        yield "dtstart", entry.first
        yield "dtend", entry.last + timedelta(days=1)


def _line(text: str) -> str:
    """One line, whatever a plan's file had in it."""
    return " ".join(text.split())
