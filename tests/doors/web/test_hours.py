"""The hours of a weekday, typed and shown again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.refusal import Refusal
from milepost.web.hours import typed_shifts, written_shifts


@pytest.mark.parametrize(
    ("text", "shifts"),
    [
        ("9:00-13:00, 14:00-18:00", ((540, 780), (840, 1080))),
        ("9-17", ((540, 1020),)),
        ("9.30 – 12; 13 to 18", ((570, 720), (780, 1080))),
        ("22:00-6:00", ((1320, 1800),)),
        ("0-24", ((0, 1440),)),
        ("", ()),
    ],
)
def test_hours_are_read_as_shifts(text: str, shifts: tuple[tuple[int, int], ...]) -> None:
    assert typed_shifts(text) == shifts


@pytest.mark.parametrize("text", ["nine to five", "9", "9-25", "9:75-10", "9-9", "-9-17"])
def test_what_are_no_hours_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed_shifts(text)
    assert refused.value.code == "hours_not_understood"
    assert "9:00-13:00" in str(refused.value)


@pytest.mark.parametrize("text", ["9-13, 12-18", "14-18, 9-13"])
def test_stretches_that_overlap_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed_shifts(text)
    assert refused.value.code == "shifts_overlap"


@given(st.tuples(st.integers(0, 700), st.integers(701, 1440)))
def test_hours_that_were_shown_are_read_as_the_same(shift: tuple[int, int]) -> None:
    assert typed_shifts(written_shifts((shift,))) == (shift,)
