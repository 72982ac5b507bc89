"""The keys of every page, in one place: `?` shows them, and the guide does."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.kernel.say import Sentence, say


@dataclass(frozen=True, slots=True)
class Key:
    """What some keys do: each of `presses` by itself, such as "Ctrl K" or "↑"."""

    presses: tuple[str, ...]
    does: Sentence


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one place, under its name."""

    place: str
    name: Sentence
    keys: tuple[Key, ...]


EVERYWHERE = Keys(
    "everywhere",
    say("Everywhere"),
    (
        Key(("Ctrl K", "/"), say("find or do anything")),
        Key(("?",), say("this list")),
        Key(("Esc",), say("close what is open, take back what is being typed")),
    ),
)
PLAN = Keys(
    "plan",
    say("In a plan, whichever way you look at it"),
    (
        Key(("Alt 1", "Alt 2", "Alt 3", "Alt 4", "Alt 5"), say("Gantt, table, board, calendar, network")),
        Key(("Esc",), say("close the task")),
        Key(("Ctrl Z",), say("undo")),
        Key(("Ctrl Y", "Ctrl Shift Z"), say("redo")),
    ),
)
ROWS = Keys(
    "rows",
    say("Gantt and table"),
    (
        Key(("↑", "↓", "Page Up", "Page Down", "Home", "End"), say("from task to task")),
        Key(("←", "→"), say("from cell to cell; in front, fold and unfold a summary")),
        Key(("Shift ↑", "Shift ↓", "Ctrl A", "Ctrl Space"), say("choose several tasks")),
        Key(("Enter", "F2"), say("type into the cell; so does any letter or figure")),
        Key(("Tab", "Shift Tab"), say("keep what is typed and go to the cell beside")),
        Key(("Space",), say("open the task beside the plan")),
        Key(("Insert",), say("a new task above; Enter on the last row: one below")),
        Key(("Alt Shift →", "Alt Shift ←"), say("one level deeper, one out; in a new row Tab does it")),
        Key(("Alt Shift ↑", "Alt Shift ↓"), say("move the task up or down")),
        Key(("Delete",), say("take the task out of the plan")),
        Key(("Ctrl D",), say("fill down: the cell of the first chosen task in all of them")),
        Key(("Ctrl C", "Ctrl X", "Ctrl V"), say("copy, cut and paste, also with a spreadsheet")),
        Key(("Alt Enter",), say("take the bar: arrows move it, Shift changes its length, Ctrl its progress; Enter drops it")),
        Key(("Shift ←", "Shift →"), say("back and forth in time")),
        Key(("+", "−"), say("finer and coarser")),
    ),
)
BOARD = Keys(
    "board",
    say("Board"),
    (
        Key(("↑", "↓"), say("from card to card")),
        Key(("←", "→"), say("to the column beside")),
        Key(("Enter",), say("open the task beside the plan")),
        Key(("Space",), say("choose several cards")),
        Key(("M",), say("move the card to another column")),
        Key(("Shift ←", "Shift →"), say("move the card one column on")),
    ),
)
CALENDAR = Keys(
    "calendar",
    say("Calendar"),
    (
        Key(("↑", "↓", "←", "→"), say("from day to day")),
        Key(("Page Up", "Page Down"), say("a month or a week back and on")),
        Key(("T",), say("to today")),
        Key(("Enter",), say("to the tasks of the day, then open one of them")),
        Key(("Alt ←", "Alt →"), say("move the task that is meant by a day")),
    ),
)
NETWORK = Keys(
    "network",
    say("Network"),
    (
        Key(("←", "→"), say("to what comes before, to what comes after")),
        Key(("↑", "↓"), say("to the task above, below")),
        Key(("Enter",), say("open the task")),
        Key(("Space",), say("put the task into the middle")),
        Key(("+", "−"), say("show more, show less around it")),
    ),
)
PLACES = (EVERYWHERE, PLAN, ROWS, BOARD, CALENDAR, NETWORK)
ON_PAGES = {"plan": (PLAN, ROWS, BOARD, CALENDAR, NETWORK)}
"""The pages that have keys of their own, by what they call themselves."""


def keys_on(page: str) -> tuple[Keys, ...]:
    """The keys of a page: its own and those that hold everywhere; all there are for a page without a name."""
    return (*ON_PAGES.get(page, ()), EVERYWHERE) if page else PLACES
