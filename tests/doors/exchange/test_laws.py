"""Laws of working time on its way in and out, over many made calendars and plans."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.exchange import msproject
from milepost.exchange.msproject.calendars import joined, laid_over
from milepost.kernel.refusal import Refusal
from milepost.kernel.worktime import DayException, Shift
from milepost.plans.draft import Draft, Task
from scripts.make_plan import START
from tests.doors.exchange.plans import mspdi, read, task

FIRST = date(2026, 1, 1)
SHIFTS: tuple[tuple[Shift, ...], ...] = ((), ((480, 720),), ((540, 1080),))

spans = st.builds(
    lambda first, length, shifts, name: DayException(FIRST + timedelta(first), FIRST + timedelta(first + length), SHIFTS[shifts], name),
    st.integers(0, 60),
    st.integers(0, 12),
    st.integers(0, 2),
    st.sampled_from("abcdef"),
)
shifts = st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 600)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=6)


def by_day(exceptions: list[DayException]) -> dict[date, tuple[tuple[Shift, ...], str]]:
    """What each day is, told one exception after another."""
    return {
        each.first + timedelta(number): (each.shifts, each.name)
        for each in exceptions
        for number in range((each.last - each.first).days + 1)
    }


@given(st.lists(spans, max_size=12), st.lists(spans, max_size=12))
def test_exceptions_laid_over_each_other_are_in_order_apart_and_say_what_the_later_one_said(
    under: list[DayException], over: list[DayException]
) -> None:
    found = laid_over(under, over)
    assert all(before.last < after.first for before, after in pairwise(found))
    assert by_day(list(found)) == by_day([*under, *over])


@given(shifts)
def test_joined_shifts_cover_the_same_minutes_without_overlap(given_shifts: list[Shift]) -> None:
    found = joined(given_shifts)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    covered = {minute for first, last in given_shifts for minute in range(first, last)}
    assert {minute for first, last in found for minute in range(first, last)} == covered


@given(st.text(max_size=40), st.text(max_size=200))
def test_every_text_that_xml_can_hold_comes_back(name: str, notes: str) -> None:
    draft = Draft("Harbour", START, (Task(1, name, notes=notes),))
    found = msproject.read(BytesIO(msproject.write(draft))).tasks[0]
    again = msproject.read(BytesIO(msproject.write(Draft("Harbour", START, (found,))))).tasks[0]
    assert again == found


def refused_with(content: bytes) -> str:
    """The code of the refusal, or nothing; any other exception is a fault of the reader."""
    try:
        read(content)
    except Refusal as refusal:
        return refusal.code
    return ""


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_as_a_file_that_is_no_plan(content: bytes) -> None:
    assert refused_with(content).startswith("file_")


@settings(max_examples=300)
@given(st.data())
def test_a_plan_with_any_bytes_changed_is_a_plan_or_a_refusal(data: st.DataObject) -> None:
    fields = "<Duration>PT8H0M0S</Duration><Start>2026-03-02T08:00:00</Start>"
    content = bytearray(mspdi("".join(task(uid, "Dredge", fields) for uid in range(1, 4))))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert "unexpected" not in refused_with(bytes(content))
