"""How much of one task is done, and of several together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def remaining(duration_minutes: int, percent: int, said: int | None) -> int:
    """Working minutes still needed: as somebody said, or the part of the duration that is not done."""
    if percent >= 100:
        return 0
    return said if said is not None else duration_minutes - duration_minutes * percent // 100


def stretched(work_minutes: int, duration_minutes: int, changed: int) -> int:
    """What becomes of the work on a task that gets another duration: it grows and shrinks with it; without a duration it stays."""
    return work_minutes * changed // duration_minutes if duration_minutes else work_minutes


Share = tuple[int, int, bool]
"""Per cent times duration, duration, and whether all of it is done: of one task, or added up over several."""


def percent_of_all(parts: Iterable[tuple[int, int]]) -> int:
    """Per cent of several tasks together, each `(percent, duration)`, weighed by duration; 100 only where all are done."""
    return _percent(_sum(_share(percent, duration) for percent, duration in parts))


def _share(percent: int, duration: int) -> Share:
    return percent * max(duration, 1), max(duration, 1), percent == 100


def _sum(shares: Iterable[Share]) -> Share:
    weighted, weight, done = 0, 0, True
    for share in shares:
        weighted, weight, done = weighted + share[0], weight + share[1], done and share[2]
    return weighted, weight, done


def _percent(share: Share) -> int:
    weighted, weight, done = share
    return 0 if not weight else 100 if done else min(99, weighted // weight)


def rolled_up(outline: Sequence[tuple[int, bool, int, int]]) -> list[int]:
    """Per cent of every task, each given as `(level, is a summary, duration, per cent)` in outline order.

    A summary has the share of the tasks below it, weighed by duration, whatever per cent stands beside it.
    """
    percents = [percent for _, _, _, percent in outline]
    waiting: list[tuple[int, Share]] = []
    for row in range(len(outline) - 1, -1, -1):
        level, summary, duration, percent = outline[row]
        below = []
        while waiting and waiting[-1][0] > level:
            below.append(waiting.pop()[1])
        share = _sum(below) if summary else _share(percent, duration)
        percents[row] = _percent(share)
        waiting.append((level, share))
    return percents
