"""Which tasks and which days go on which sheet. All lengths in points, 72 to the inch."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.papers import PAPERS, Paper

POINTS = 72 / 25.4
"""In a millimetre."""
MARGINS = {"top": 18, "bottom": 12, "side": 10}
HEAD, ROW, SIZE = 30.0, 14.0, 7.5
"""How high the head of the table is and each of its rows, and how large its letters."""
LARGEST, TABLE_SHARE = 3.0, 0.42
MOST_ACROSS, MOST_SHEETS, DEEPEST = 12, 400, 20
TURNS = ("landscape", "portrait")
MINUTES_OF_DAY = 1440
ROOM_DAYS = 2
"""So many days are left free at both ends of the axis."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked for: the paper, how it is turned, on how many sheets side by side, how deep into the outline."""

    paper: Paper
    landscape: bool = True
    across: int = 1
    depth: int = DEEPEST

    @classmethod
    def of(cls, paper: str = "A4", turned: str = TURNS[0], across: int | None = 1, depth: int | None = DEEPEST) -> Wanted:
        """The same from words. Refused: a paper or a turn nobody knows, numbers beyond 1 to 12 sheets and 1 to 20 levels."""
        known = {each.name: each for each in PAPERS}
        if paper not in known:
            papers = ", ".join(known)
            raise Refusal(
                "paper_unknown", say("Nobody prints on “{paper}” here. Choose {papers}.", paper=paper, papers=papers), field="paper"
            )
        if turned not in TURNS:
            raise Refusal("paper_turn_unknown", say("A sheet stands upright (portrait) or lies (landscape)."), field="turned")
        if across is None or not 1 <= across <= MOST_ACROSS:
            raise Refusal("sheets_across_outside", say("A plan is 1 to {most} sheets wide.", most=MOST_ACROSS), field="across")
        if depth is None or not 1 <= depth <= DEEPEST:
            raise Refusal("depth_outside", say("An outline is 1 to {most} levels deep.", most=DEEPEST), field="depth")
        return cls(known[paper], turned == "landscape", across, depth)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as it is turned, in millimetres."""
        upright = (self.paper.width, self.paper.height)
        return upright[::-1] if self.landscape else upright


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the places of its tasks in the list, and its part of the axis from day to day (since 1970, the last exclusive)."""

    rows: range
    first: float
    last: float
    width: float
    """Of its part of the axis."""
    table: float
    """Width of its table; the sheets further along name the tasks only."""


def sheet_count(wanted: Wanted, tasks: int) -> int:
    """How many sheets so many tasks take."""
    return -(-max(1, tasks) // _rows_each(wanted)) * wanted.across


def enlarged(wanted: Wanted, tasks: int, table: float) -> float:
    """How many times larger than on A4 everything may be drawn: as large as one sheet holds all tasks and most of it is timeline."""
    wide, high = _inner(wanted)
    return max(1.0, min(LARGEST, high / (HEAD + ROW * tasks + 1), wide * TABLE_SHARE / table))


def _inner(wanted: Wanted) -> tuple[float, float]:
    """What the margins leave of a sheet."""
    wide, high = wanted.size
    return (wide - 2 * MARGINS["side"]) * POINTS, (high - MARGINS["top"] - MARGINS["bottom"]) * POINTS


def _rows_each(wanted: Wanted) -> int:
    return max(1, int((_inner(wanted)[1] - HEAD - 1) // ROW))


def sheets(wanted: Wanted, tasks: int, span: tuple[int, int], tables: tuple[float, float]) -> list[Sheet]:
    """All sheets, along the axis first, before they are `enlarged`.

    `tables` is how wide the table is on the first sheet of a row of them and on the others.

    Refused: more than `MOST_SHEETS`.
    """
    count, each = sheet_count(wanted, tasks), _rows_each(wanted)
    if count > MOST_SHEETS:
        raise Refusal(
            "too_many_sheets",
            say(
                "That would be {count} sheets; {most} are the most. Take larger paper, fewer levels or fewer sheets side by side.",
                count=count,
                most=MOST_SHEETS,
            ),
            field="paper",
        )
    inner = _inner(wanted)[0] / enlarged(wanted, tasks, tables[0])
    widths = [inner - table for table in (tables[0], *[tables[1]] * (wanted.across - 1))]
    first, last = span[0] - ROOM_DAYS, span[1] + 1 + ROOM_DAYS
    a_day = sum(widths) / (last - first)
    made = []
    for begin in range(0, max(1, tasks), each):
        at = float(first)
        for place, width in enumerate(widths):
            end = at + width / a_day
            made.append(Sheet(range(begin, min(tasks, begin + each)), at, end, width, tables[min(place, 1)]))
            at = end
    return made
