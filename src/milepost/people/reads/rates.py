"""What an hour of a person costs. Its own file and its own permission: nothing else of the room reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.people.models import Rate
from milepost.people.reads.team import person


@dataclass(frozen=True, slots=True)
class RateView:
    """An hour costs `per_hour` of `currency` from `from_on` until the day of the next rate."""

    from_on: date
    per_hour: Decimal
    currency: str


def rates(actor: Actor, person_id: int) -> tuple[RateView, ...]:
    """What the person costs, the newest first. For those who may see rates; `NotFound` if the actor may not know the person."""
    accounts.require(actor, "people.see_rates")
    person(actor, person_id)
    return rates_of(person_id)


def rates_by_person(actor: Actor, person_ids: Iterable[int]) -> dict[int, tuple[RateView, ...]]:
    """What each of these people of the firm costs, the oldest rate first, for those who may see rates. One query."""
    accounts.require(actor, "people.see_rates")
    found: defaultdict[int, list[RateView]] = defaultdict(list)
    rows = Rate.objects.filter(workspace_id=actor.workspace_id, person_id__in=list(person_ids)).order_by("from_on")
    for whose, from_on, per_hour, currency in rows.values_list("person_id", "from_on", "per_hour", "currency"):
        found[whose].append(RateView(from_on, per_hour, currency))
    return {whose: tuple(known) for whose, known in found.items()}


def rates_of(person_id: int) -> tuple[RateView, ...]:
    """The same of a person whom its reader is known to know, and whose rates they may see."""
    rows = Rate.objects.filter(person_id=person_id).order_by("-from_on")
    return tuple(RateView(*row) for row in rows.values_list("from_on", "per_hour", "currency"))
