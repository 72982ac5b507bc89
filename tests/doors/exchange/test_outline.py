"""Lists of tasks as people write them: indented, with bullets, numbered, pasted from a spreadsheet; and hostile ones."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.exchange import outline, sheets, typed
from milepost.exchange.outline.reading import MOST_PROBLEMS
from milepost.kernel.refusal import Refusal
from milepost.plans.sketch import Sketch, SketchTask

TUESDAY = date(2026, 3, 10)
DAY = 480


def read(text: str) -> outline.Reading:
    return outline.read(text, today=TUESDAY)


def sketch(text: str) -> Sketch:
    return read(text).usable()


def task(text: str) -> SketchTask:
    return sketch(text).tasks[0]


@pytest.mark.parametrize(
    "text",
    [
        "Plan\n  Think\n    Hard\n  Act\nEnd",
        "- Plan\n  - Think\n    * Hard\n  - Act\n- End",
        "Plan\n\tThink\n\t\tHard\n\tAct\nEnd",
        "# Plan\n## Think\n### Hard\n## Act\n# End",
        "# Plan\n- Think\n  - Hard\n- Act\n# End",
        "1 Plan\n1.1 Think\n1.1.1 Hard\n1.2 Act\n2 End".replace("1 Plan", "1. Plan").replace("2 End", "2. End"),
        "Plan\n    - [ ] Think\n          • Hard\n    - [x] Act\n\n---\nEnd",
        "Level\tTask\n1\tPlan\n2\tThink\n3\tHard\n2\tAct\n1\tEnd",
        "WBS;Task\n1;Plan\n1.1;Think\n1.1.1;Hard\n1.2;Act\n2;End",
    ],
)
def test_an_outline_has_its_levels_however_it_is_written(text: str) -> None:
    assert [(one.name, one.level) for one in sketch(text).tasks] == [("Plan", 1), ("Think", 2), ("Hard", 3), ("Act", 2), ("End", 1)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Design 3d", SketchTask("Design", takes_minutes=3 * DAY, line=1)),
        ("Design (3 days)", SketchTask("Design", takes_minutes=3 * DAY, line=1)),
        ("Design: 1w 2d", SketchTask("Design", takes_minutes=7 * DAY, line=1)),
        ("Design — 4h @Mara", SketchTask("Design", takes_minutes=240, who=("Mara",), line=1)),
        ("Design @Mara Lind, @Jo 2d", SketchTask("Design", takes_minutes=2 * DAY, who=("Mara Lind", "Jo"), line=1)),
        ('Design @"The whole team" 2d', SketchTask("Design", takes_minutes=2 * DAY, who=("The whole team",), line=1)),
        ("Design 3d (2d-6d)", SketchTask("Design", 1, 3 * DAY, 2 * DAY, 6 * DAY, line=1)),
        ("Design 2d/3d/6d", SketchTask("Design", 1, 3 * DAY, 2 * DAY, 6 * DAY, line=1)),
        ("Design (2d–6d)", SketchTask("Design", 1, 4 * DAY, 2 * DAY, 6 * DAY, line=1)),
        ("Design 3d by 20 mar", SketchTask("Design", takes_minutes=3 * DAY, due_on=date(2026, 3, 20), line=1)),
        ("Design from next mon 3d", SketchTask("Design", takes_minutes=3 * DAY, start_on=date(2026, 3, 16), line=1)),
        ("Go live (milestone)", SketchTask("Go live", takes_minutes=0, line=1)),
        ("Go live ◆", SketchTask("Go live", takes_minutes=0, line=1)),
        ("Print in 3D", SketchTask("Print in 3D", line=1)),
        ("Reply within 2 days", SketchTask("Reply within 2 days", line=1)),
        ("Review by the client", SketchTask("Review by the client", line=1)),
        ("Write to mara@example.com", SketchTask("Write to mara@example.com", line=1)),
        ("=HYPERLINK(1) 2d", SketchTask("=HYPERLINK(1)", takes_minutes=2 * DAY, line=1)),
    ],
)
def test_what_stands_behind_a_name_is_read(text: str, meant: SketchTask) -> None:
    assert task(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Design 3d\nBuild 1w <- Design",
        "Design 3d\nBuild 1w (after Design)",
        "Design 3d\nBuild 1w after Design",
        "Design 3d\nBuild 1w <- 1",
        "1.1 Design 3d\n1.2 Build 1w <- 1.1",
        "Design 3d (before Build)\nBuild 1w",
        "Task,Duration,Predecessors\nDesign,3d,\nBuild,1w,Design",
        "ID\tTask Name\tDuration\tPredecessors\n7\tDesign\t3 days?\t\n9\tBuild\t5 days\t7FS",
        "Aufgabe;Dauer (Tage);Vorgänger\nDesign;3;\nBuild;5;1",
    ],
)
def test_links_are_read_however_they_are_written(text: str) -> None:
    design, build = sketch(text).tasks
    assert (design.name, design.takes_minutes, build.name, build.takes_minutes) == ("Design", 3 * DAY, "Build", 5 * DAY)
    assert [after.task for after in build.after] == [0]


def test_words_that_name_no_task_belong_to_the_name() -> None:
    assert [one.name for one in sketch("Clean up after dinner 1d\nDinner party 1d").tasks] == ["Clean up after dinner", "Dinner party"]


def test_a_table_says_everything_in_the_usual_words() -> None:
    text = (
        "Project X\nPhase;Task name;Best;Estimate;Worst;Owner;Start;Due;Deliverable;Notes;Cost\n"
        "Plan;Think;1d;2d;4d;Mara [50%], Jo;31/3/2026;4/4/2026;Paper;by hand;12\nPlan;Act;;;;;;;;;\nEnd;Rest;;90m;;;;;;;\n"
    )
    reading = read(text)
    assert [(one.name, one.level) for one in reading.usable().tasks] == [("Plan", 1), ("Think", 2), ("Act", 2), ("End", 1), ("Rest", 2)]
    think = reading.sketch.tasks[1]
    assert (think.best_minutes, think.takes_minutes, think.worst_minutes, think.who) == (DAY, 2 * DAY, 4 * DAY, ("Mara", "Jo"))
    assert (think.start_on, think.due_on, think.deliverable, think.notes) == (date(2026, 3, 31), date(2026, 4, 4), "Paper", "by hand")
    assert [each.name for each in reading.sketch.deliverables] == ["Paper"]
    assert [str(one) for one in reading.assumed] == [
        "These columns are not used: Cost.",
        "1 tasks say no length: each is taken for one day.",
    ]


def test_dates_with_strokes_are_read_as_the_clear_ones_beside_them() -> None:
    american = sketch("Task,Start,Finish\nA,03/04/2026,03/06/2026\nB,03/25/2026,03/27/2026").tasks
    assert (american[0].start_on, american[0].takes_minutes) == (date(2026, 3, 4), 3 * DAY)
    assert [one.line for one in read("Task,Start\nA,3/4/2026").problems] == [2]


def test_start_and_finish_say_the_length_where_nothing_else_does() -> None:
    assert task("Task,Start,Finish\nDig,2026-03-13,2026-03-17").takes_minutes == 3 * DAY


def test_bare_numbers_in_a_column_of_lengths_are_days_and_it_says_so() -> None:
    reading = read("Task,Duration\nDig,3\nPlant,1.5")
    assert [one.takes_minutes for one in reading.sketch.tasks] == [3 * DAY, 720]
    assert any("days" in str(one) for one in reading.assumed)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Dig 2d\nPlant <- Digg\n  @Mara", {2: "name_unknown", 3: "line_without_name"}),
        ("Task,Duration\nDig,3d\nPlant,soon\n,2d", {3: "duration_not_understood", 4: "line_without_name"}),
        ("Task,Start,Finish\nDig,2026-03-12,2026-03-10", {2: "finish_before_start"}),
        ("Task,Level\nDig,deep", {2: "level_not_understood"}),
        ("Dig 3d (4d-6d)", {1: "estimate_out_of_order"}),
        (f"Dig\n{'x' * 301}\n{'y' * 501}", {2: "name_impossible", 3: "line_too_long"}),
    ],
)
def test_lines_that_are_not_understood_are_named_with_their_number(text: str, lines: dict[int, str]) -> None:
    reading = read(text)
    assert {problem.line: problem.code for problem in reading.problems} == lines
    with pytest.raises(Refusal) as refused:
        reading.usable(field="outline")
    assert (refused.value.code, refused.value.field) == ("outline_not_understood", "outline")
    assert [one["line"] for one in refused.value.details["lines"]] == sorted(lines)  # type: ignore[attr-defined]


HOSTILE = {
    "ten megabytes": "x" * 10_000_000,
    "a hundred thousand tasks": "Task 3d\n" * 100_000,
    "deeper than anybody reads": "\n".join(" " * width + "x" for width in range(60)),
    "cells without a heading": "Dig\t3d\tMara\nPlant\t2d\tJo\n",
    "a quotation mark that never ends": 'Task,Duration\n"' + "a" * 1_900_000,
}
DEMANDING = {
    "links to nowhere": "\n".join(f"Task {n} 2d <- Tosk {n}" for n in range(2000)),
    "lengths without end": ("3d " * 330 + "\n") * 1900,
    "people without end": ("x @a " * 160 + "\n") * 1900,
    "spaces without end": ("a" + " " * 990 + "b\n") * 1900,
    "formulas for lengths": "Task,Duration\n" + "Dig,=cmd|'/C calc'!A1\n" * 9000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_nobody_can_use_is_refused_whole(text: str) -> None:
    with pytest.raises(Refusal):
        read(text)


@pytest.mark.parametrize("text", DEMANDING.values(), ids=DEMANDING)
def test_a_text_full_of_mistakes_is_read_as_far_as_its_fiftieth(text: str) -> None:
    assert len(read(text).problems) == MOST_PROBLEMS


NAMES = st.text("abcdefgh ÄÖé", min_size=1, max_size=20).map(str.strip).filter(lambda name: len(name) > 3)
LINES = st.lists(st.tuples(NAMES, st.integers(0, 3), st.integers(1, 5000)), min_size=1, max_size=12)


@given(LINES)
def test_an_outline_that_was_written_is_read_as_the_same(lines: list[tuple[str, int, int]]) -> None:
    depths = [0]
    for _, deeper, _ in lines[1:]:
        depths.append(min(deeper, depths[-1] + 1))
    text = "\n".join(
        f"{'  ' * depth}- {name} {typed.written_length(minutes)}" for (name, _, minutes), depth in zip(lines, depths, strict=True)
    )
    found = sketch(text).tasks
    assert [(one.level - 1, one.takes_minutes) for one in found] == [(d, m) for d, (_, _, m) in zip(depths, lines, strict=True)]
    assert [one.name for one in found] == [" ".join(name.split(" ")) for name, _, _ in lines]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert len(read(text).sketch.tasks) <= len(text)


def test_objectives_and_deliverables_are_written_one_per_line() -> None:
    (sooner, more) = outline.read_objectives("Invoices leave sooner: days, 12,5 → 3, by end of june\n- More sales", today=TUESDAY)
    assert (sooner.name, sooner.metric, sooner.baseline_value, sooner.target) == ("Invoices leave sooner", "days", "12,5", "3")
    assert (sooner.by_on, more.name, more.metric) == (date(2026, 6, 30), "More sales", "")
    shop, manual = outline.read_deliverables("Shop\n - It sells\n  It ships\nManual:\n* It is read")
    assert (shop.name, shop.criteria, manual.name, manual.criteria) == ("Shop", ("It sells", "It ships"), "Manual", ("It is read",))
    with pytest.raises(Refusal):
        outline.read_objectives("More\n" * 51, today=TUESDAY)
    with pytest.raises(Refusal):
        outline.read_deliverables("Shop\n" + "- It sells\n" * 101)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_text_in_whatever_way_a_program_wrote_it(encoding: str) -> None:
    assert task(sheets.text_of("Task;Duration\nPrüfung;3d".encode(encoding), name="list.csv")).name == "Prüfung"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"PK\3\4", "list.xlsx", "sheet_unreadable"),
        (b"<Project/>", "plan.xml", "file_is_plan"),
        (b"a\0b", "list.csv", "file_is_no_text"),
        (b"a" * 2_000_001, "list.csv", "outline_too_large"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_way_out(content: bytes, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        sheets.text_of(content, name=name)
    assert refused.value.code == code


def test_an_empty_cell_below_predecessors_says_that_nothing_is_waited_for() -> None:
    table, typed_list = "Task,Predecessors\nDesign,\nBuild,Design\nAdvertise,", "Design\nBuild <- Design\nAdvertise"
    links = [[len(task.after) for task in read(text).in_sequence().sketch.tasks] for text in (table, typed_list)]
    assert links == [[0, 1, 0], [0, 1, 1]]
