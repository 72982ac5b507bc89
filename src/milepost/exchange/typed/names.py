"""Tasks found by what people call them: the number of the row, the whole name, its beginning, or a part of it."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from difflib import get_close_matches

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say

SUGGESTED_AMONG = 5_000
"""Names among which a similar one is looked for; in a longer plan that would take too long."""
SHOWN = 3


def folded(text: str) -> str:
    """Without capitals, accents and doubled spaces: what two spellings of the same name have in common."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


class Names:
    """The tasks of a plan in the order of their rows, each an id with its name."""

    def __init__(self, tasks: Sequence[tuple[int, str]]) -> None:
        self._tasks = tasks
        self._rows: dict[str, list[int]] = defaultdict(list)
        for row, (_, name) in enumerate(tasks):
            self._rows[folded(name)].append(row)

    def is_name(self, text: str) -> bool:
        """Whether exactly one task is called this, letter for letter but for capitals and accents."""
        return len(self._rows.get(folded(text), ())) == 1

    def row(self, number: int, *, field: str | None = None) -> int:
        """The id of the task in this row, counted from 1. Refused: a row the plan has not."""
        if not 1 <= number <= len(self._tasks):
            raise Refusal("row_unknown", say("There is no row {row}; the plan has {rows}.", row=number, rows=len(self._tasks)), field=field)
        return self._tasks[number - 1][0]

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
        return [row for name, rows in self._rows.items() if wanted and name.startswith(wanted) for row in rows]

    def _holding(self, wanted: str) -> list[int]:
        return [row for name, rows in self._rows.items() if len(wanted) > 2 and wanted in name for row in rows]

    def _listed(self, rows: Sequence[int]) -> str:
        shown = ", ".join(f"{row + 1} “{self._tasks[row][1][:60]}”" for row in rows[:SHOWN])
        return f"{shown}, …" if len(rows) > SHOWN else shown

    def _unknown(self, text: str, wanted: str) -> Sentence:
        near = get_close_matches(wanted[:100], self._rows, n=1) if len(self._rows) <= SUGGESTED_AMONG else []
        if near:
            return say(
                "There is no task “{text}”. Did you mean “{near}”?", text=text[:60], near=self._tasks[self._rows[near[0]][0]][1][:100]
            )
        return say("There is no task “{text}”. Write a task's name or the number of its row.", text=text[:60])
