"""The timeline on paper says what the forecast says, on as many sheets as it takes, and nothing in a plan is read as source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from babel import Locale

from milepost.exchange.gantt import Wanted, gantt, paper_counts
from milepost.exchange.gantt.drawing import EPOCH, Drawing, Ground
from milepost.exchange.gantt.sheets import DEEPEST, MINUTES_OF_DAY, MOST_ACROSS, MOST_SHEETS, sheets
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasting
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.papers import PAPERS, picture
from milepost.papers.pictures import COLOURS
from milepost.plans import writes as planning
from milepost.plans.edits import Set
from tests.cast import NOW, Cast, Firm

TABLES = (329.0, 195.0)


def printed(firm: Firm, wanted: Wanted | None = None) -> bytes:
    forecasting.conclude(firm.project_id, now=NOW)
    return gantt(firm.manager.actor, firm.project_id, wanted or Wanted.of(), now=NOW).content


def pages(content: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(content)
    for page in document:
        yield page.get_textpage().get_text_bounded()


def chart(firm: Firm) -> forecasts.Chart:
    return forecasts.chart(firm.manager.actor, firm.project_id, now=NOW)


def test_every_task_stands_on_it_with_its_dates(cast: Cast) -> None:
    (page,) = pages(printed(cast.north))
    shown = chart(cast.north)
    for row, name in enumerate(shown.name):
        start, finish = (EPOCH + timedelta(days=minutes // MINUTES_OF_DAY) for minutes in (shown.start[row] or 0, shown.finish[row] or 0))
        said = f"{name} {start.day} {start:%b %Y} {finish.day} {finish:%b %Y} {shown.percent[row]} %"
        assert said in " ".join(page.split())


def test_its_head_keeps_the_three_dates_apart(cast: Cast) -> None:
    (page,) = pages(printed(cast.north))
    assert "as of 2 Mar 2026" in page
    assert re.search(r"forecast \d+ \w+ 2026", page)


def test_it_is_an_archive_and_can_be_read_aloud(cast: Cast) -> None:
    content = printed(cast.north)
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/StructTreeRoot" in content
    assert b"/Alt" in content


def test_the_same_plan_at_the_same_moment_is_the_same_file(cast: Cast) -> None:
    assert printed(cast.north) == printed(cast.north)


@pytest.mark.parametrize("name", ["#import sys: *", "*bold* _x_ $y$ \\ [a](b) </svg><script>", "日本語の名前 ✓", 'quote " & amp', "שלום"])
def test_a_name_is_never_read_as_source(cast: Cast, name: str) -> None:
    firm = cast.north
    planning.edit_plan(firm.manager.actor, firm.project_id, edits=[Set(firm.task_ids["dredge"], 1, {"name": name})], now=NOW)
    (page,) = pages(printed(firm))
    if name.isascii():
        assert name in " ".join(page.split())


@pytest.mark.parametrize("paper", [each.name for each in PAPERS])
@pytest.mark.parametrize("turned", ["landscape", "portrait"])
def test_every_paper_has_its_size(cast: Cast, paper: str, turned: str) -> None:
    wanted = Wanted.of(paper, turned, 2)
    document = pypdfium2.PdfDocument(printed(cast.north, wanted))
    millimetres = [round(points * 25.4 / 72) for points in document[0].get_size()]
    assert (millimetres, len(document)) == (list(wanted.size), 2)


def test_the_sheets_cover_every_task_and_every_day_once() -> None:
    laid = sheets(Wanted.of("A4", "landscape", 3), 100, (20_000, 20_400), TABLES)
    bands = [laid[at : at + 3] for at in range(0, len(laid), 3)]
    assert [place for band in bands for place in band[0].rows] == list(range(100))
    for band in bands:
        assert {each.rows for each in band} == {band[0].rows}
        assert (band[0].first, round(band[2].last)) == (19_998, 20_403)
        assert all(before.last == then.first for before, then in pairwise(band))
        assert {round(each.width / (each.last - each.first), 6) for each in band} == {round(sum(each.width for each in band) / 405, 6)}


def test_letters_grow_with_the_paper_while_all_tasks_stay_on_one_sheet(cast: Cast) -> None:
    def largest(paper: str) -> float:
        page = pypdfium2.PdfDocument(printed(cast.north, Wanted.of(paper)))[0].get_textpage()
        return max(page.get_charbox(at)[3] - page.get_charbox(at)[1] for at in range(page.count_chars()))

    assert largest("A1") > 2 * largest("A4")


def test_a_bar_lies_where_its_dates_are(cast: Cast) -> None:
    printed(cast.north)
    shown = chart(cast.north)
    (sheet,) = sheets(Wanted.of(), len(shown.name), (20_510, 20_560), TABLES)
    drawn = Drawing(Ground(shown, range(len(shown.name))), sheet, Locale("en")).svg()
    row = shown.id.index(cast.north.task_ids["dredge"])
    found = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="6.00" rx="1" fill="var', drawn)
    a_day = sheet.width / (sheet.last - sheet.first)
    bars = {(round(sheet.first + float(x) / a_day, 1), round(float(width) / a_day, 1)) for x, width in found}
    start, finish = shown.start[row], shown.finish[row]
    assert start is not None
    assert finish is not None
    assert (round(start / MINUTES_OF_DAY, 1), round((finish - start) / MINUTES_OF_DAY, 1)) in bars


def test_a_shallow_outline_leaves_out_what_is_below(cast: Cast) -> None:
    shown = chart(cast.north)
    (page,) = pages(printed(cast.north, Wanted.of(depth=1)))
    top = min(shown.level)
    assert all((name in page) == (level == top) for name, level in zip(shown.name, shown.level, strict=True))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("A5", "landscape", 1, 1), "paper_unknown"),
        (("A4", "sideways", 1, 1), "paper_turn_unknown"),
        (("A4", "portrait", 0, 1), "sheets_across_outside"),
        (("A4", "portrait", MOST_ACROSS + 1, 1), "sheets_across_outside"),
        (("A4", "portrait", None, 1), "sheets_across_outside"),
        (("A4", "portrait", 1, 0), "depth_outside"),
        (("A4", "portrait", 1, DEEPEST + 1), "depth_outside"),
    ],
)
def test_paper_that_nobody_has_is_refused(asked: tuple[str, str, int | None, int | None], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        Wanted.of(*asked)
    assert refused.value.code == code


def test_more_sheets_than_anybody_hangs_up_are_refused() -> None:
    with pytest.raises(Refusal, match=str(MOST_SHEETS)) as refused:
        sheets(Wanted.of("A4", "landscape", 12), 2_000, (20_000, 20_400), TABLES)
    assert refused.value.code == "too_many_sheets"


def test_an_empty_plan_is_not_printed(cast: Cast) -> None:
    manager = cast.north.manager.actor
    empty = planning.add_project(manager, name="Empty", start_on=NOW.date(), now=NOW)
    with pytest.raises(Refusal) as refused:
        gantt(manager, empty, Wanted.of(), now=NOW)
    assert refused.value.code == "nothing_to_print"


def test_who_may_not_export_does_not_print(cast: Cast) -> None:
    firm = cast.north
    for asked in (lambda who: gantt(who, firm.project_id, Wanted.of(), now=NOW), lambda who: paper_counts(who, firm.project_id, now=NOW)):
        with pytest.raises(NotAllowed):
            asked(firm.member.actor)
        with pytest.raises(NotFound):
            asked(cast.south.manager.actor)


def test_larger_paper_takes_fewer_sheets(cast: Cast) -> None:
    counts = paper_counts(cast.north.manager.actor, cast.north.project_id, now=NOW)
    assert [name for name, _count in counts] == ["A4", "A3", "A2", "A1", "A0"]
    assert sorted((count for _name, count in counts), reverse=True) == [count for _name, count in counts]


def test_paper_has_the_colours_of_the_light_look() -> None:
    tokens = (Path(__file__).parents[3] / "frontend" / "src" / "styles" / "tokens.css").read_text()
    assert dict(re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}),", tokens)) == COLOURS


def test_a_picture_needs_no_style_sheet_on_paper() -> None:
    drawn = picture('<svg class="chart" height="20"><text class="label strong" x="1">a</text><rect fill="var(--late)"/></svg>', width=100)
    assert "var(" not in drawn
    assert 'viewBox="0 0 100 20"' in drawn
    assert 'font-weight="600"' in drawn
    with pytest.raises(ValueError, match="no picture"):
        picture("<p>", width=1)
