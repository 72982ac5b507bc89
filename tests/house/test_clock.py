"""Law 7: the clock stands at the door. Below it, time is handed in, and every answer can be asked for again."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import DOORS, Offence, Source, broken, calls, dotted, written

READING_IT = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "timezone.localdate", "time.time")


def reads_the_clock(source: Source) -> Iterator[Offence]:
    """Nobody but kernel/clock.py reads it, and only doors ask kernel/clock.py."""
    if source.parts == ("kernel", "clock"):
        return
    for call, name in calls(source.tree):
        if name.endswith(READING_IT):
            yield call.lineno, f"{name}() reads the clock; take `now` from whoever calls"
        elif name == "clock.today" and len(call.args) == 2:
            continue  # the day of an instant that was handed in
        elif name in ("clock.now", "clock.today") and source.room not in DOORS:
            yield call.lineno, f"{name}() belongs at a door; take `now` from whoever calls"
        if any(fills_itself(word) for word in call.keywords):
            yield call.lineno, "a column that fills itself with the time"


def fills_itself(word: ast.keyword) -> bool:
    return word.arg in ("auto_now", "auto_now_add") or (word.arg == "default" and dotted(word.value).endswith(READING_IT))


def test_only_doors_read_the_clock() -> None:
    assert broken(reads_the_clock) == []


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import date\nday = date.today()",
        "from milepost.kernel import clock\nnow = clock.now()",
        "from django.utils import timezone\nnow = timezone.now()",
        "made_at = models.DateTimeField(auto_now_add=True)",
        "made_at = models.DateTimeField(default=timezone.now)",
    ],
)
def test_the_law_notices_a_room_that_reads_the_clock(code: str) -> None:
    assert list(reads_the_clock(written(code, "plans.models")))


def test_a_door_may_ask_the_kernel() -> None:
    assert not list(reads_the_clock(written("from milepost.kernel import clock\nnow = clock.now()", "web.plans")))


def test_the_day_of_an_instant_that_was_handed_in_is_no_reading() -> None:
    assert not list(reads_the_clock(written("as_of = clock.today(zone, now)", "forecast.reads")))
    assert list(reads_the_clock(written("as_of = clock.today(zone)", "forecast.reads")))
