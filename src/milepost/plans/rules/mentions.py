"""Who is meant by an @name in a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


def mentioned(text: str, people: Mapping[int, str]) -> tuple[int, ...]:
    """The ids of those of `people` (names by id) whom a text names after an "@": by the whole name, or by a first name that only one has.

    The longest name that fits is meant. Each once, in the order of the text.
    """
    known = _known(people)
    plain, found = text.casefold(), dict[int, None]()
    for place, sign in enumerate(plain):
        if sign == "@" and not plain[place - 1 : place].isalnum():
            who = next((person for name, person in known if _stands(plain, place + 1, name)), None)
            if who is not None:
                found[who] = None
    return tuple(found)


def _known(people: Mapping[int, str]) -> list[tuple[str, int]]:
    """Every name one may be called by, the longest first. A name that several have means nobody."""
    whole = [(name.casefold(), person) for person, name in people.items() if name]
    first = [(name.split()[0], person) for name, person in whole if " " in name]
    often = Counter(name for name, _ in {*whole, *first})
    return sorted({(name, person) for name, person in (*whole, *first) if often[name] == 1}, key=lambda each: (-len(each[0]), each))


def _stands(text: str, place: int, name: str) -> bool:
    end = place + len(name)
    return text.startswith(name, place) and not text[end : end + 1].isalnum()
