"""PSPLIB's single-mode files (`.sm`): jobs, their successors, durations and requests, and what there is of each resource."""

from __future__ import annotations

from pathlib import Path

from milepost.engine.instance import Instance, instance
from milepost.engine.plan import Impossible
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

Rows = list[tuple[int, list[int]]]
"""Numbers, and the line each row of them stands in."""


def read(path: Path) -> Instance:
    """The instance in a file; activity 0 is job 1, the dummy source. Refuses a file that is not one, with its line."""
    try:
        lines = path.read_bytes().decode("ascii").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise Refusal("psplib_unreadable", say("“{file}” cannot be read as a PSPLIB file.", file=str(path))) from problem
    after = _rows(path, lines, "PRECEDENCE RELATIONS", 1)
    needs = _rows(path, lines, "REQUESTS/DURATIONS", 2)
    has = _rows(path, lines, "RESOURCEAVAILABILITIES", 1)
    _check(path, after, needs, has)
    try:
        return instance(
            [row[2] for _, row in needs],
            has[0][1],
            arcs=[(row[0] - 1, follower - 1) for _, row in after for follower in row[3:]] or (),
            demand=[(row[0] - 1, r, units) for _, row in needs for r, units in enumerate(row[3:]) if units] or (),
        )
    except Impossible as no:
        text = "“{file}” has no schedule: {code} (jobs {jobs})."
        named = ", ".join(str(row + 1) for row in no.rows)
        raise Refusal(no.code, say(text, file=path.name, code=no.code, jobs=named)) from no


def _rows(path: Path, lines: list[str], title: str, skip: int) -> Rows:
    """The numbers below a title, up to the next line of stars; `skip` lines of headings stand between."""
    begin = next((at for at, line in enumerate(lines) if line.startswith(title)), None)
    if begin is None:
        raise Refusal("psplib_section_missing", say("“{file}” has no section “{title}”.", file=path.name, title=title))
    rows: Rows = []
    for at in range(begin + 1 + skip, len(lines)):
        line = lines[at]
        if line.startswith("*"):
            break
        if line and not line.startswith("-"):
            rows.append((at + 1, _numbers(path, at + 1, line)))
    if not rows:
        raise Refusal("psplib_section_empty", say("“{file}” has no line of numbers below “{title}”.", file=path.name, title=title))
    return rows


def _numbers(path: Path, at: int, line: str) -> list[int]:
    try:
        return [int(word) for word in line.split()]
    except ValueError as problem:
        raise _broken(path, at) from problem


def _check(path: Path, after: Rows, needs: Rows, has: Rows) -> None:
    """Every job stands in both tables in order, has one mode, as many successors as it says, and a request for each resource."""
    resources = len(has[0][1])
    for number, (at, row) in enumerate(after, 1):
        if len(row) < 3 or row[0] != number or row[1] != 1 or len(row) != 3 + row[2] or not all(1 <= b <= len(after) for b in row[3:]):
            raise _broken(path, at)
    for number, (at, row) in enumerate(needs, 1):
        if len(row) != 3 + resources or row[0] != number or row[1] != 1:
            raise _broken(path, at)
    if len(needs) != len(after):
        raise _broken(path, needs[-1][0])


def _broken(path: Path, at: int) -> Refusal:
    return Refusal("psplib_line_broken", say("Line {line} of “{file}” is not as PSPLIB writes it.", line=at, file=path.name))
