"""Rules without a table: labels, custom fields, mentions, recurring tasks, saved views, files beside tasks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.refusal import Refusal
from milepost.plans import rules
from milepost.plans.rules import FieldKind, Filter, Part, Repeat, Rhythm, Shown, Sort, State

MONDAY = date(2026, 3, 2)


def next_weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def days(**rule: object) -> list[date]:
    repeat = Repeat(**{"every": 1, "rhythm": Rhythm.WEEK, "first_on": MONDAY, **rule})  # type: ignore[arg-type]
    rules.repeating.check_repeat(repeat)
    return rules.repeating.days(repeat, next_weekday)


def refused(code: str) -> object:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_a_weekly_meeting_comes_back_on_its_weekday() -> None:
    assert days(times=3) == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]


def test_every_second_week_on_two_days_counts_weeks_from_the_first() -> None:
    found = days(every=2, weekdays=(1, 3), first_on=date(2026, 3, 4), times=4)
    assert found == [date(2026, 3, 5), date(2026, 3, 17), date(2026, 3, 19), date(2026, 3, 31)]


def test_the_last_day_of_each_month_is_the_31st_or_as_near_as_there_is() -> None:
    found = days(rhythm=Rhythm.MONTH, month_day=31, first_on=date(2026, 1, 5), until_on=date(2026, 4, 30))
    assert found == [date(2026, 2, 2), date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 30)]


def test_every_day_means_every_working_day_once() -> None:
    assert days(rhythm=Rhythm.DAY, until_on=date(2026, 3, 9)) == [date(2026, 3, day) for day in (2, 3, 4, 5, 6, 9)]


@given(
    every=st.integers(1, 5),
    rhythm=st.sampled_from(Rhythm),
    ahead=st.integers(0, 3000),
    times=st.integers(1, 200),
    weekdays=st.frozensets(st.integers(0, 6)),
)
def test_days_ascend_are_open_and_as_many_as_was_said(every: int, rhythm: Rhythm, ahead: int, times: int, weekdays: frozenset[int]) -> None:
    first = MONDAY + timedelta(days=ahead)
    found = days(every=every, rhythm=rhythm, first_on=first, times=times, weekdays=tuple(weekdays))
    assert len(found) == times
    assert found == sorted(set(found))
    assert found[0] >= first
    assert all(day.weekday() < 5 for day in found)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("repeat_endless", {}),
        ("repeat_times", {"times": 201}),
        ("repeat_times", {"times": 0}),
        ("repeat_apart", {"every": 0, "times": 1}),
        ("repeat_ends_early", {"until_on": date(2026, 3, 1)}),
        ("repeat_too_often", {"until_on": date(2036, 3, 1)}),
        ("repeat_never", {"rhythm": Rhythm.MONTH, "month_day": 31, "until_on": date(2026, 3, 3)}),
        ("weekday_unknown", {"weekdays": (7,), "times": 1}),
        ("month_day_unknown", {"month_day": 32, "times": 1}),
        ("day_far_away", {"first_on": date(2199, 1, 1), "times": 1}),
    ],
)
def test_a_rule_that_cannot_be_is_refused(code: str, rule: dict[str, object]) -> None:
    with refused(code):  # type: ignore[attr-defined]
        days(**rule)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldKind.TEXT, "  PO 4711 ", "PO 4711"),
        (FieldKind.NUMBER, "12,50", "12.5"),
        (FieldKind.NUMBER, "-0", "0"),
        (FieldKind.NUMBER, "1e3", "1000"),
        (FieldKind.DATE, "2026-03-12", "2026-03-12"),
        (FieldKind.CHOICE, "high", "high"),
        (FieldKind.CHOICE, "  ", None),
        (FieldKind.DATE, None, None),
    ],
)
def test_a_value_is_kept_in_one_way(kind: FieldKind, typed: str | None, kept: str | None) -> None:
    assert rules.fields.value(kind, ["high", "low"], typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (FieldKind.NUMBER, "a dozen", "number_not_understood"),
        (FieldKind.NUMBER, "nan", "number_not_understood"),
        (FieldKind.NUMBER, "1e30", "number_not_understood"),
        (FieldKind.DATE, "tomorrow", "day_not_understood"),
        (FieldKind.DATE, "1066-10-14", "day_far_away"),
        (FieldKind.CHOICE, "middling", "choice_unknown"),
        (FieldKind.TEXT, "x" * 301, "text_too_long"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: FieldKind, typed: str, code: str) -> None:
    with refused(code):  # type: ignore[attr-defined]
        rules.fields.value(kind, ["high"], typed)


def test_choices_are_kept_once_and_only_where_one_chooses() -> None:
    assert rules.fields.choices(FieldKind.CHOICE, ["high", " low", "high", ""]) == ["high", "low"]
    assert rules.fields.choices(FieldKind.TEXT, ["high"]) == []
    with refused("choices_missing"):  # type: ignore[attr-defined]
        rules.fields.choices(FieldKind.CHOICE, [" "])
    with refused("choices_too_many"):  # type: ignore[attr-defined]
        rules.fields.choices(FieldKind.CHOICE, [str(number) for number in range(51)])


TEAM = {1: "Anna Kowalski", 2: "Jonas Meyer", 3: "Anna Berg", 4: "Tom"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Anna Kowalski, please look", (1,)),
        ("@jonas and @TOM: ready?", (2, 4)),
        ("@Anna?", ()),
        ("write to anna@tom.example", ()),
        ("@Tomorrow", ()),
        ("@Tom @tom", (4,)),
        ("(@Anna Berg)", (3,)),
    ],
)
def test_who_is_meant_by_a_name(text: str, who: tuple[int, ...]) -> None:
    assert rules.mentions.mentioned(text, TEAM) == who


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\offer.pdf", "offer.pdf"),
        ("exe.\u202efdp.scr", "exe.fdp.scr"),
        ("  ..  ", "file"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ('"><svg onload=1>.png', "svg onload=1.png"),
    ],
)
def test_a_file_is_called_by_its_last_name_without_signs_that_do_harm(given_name: str, kept: str) -> None:
    assert rules.attachments.file_name(given_name) == kept


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "feed.XML", "script.js", "mail.eml", "noending"])
def test_what_can_hold_a_script_is_handed_out_as_bytes(name: str) -> None:
    assert rules.attachments.media_type(name) == "application/octet-stream"


def test_pictures_and_papers_keep_their_type() -> None:
    assert rules.attachments.media_type("offer.PDF") == "application/pdf"
    assert rules.attachments.media_type("plan.png") == "image/png"


def test_a_view_names_columns_that_there_are() -> None:
    rules.views.check_shown(Shown(columns=("name", "field:7"), sort=(Sort("finish", down=True),), group="who"))
    for wrong, code in (
        (Shown(columns=("salary",)), "column_unknown"),
        (Shown(sort=(Sort("field:0"),)), "column_unknown"),
        (Shown(group="field:x"), "column_unknown"),
        (Shown(columns=("name", "name")), "column_twice"),
        (Shown(filter=Filter(labels=tuple(range(201)))), "view_too_long"),
    ):
        with refused(code):  # type: ignore[attr-defined]
            rules.views.check_shown(wrong)


def test_who_does_the_work_and_answers_for_it_may_be_one_person() -> None:
    assert rules.raci.part(responsible=True, accountable=True, other=None) is Part.BOTH
    assert rules.raci.part(responsible=False, accountable=True, other="C") is Part.ACCOUNTABLE
    assert rules.raci.part(responsible=False, accountable=False, other="I") is Part.INFORMED
    assert rules.raci.part(responsible=False, accountable=False, other=None) is None
    assert Part.BOTH.responsible
    assert Part.BOTH.accountable


def test_a_board_takes_as_many_tasks_as_was_said() -> None:
    assert rules.board.limits({State.DOING: 3, State.DONE: None}) == {"doing": 3}
    with refused("limit_out_of_range"):  # type: ignore[attr-defined]
        rules.board.limits({State.DOING: 0})


@pytest.mark.parametrize("name", ["", "x" * 41])
def test_a_label_is_a_few_words(name: str) -> None:
    with pytest.raises(Refusal):
        rules.labels.label_name(name)


def test_a_label_has_a_colour_of_the_look() -> None:
    rules.labels.check_colour("wait")
    with refused("colour_unknown"):  # type: ignore[attr-defined]
        rules.labels.check_colour("#ff0000")
