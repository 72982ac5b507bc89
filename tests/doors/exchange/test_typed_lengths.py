"""Lengths of working time as people write them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.exchange import typed
from milepost.kernel.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("3d", 1440),
        ("4h", 240),
        ("90m", 90),
        ("90min", 90),
        ("1.5d", 720),
        ("1,5 d", 720),
        ("3 d 4 h", 1680),
        ("1w", 2400),
        ("0", 0),
        ("0h", 0),
        ("1w 2d", 3360),
        ("2.5d", 1200),
        ("3 days", 1440),
        ("1 week, 2 days", 3360),
        ("8 hrs", 480),
        ("1 mon", 9600),
        ("2 Tage 4 Std.", 1200),
    ],
)
def test_a_length_of_time_is_working_time(text: str, minutes: int) -> None:
    assert typed.length(text) == minutes


def test_a_day_is_as_long_as_the_project_says() -> None:
    assert typed.length("2d", 450) == 900


@pytest.mark.parametrize("text", ["7", "-3d", "3dd", "d", "", "three days", "1e9d", "3d left", "3dw", "1 5d"])
def test_a_length_without_a_clear_unit_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed.length(text, field="remaining")
    assert refused.value.code == "duration_not_understood"
    assert "90m" in str(refused.value)


def test_more_than_a_hundred_years_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        typed.length("999999999999999w")
    assert refused.value.code == "duration_too_long"


@given(st.integers(0, 100_000), st.integers(60, 1440))
def test_a_length_that_was_shown_is_read_as_the_same(minutes: int, per_day: int) -> None:
    assert typed.length(typed.written_length(minutes, per_day=per_day), per_day) == minutes


@given(st.text(max_size=40))
def test_any_text_is_a_length_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert typed.length(text) >= 0
