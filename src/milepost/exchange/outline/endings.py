"""What stands beside the name of a task in its line: "Design 3d (2d–6d) @Mara by 12 mar <- Concept"."""

from __future__ import annotations

import re
from collections.abc import Callable

from milepost.exchange import typed
from milepost.exchange.outline.reading import Context, Line
from milepost.exchange.typed.lengths import LENGTH
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

LONGEST_LINE = 500
_ENDS_A_NAME = r"(?!\d|by\b|due\b|until\b|from\b|starts?\b|starting\b|after\b|before\b)"
_ARROW = re.compile(r"\s(?:<-|←)([^←@]+)")
_WHO = re.compile(rf"(?<!\S)@(?:\"([^\"@]+)\"|([^\s@,;()]+(?:\s{_ENDS_A_NAME}[^\s@,;()]+){{0,3}}))[,;]?")
_BRACKETED = re.compile(r"\(((?:[^()]{1,20}\s)?(?:after|before|with)\s[^()]+)\)", re.IGNORECASE)
_RANGE = re.compile(rf"\(\s*({LENGTH})\s*(?:-|–|—|to|…|\.\.)\s*({LENGTH})\s*\)", re.IGNORECASE)
_POINTS = re.compile(rf"(?<!\S)\(?({LENGTH})\s*/\s*({LENGTH})\s*/\s*({LENGTH})\)?(?!\S)", re.IGNORECASE)
_LENGTH = re.compile(rf"(?:(?<=\s)|(?<=[(\[]))({LENGTH})\??[)\]]?\s*$", re.IGNORECASE)
_NO_LENGTH_AFTER = re.compile(r"\b(?:in|within|every|of|per|next|last|the|after|before)\s*$", re.IGNORECASE)
_DAY = re.compile(r"\s\(?(by|due|until|from|starts?|starting)\s([^()]{2,30})\)?\s*$", re.IGNORECASE)
_MILESTONE = re.compile(r"(?:\s\(?(?:milestone|meilenstein)\)?|\s?[◆♦])\s*$", re.IGNORECASE)
_LOOSE = re.compile(r"\s((?:after|before)\s.+)$", re.IGNORECASE)
TAIL = 80
"""Characters at the end of a line in which its length and its days are looked for."""
_SEPARATORS = " \t:,;–—|-"


def read_line(number: int, text: str, *, context: Context) -> Line:
    """The task that `text` says. What is not understood as something else belongs to the name.

    Refuses a line without a name, one that is too long, and links, lengths and estimates that contradict themselves.
    """
    if len(text) > LONGEST_LINE:
        raise Refusal("line_too_long", say("This line is longer than {most} characters.", most=LONGEST_LINE))
    line = Line(number, "")
    rest = _without_arrow(text, line)
    rest = _without_people(rest, line)
    rest = _without_brackets(rest, line, context)
    rest = _without_ends(rest, line, context)
    line.name = rest.strip(_SEPARATORS)
    if not line.name:
        raise Refusal("line_without_name", say("This line does not say what is to be done."))
    if loose := _LOOSE.search(line.name):
        line.perhaps = (line.name[: loose.start()], loose[1])
    return line


def without_link(line: Line, *, context: Context) -> Line:
    """The line, read as if the words "after …" at its end were a link and not a part of the name."""
    if line.perhaps is None:
        return line
    left, line.links = line.perhaps
    line.name = _without_ends(left, line, context).strip(_SEPARATORS)
    return line


def _without_arrow(text: str, line: Line) -> str:
    found = _ARROW.search(text)
    if not found:
        return text
    line.links = found[1].strip()
    return f"{text[: found.start()]} {text[found.end() :]}"


def _without_people(text: str, line: Line) -> str:
    line.who += [(quoted or plain).strip().replace("_", " ") for quoted, plain in _WHO.findall(text)]
    return _WHO.sub("", text)


def _without_brackets(text: str, line: Line, context: Context) -> str:
    if "(" in text and (found := _BRACKETED.search(text)):
        line.links = ", ".join(filter(None, [line.links, found[1]]))
        text = text[: found.start()] + text[found.end() :]
    if "(" in text and (found := _RANGE.search(text)):
        line.best_minutes, line.worst_minutes = (typed.length(part, context.per_day) for part in found.groups())
        text = text[: found.start()] + text[found.end() :]
    if "/" in text and (found := _POINTS.search(text)):
        line.best_minutes, line.takes_minutes, line.worst_minutes = (typed.length(part, context.per_day) for part in found.groups())
        text = text[: found.start()] + text[found.end() :]
    return text


def _without_ends(text: str, line: Line, context: Context) -> str:
    """Takes lengths, days and the mark of a milestone off the end, in whatever order they stand there."""
    ways: tuple[Callable[[str, Line, Context], str], ...] = (_without_length, _without_day, _without_milestone)
    for _ in range(6):
        before = text = f" {text.strip()}".rstrip(_SEPARATORS)
        for way in ways:
            text = way(text, line, context)
        if text == before:
            break
    return text


def _without_length(text: str, line: Line, context: Context) -> str:
    found = _LENGTH.search(text, max(0, len(text) - TAIL))
    if line.takes_minutes is not None or not found or _is_name(found[1]) or _NO_LENGTH_AFTER.search(text[: found.start()]):
        return text
    line.takes_minutes = typed.length(found[1], context.per_day)
    return text[: found.start()].rstrip("([").removesuffix(" for ")


def _is_name(length: str) -> bool:
    """ "3D" and "4H" are names; a unit of one letter is a small one."""
    return any(letter.isupper() for letter in length) and len(length.split()[-1].lstrip("0123456789.,")) == 1


def _without_day(text: str, line: Line, context: Context) -> str:
    found = _DAY.search(text, max(0, len(text) - TAIL))
    if not found:
        return text
    try:
        on = typed.day(found[2], today=context.today, locale=context.locale)
    except Refusal:
        return text
    if found[1].lower() in ("by", "due", "until"):
        line.due_on = on
    else:
        line.start_on = on
    return text[: found.start()]


def _without_milestone(text: str, line: Line, context: Context) -> str:
    found = _MILESTONE.search(text, max(0, len(text) - TAIL))
    if not found or not text[: found.start()].strip():
        return text
    line.takes_minutes = 0
    return text[: found.start()]
