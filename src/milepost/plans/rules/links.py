"""Which links a plan can bear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say


def check_link(outline: Sequence[tuple[int, int]], links: Iterable[tuple[int, int]], *, predecessor: int, successor: int) -> None:
    """Refuses a link that would close a circle, also through summaries.

    `outline` holds `(task, level)` in order, `links` pairs of tasks. A summary begins before the tasks below it and ends
    after them: so each task is two points, its beginning (`+`) and its end (`-`), which are one and the same for a leaf.
    """
    after: dict[int, list[int]] = {}
    enclosing: list[tuple[int, int]] = []
    for place, (task, level) in enumerate(outline):
        while enclosing and enclosing[-1][1] >= level:
            enclosing.pop()
        if enclosing:
            after.setdefault(enclosing[-1][0], []).append(task)
            after.setdefault(-task, []).append(-enclosing[-1][0])
        if place + 1 == len(outline) or outline[place + 1][1] <= level:
            after.setdefault(task, []).append(-task)
        enclosing.append((task, level))
    for before, following in links:
        after.setdefault(-before, []).append(following)
    if -predecessor in _reached(successor, after):
        raise Refusal(
            "link_circle", say("This link would close a circle: each of the two tasks would wait for the other."), field="successor"
        )


def _reached(start: int, after: Mapping[int, Sequence[int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        new = [point for point in after.get(waiting.pop(), ()) if point not in found]
        found.update(new)
        waiting += new
    return found
