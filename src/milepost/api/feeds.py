"""Addresses that can be read without an account: calendar feeds, and snapshots of a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from django.conf import settings
from pydantic import Field

from milepost.accounts import reads as accounts
from milepost.accounts import writes as accounts_writes
from milepost.api.entry import Call
from milepost.api.shapes import Asked, Id
from milepost.api.subject import Subject
from milepost.day import reads as day
from milepost.day import writes as day_writes
from milepost.exchange.feed import FEED
from milepost.exchange.feed import make_feed as made_feed

feeds = Subject("Addresses without an account")


class SnapshotAsked(Asked):
    days: Annotated[int, Field(ge=1, le=365)]
    """So long it can be read."""


class FeedAsked(Asked):
    project_id: Id | None = None


@dataclass(frozen=True, slots=True)
class NewAddress:
    """A feed or a snapshot and its address, which is shown this once and kept nowhere."""

    id: int
    url: str


@feeds.get("/feeds", gives=tuple[accounts.LinkView, ...])
def own_feeds(call: Call) -> tuple[accounts.LinkView, ...]:
    """Your own feeds that hold: `thing` is the number of a project, 0 for your tasks."""
    return tuple(link for link in accounts.links(call.actor, now=call.now) if link.purpose == FEED)


@feeds.post_secret("/feeds", gives=NewAddress)
def make_feed(call: Call, asked: FeedAsked) -> NewAddress:
    """A feed of a project's milestones, deadlines and promises, or of your own tasks; its address is in the answer, this once."""
    made = made_feed(call.actor, asked.project_id, now=call.now)
    return NewAddress(made.id, f"{settings.ENVIRONMENT.url}/feeds/{made.secret}.ics")


@feeds.delete("/feeds/{feed_id}")
def revoke_feed(call: Call, feed_id: Id) -> None:
    """Ends one of your feeds; its next reader finds nothing."""
    accounts_writes.revoke_link(call.actor, feed_id, now=call.now)


@feeds.get("/projects/{project_id}/snapshots", gives=tuple[day.SnapshotLine, ...])
def own_snapshots(call: Call, project_id: Id) -> tuple[day.SnapshotLine, ...]:
    """Your own snapshots of a project that can still be read."""
    return day.snapshots(call.actor, project_id, now=call.now)


@feeds.post_secret("/projects/{project_id}/snapshots", gives=NewAddress)
def share_snapshot(call: Call, project_id: Id, asked: SnapshotAsked) -> NewAddress:
    """Keeps how the project stands now, to be read without an account; the address is in the answer, this once."""
    made = day_writes.share_snapshot(call.actor, project_id, days=asked.days, now=call.now)
    return NewAddress(made.id, f"{settings.ENVIRONMENT.url}/snapshots/{made.secret}/")


@feeds.delete("/projects/{project_id}/snapshots/{snapshot_id}")
def withdraw_snapshot(call: Call, project_id: Id, snapshot_id: Id) -> None:
    """Ends one of your snapshots; its next reader finds nothing."""
    day_writes.withdraw_snapshot(call.actor, project_id, link_id=snapshot_id, now=call.now)
