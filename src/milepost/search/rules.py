"""What counts as found: texts without case and accents, how well a line answers a question, and one wrong letter forgiven."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

LONGEST_QUESTION = 100
ENOUGH = 12
"""So many lines of a plan are found at most, the best ones: those that begin with what was asked before those that only hold it."""
WHOLE, BEGINS, TOGETHER, APART, INSIDE = range(5)
"""How a line answers, best first: is it, begins with it, holds it, holds its words, holds them inside longer words."""
SHORTEST_MISTAKEN = 4
AROUND = 60

_ACCENTS = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"\s+")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


def folded(text: str) -> str:
    """Without upper case and accents: `Prüfung` and `PRUFUNG` are `prufung`. Line breaks stay."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_LETTERS)


def words(question: str) -> tuple[str, ...]:
    """The words of a question, each once, folded."""
    return tuple(dict.fromkeys(_WORD.findall(folded(question[:LONGEST_QUESTION]))))


def one_line(text: str) -> str:
    """The text with every stretch of white space as one space."""
    return _SPACES.sub(" ", text).strip()


def fit(line: str, asked: Sequence[str]) -> int | None:
    """How well a folded line answers the words; None where one of them is missing."""
    for word in asked:
        if word not in line:
            return None
    together = " ".join(asked)
    if line.startswith(together):
        return WHOLE if line == together else BEGINS
    if not all(_begins(line, word) for word in asked):
        return INSIDE
    return TOGETHER if together in line else APART


def _begins(line: str, word: str) -> bool:
    """Whether some word of the line begins so."""
    at = line.find(word)
    while at > 0 and line[at - 1].isalnum():
        at = line.find(word, at + 1)
    return at >= 0


def excerpt(text: str, asked: Sequence[str]) -> str:
    """The part of a long text around the first word that was asked for, cut between words."""
    line = one_line(text)
    plain = folded(line)
    at = max(0, min((place for word in asked if (place := plain.find(word)) >= 0), default=0))
    first = 0 if at <= AROUND else line.find(" ", at - AROUND) + 1
    last = len(line) if len(line) - at <= 2 * AROUND else line.rfind(" ", at, at + 2 * AROUND)
    last = last if last > first else at + 2 * AROUND
    return f"{'… ' if first else ''}{line[first:last]}{' …' if last < len(line) else ''}"


class Page:
    """Texts of one kind in one plan, folded into one long string that is searched as a whole: one line each."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        """The lines as number and text, in the order in which equals are found."""
        kept = list(lines)
        self.ids = array("q", (number for number, _ in kept))
        self._text = folded("\n" + "\n".join(one_line(text) if "\n" in text or "\r" in text else text for _, text in kept) + "\n")
        lengths = (len(line) + 1 for line in self._text[1:-1].split("\n"))
        self._starts = array("q", accumulate(lengths, initial=1))

    def __len__(self) -> int:
        return len(self._text)

    def find(self, asked: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Fit and number of the lines that answer, each once."""
        text = self._text
        if not all(word in text for word in asked):
            return
        together = " ".join(asked)
        rarest = min(asked, key=text.count) if len(asked) > 1 else together
        found: dict[int, int] = {}
        for mark in ("\n" + together, " " + together, rarest):
            self._weigh(mark, asked, found)
        yield from ((fit, self.ids[row]) for row, fit in found.items())

    def _weigh(self, mark: str, asked: Sequence[str], found: dict[int, int]) -> None:
        """Adds row and fit of the next lines that hold a mark, until there are enough."""
        text, end = self._text, 0
        while len(found) < ENOUGH and (at := text.find(mark, end)) >= 0:
            start = text.rfind("\n", 0, at + 1) + 1
            end = text.index("\n", at + 1)
            fitting = fit(text[start:end], asked)
            if fitting is not None:
                found.setdefault(bisect_right(self._starts, start) - 1, fitting)

    @cached_property
    def vocabulary(self) -> list[str]:
        """What stands between spaces on the page, each once, in order."""
        return sorted(set(self._text.split()))

    def __contains__(self, word: str) -> bool:
        return word in self._text


def meant(word: str, vocabulary: Sequence[str]) -> str | None:
    """What somebody probably meant who made one mistake in a word that is nowhere: the beginning of a known word, or None."""
    if len(word) < SHORTEST_MISTAKEN:
        return None
    return next((other for other in _one_mistake(word) if _is_begun(other, vocabulary)), None)


def _is_begun(beginning: str, vocabulary: Sequence[str]) -> bool:
    place = bisect_right(vocabulary, beginning)
    near = vocabulary[max(0, place - 1) : place + 1]
    return any(word.startswith(beginning) for word in near)


def _one_mistake(word: str) -> Iterator[str]:
    """The word with two letters swapped, one wrong, one missing or one too many; the first letter is taken to be right."""
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    yield from (head + letter + tail[1:] for head, tail in cuts if tail for letter in _ALPHABET)
    yield from (head + letter + tail for head, tail in cuts for letter in _ALPHABET)
    yield from (head + tail[1:] for head, tail in cuts if tail)
