"""Tasks found by what people call them: the number of the row, the whole name, its beginning, or a part of it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say

PATIENCE = 1_000_000
"""Names that are looked through for parts and for similar ones, over all questions; then only whole names and beginnings are found."""
ALIKE = 200
"""How many times as long it takes to see whether two names are alike."""
SHOWN = 3


def folded(text: str) -> str:
    """Without capitals, accents and doubled spaces: what two spellings of the same name have in common."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


class Names:
    """The tasks of a plan in the order of their rows, each an id with its name.

    `keys` are the numbers that a text gives its own rows, such as 1.2; they then count instead of the place of the row.
    """

    def __init__(self, tasks: Sequence[tuple[int, str]], *, keys: Mapping[str, int] | None = None) -> None:
        self._tasks = tasks
        self._keys = keys
        self._patience = PATIENCE
        self._rows: dict[str, list[int]] = defaultdict(list)
        for row, (_, name) in enumerate(tasks):
            self._rows[folded(name)].append(row)
        self._in_order = sorted(self._rows)

    def is_name(self, text: str) -> bool:
        """Whether exactly one task is called this, letter for letter but for capitals and accents."""
        return len(self._rows.get(folded(text), ())) == 1

    def row(self, number: str, *, field: str | None = None) -> int:
        """The id of the task in this row, counted from 1. Refused: a row the plan has not."""
        if self._keys is not None and number in self._keys:
            return self._keys[number]
        if self._keys is None and "." not in number and 1 <= int(number) <= len(self._tasks):
            return self._tasks[int(number) - 1][0]
        raise Refusal("row_unknown", say("There is no row {row}; the plan has {rows}.", row=number, rows=len(self._tasks)), field=field)

    def find(self, text: str, *, field: str | None = None) -> int:
        """The id of the one task that `text` means. Refused: none, with a similar name where there is one; or several, with them."""
        wanted = folded(text)
        rows = self._rows.get(wanted) or self._beginning(wanted) or self._holding(wanted)
        if len(rows) > 1:
            raise Refusal("name_ambiguous", say("“{text}” could be {names}.", text=text[:60], names=self._listed(rows)), field=field)
        if not rows:
            raise Refusal("name_unknown", self._unknown(text, wanted), field=field)
        return self._tasks[rows[0]][0]

    def _beginning(self, wanted: str) -> list[int]:
        first = bisect_left(self._in_order, wanted)
        last = bisect_left(self._in_order, wanted + "\U0010ffff")
        return [row for name in self._in_order[first : min(last, first + SHOWN + 1)] for row in self._rows[name]] if wanted else []

    def _holding(self, wanted: str) -> list[int]:
        if len(wanted) < 3 or not self._patient(len(self._rows)):
            return []
        return [row for name, rows in self._rows.items() if wanted in name for row in rows]

    def _patient(self, comparisons: int) -> bool:
        self._patience -= comparisons
        return self._patience >= 0

    def _listed(self, rows: Sequence[int]) -> str:
        shown = ", ".join(f"{row + 1} “{self._tasks[row][1][:60]}”" for row in sorted(rows)[:SHOWN])
        return f"{shown}, …" if len(rows) > SHOWN else shown

    def _unknown(self, text: str, wanted: str) -> Sentence:
        near = get_close_matches(wanted[:100], self._in_order, n=1) if self._patient(ALIKE * len(self._rows)) else []
        if near:
            return say(
                "There is no task “{text}”. Did you mean “{near}”?", text=text[:60], near=self._tasks[self._rows[near[0]][0]][1][:100]
            )
        return say("There is no task “{text}”. Write a task's name or the number of its row.", text=text[:60])
