"""Roles, skills and what an hour costs: what they must look like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from babel.numbers import list_currencies

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

LOWEST, HIGHEST = 1, 5
"""How well somebody can do something: 1 has seen it done, 5 teaches it."""
MOST = 50
"""Roles or skills of one person."""
DEAREST = Decimal(100_000)


def named(name: str, known: Iterable[str]) -> str:
    """The name as the workspace writes it already, else as it was typed now."""
    return next((each for each in known if each.casefold() == name.casefold()), name)


def names(typed: Sequence[str], known: Iterable[str], *, field: str) -> list[str]:
    """Names without repetitions, each as the workspace writes it; refuses too many, and the same one twice."""
    spelled = list(known)
    kept = [named(name, spelled) for name in typed]
    if len(kept) > MOST:
        raise Refusal("too_many", say("At most {most} for one person.", most=MOST), field=field)
    if len({name.casefold() for name in kept}) < len(kept):
        raise Refusal("named_twice", say("The same name stands there twice."), field=field)
    return kept


def check_level(level: int) -> None:
    """Refuses a level of a skill that is not 1 to 5."""
    if not LOWEST <= level <= HIGHEST:
        raise Refusal("level_unknown", say("A skill has a level from {low} to {high}.", low=LOWEST, high=HIGHEST), field="skills")


def check_rate(from_on: date, per_hour: Decimal, currency: str) -> None:
    """Refuses a price per hour that is none: negative, endless, more exact than a hundredth, or in no currency that there is."""
    if not per_hour.is_finite() or not 0 <= per_hour < DEAREST or per_hour != round(per_hour, 2):
        raise Refusal("rate_impossible", say("A rate is an amount from 0 to 100,000, to the hundredth."), field="per_hour")
    if currency not in list_currencies():
        raise Refusal("currency_unknown", say("“{currency}” is not a currency. EUR is one.", currency=currency[:20]), field="currency")
    if not 1970 <= from_on.year <= 2100:
        raise Refusal("day_far_away", say("A day lies between {first} and {last}.", first=1970, last=2100), field="from_on")
