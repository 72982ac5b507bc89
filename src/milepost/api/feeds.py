"""Calendar feeds of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from milepost.accounts import reads as accounts
from milepost.accounts import writes as accounts_writes
from milepost.api.entry import Call
from milepost.api.shapes import Asked, Id
from milepost.api.subject import Subject
from milepost.exchange.feed import FEED
from milepost.exchange.feed import make_feed as made_feed

feeds = Subject("Calendar feeds")


class FeedAsked(Asked):
    project_id: Id | None = None


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed and its address, which is shown this once and kept nowhere."""

    id: int
    url: str


@feeds.get("/feeds", gives=tuple[accounts.LinkView, ...])
def own_feeds(call: Call) -> tuple[accounts.LinkView, ...]:
    """Your own feeds that hold: `thing` is the number of a project, 0 for your tasks."""
    return tuple(link for link in accounts.links(call.actor) if link.purpose == FEED)


@feeds.post_secret("/feeds", gives=NewFeed)
def make_feed(call: Call, asked: FeedAsked) -> NewFeed:
    """A feed of a project's milestones, deadlines and promises, or of your own tasks; its address is in the answer, this once."""
    made = made_feed(call.actor, asked.project_id, now=call.now)
    return NewFeed(made.id, f"{settings.ENVIRONMENT.url}/feeds/{made.secret}.ics")


@feeds.delete("/feeds/{feed_id}")
def revoke_feed(call: Call, feed_id: Id) -> None:
    """Ends one of your feeds; its next reader finds nothing."""
    accounts_writes.revoke_link(call.actor, feed_id, now=call.now)
