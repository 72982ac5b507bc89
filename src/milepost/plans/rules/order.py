"""The order of the tasks of a plan: where a task is put between others, and whether each can wait for those before it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

GAP = 1 << 40
"""The room between the positions of two tasks of a plan that was just imported."""
LEAST = 1 << 10
_SPREAD = 0x9E3779B97F4A7C15
"""Two to the power of 64 by the golden ratio: multiples of it spread evenly."""


def in_order(count: int) -> list[int]:
    """Positions of so many tasks with all the room there is between them."""
    return [GAP * place for place in range(1, count + 1)]


def places(positions: Sequence[int | None], numbers: Sequence[int]) -> list[int] | None:
    """Positions for tasks in order: those given stay, those that are None come evenly between. None where there is no room.

    `numbers` tell the tasks apart. Two different ones do not come upon the same place between the same two neighbours, so that a
    task that was taken out finds its place free when it is put back.
    """
    found: list[int] = []
    for first, last in _runs(positions):
        if positions[first] is not None:
            found += [position for position in positions[first:last] if position is not None]
            continue
        lower = found[-1] if found else None
        upper = positions[last] if last < len(positions) else None
        between = _between(lower, upper, numbers[first:last])
        if between is None:
            return None
        found += between
    return found


def _runs(positions: Sequence[int | None]) -> Iterable[tuple[int, int]]:
    first = 0
    for place in range(1, len(positions) + 1):
        if place == len(positions) or (positions[place] is None) != (positions[first] is None):
            yield first, place
            first = place


def _between(lower: int | None, upper: int | None, numbers: Sequence[int]) -> list[int] | None:
    if upper is None:
        lower = lower or 0
        upper = lower + GAP * (len(numbers) + 1)
    elif lower is None:
        lower = upper - GAP * (len(numbers) + 1)
    step = (upper - lower) // (len(numbers) + 1)
    if step < LEAST:
        return None
    return [lower + step * place + (number * _SPREAD % 2**64 * (step // 2) >> 64) for place, number in enumerate(numbers, 1)]


def staying(positions: Sequence[int | None]) -> set[int]:
    """Places of as many tasks as possible whose positions rise already, so that the fewest must be moved: a longest rising part."""
    tops: list[int] = []
    ends: list[int] = []
    before: dict[int, int] = {}
    for place, position in enumerate(positions):
        if position is None:
            continue
        length = bisect_left(tops, position)
        before[place] = ends[length - 1] if length else -1
        tops[length : length + 1], ends[length : length + 1] = [position], [place]
    found: set[int] = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found


Points = dict[int, list[int]]
"""What follows each point. A task is two of them, its beginning and its end; a summary begins before the tasks below it."""


def points(outline: Sequence[tuple[int, int]], links: Iterable[tuple[int, int]]) -> Points:
    """The order that an outline of `(task, level)` and links of `(predecessor, successor)` ask for.

    The beginning of a task is twice its id, its end one more. A link counts from end to beginning, whatever its kind.
    """
    after: Points = {}
    enclosing: list[tuple[int, int]] = []
    for place, (task, level) in enumerate(outline):
        while enclosing and enclosing[-1][1] >= level:
            enclosing.pop()
        begin = 2 * task
        after[begin], after[begin + 1] = [], []
        if enclosing:
            above = 2 * enclosing[-1][0]
            after[above].append(begin)
            after[begin + 1].append(above + 1)
        if place + 1 == len(outline) or outline[place + 1][1] <= level:
            after[begin].append(begin + 1)
        enclosing.append((task, level))
    for predecessor, successor in links:
        after[2 * predecessor + 1].append(2 * successor)
    return after


def has_circle(after: Mapping[int, Sequence[int]]) -> bool:
    """Whether some point comes after itself."""
    waiting = dict.fromkeys(after, 0)
    for following in after.values():
        for point in following:
            waiting[point] += 1
    free = [point for point, count in waiting.items() if not count]
    for point in free:
        for next_point in after[point]:
            waiting[next_point] -= 1
            if not waiting[next_point]:
                free.append(next_point)
    return len(free) < len(after)


def comes_back(after: Mapping[int, Sequence[int]], *, predecessor: int, successor: int) -> bool:
    """Whether the predecessor waits for the successor, so that a link between them closes a circle."""
    found, waiting = {2 * successor}, [2 * successor]
    while waiting:
        new = [point for point in after.get(waiting.pop(), ()) if point not in found]
        found.update(new)
        waiting += new
    return 2 * predecessor + 1 in found
