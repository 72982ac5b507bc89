"""Custom fields: what a firm wants to know of its tasks beside what every plan knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.texts import check_day, name, text

MOST_CHOICES = 50
MOST_FIELDS = 30
LARGEST = Decimal(10) ** 15


class FieldKind(StrEnum):
    """What the values of a custom field are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


def choices(kind: FieldKind, given: Sequence[str]) -> list[str]:
    """What one may choose from: each once, in the order given; nothing for a field that is no choice."""
    if kind is not FieldKind.CHOICE:
        return []
    kept = list(dict.fromkeys(name(each, field="choices") for each in given if each.strip()))
    if not kept:
        raise Refusal("choices_missing", say("Say what one may choose from."), field="choices")
    if len(kept) > MOST_CHOICES:
        raise Refusal("choices_too_many", say("At most {most} choices, please.", most=MOST_CHOICES), field="choices")
    return kept


def value(kind: FieldKind, allowed: Sequence[str], given: str | None, *, field: str = "value") -> str | None:
    """The value as it is kept: text, a number such as 12.5, a day such as 2026-03-12, or one of the choices. None and "" say nothing."""
    kept = text(given or "", field=field)
    if not kept:
        return None
    if kind is FieldKind.NUMBER:
        return _number(kept, field)
    if kind is FieldKind.DATE:
        return _day(kept, field)
    if kind is FieldKind.CHOICE and kept not in allowed:
        raise Refusal("choice_unknown", say("“{text}” is not one of the choices.", text=kept[:80]), field=field)
    return kept


def _number(given: str, field: str) -> str:
    try:
        number = Decimal(given.replace(",", ".").replace("\u2212", "-"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= LARGEST or number != number.quantize(Decimal("0.000001")):
        raise Refusal("number_not_understood", say("“{text}” is not a number. Write it like 12 or 12.5.", text=given[:80]), field=field)
    plain = f"{number + 0:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _day(given: str, field: str) -> str:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise Refusal("day_not_understood", say("“{text}” is not a day. Write it like 2026-03-12.", text=given[:80]), field=field) from None
    check_day(day, field=field)
    return day.isoformat()
