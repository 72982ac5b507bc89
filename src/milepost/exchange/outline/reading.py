"""What came of reading a text: the sketch, what could not be read and where, and what was assumed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say
from milepost.plans.sketch import Sketch, in_sequence

MOST_BYTES = 2_000_000
MOST_TASKS = 10_000
MOST_PROBLEMS = 50
"""Problems that are listed; a text with more of them is not worth listing them all."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read in `line`, counted from 1."""

    line: int
    sentence: Sentence
    code: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a sketch. It can be used where there are no problems; `assumed` says what was not written and taken for granted.

    `links_said`: the text has a column for them, and where it is empty nothing is waited for.
    """

    sketch: Sketch
    problems: tuple[Problem, ...] = ()
    assumed: tuple[Sentence, ...] = ()
    links_said: bool = False

    def in_sequence(self) -> Reading:
        """The same with its tasks one after the other, where the text does not say what waits for what."""
        return self if self.links_said else replace(self, sketch=in_sequence(self.sketch))

    def usable(self, *, field: str | None = None) -> Sketch:
        """The sketch. Refused with `outline_not_understood`, which lists the lines, where something in them could not be read."""
        if not self.problems:
            return self.sketch
        first = self.problems[0]
        raise Refusal(
            "outline_not_understood",
            say("Line {line}: {problem}", line=first.line, problem=first.sentence),
            field=field,
            details={"lines": [{"line": one.line, "code": one.code, "message": str(one.sentence)} for one in self.problems]},
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What a text is read with: the day it is read on, the names of months in the reader's language, and how long a day is."""

    today: date
    locale: str = "en"
    per_day: int = 480


@dataclass(slots=True)
class Line:
    """One task as it was found, its links still as text. `key` is what the text itself calls it: an id, or a number such as 1.2."""

    number: int
    name: str
    level: int = 1
    takes_minutes: int | None = None
    best_minutes: int | None = None
    worst_minutes: int | None = None
    who: list[str] = field(default_factory=list)
    links: str = ""
    perhaps: tuple[str, str] | None = None
    """The line before words such as "after Design", and these words: a link if there is such a task, else a part of the name."""
    deliverable: str = ""
    start_on: date | None = None
    due_on: date | None = None
    notes: str = ""
    key: str = ""


class Found:
    """The lines found so far, what was wrong, and what was assumed."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.problems: list[Problem] = []
        self.assumed: list[Sentence] = []
        self.links_said = False

    def add(self, line: Line) -> None:
        """Keeps a line; the text is refused as a whole where it holds more than a plan may."""
        if len(self.lines) >= MOST_TASKS:
            raise Refusal("outline_too_long", say("A list has at most {most} tasks. Import a longer plan as a file.", most=MOST_TASKS))
        self.lines.append(line)

    def hopeless(self) -> bool:
        """Whether so much is wrong that the rest need not be read."""
        return len(self.problems) >= MOST_PROBLEMS

    def trouble(self, number: int, refusal: Refusal) -> None:
        """Keeps what was wrong with a line, and reading goes on."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(number, refusal.sentence, refusal.code))
