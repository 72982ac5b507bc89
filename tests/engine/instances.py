"""Instances to place, made up at random, and a checker that knows nothing of how schedules are made."""

from __future__ import annotations

import random

import numpy as np

from milepost.engine import Instance, instance
from milepost.engine.layout import Ints

FS, SS, FF, SF = range(4)


def plain(seed: int, n: int = 12, resources: int = 2) -> Instance:
    """The textbook's problem: durations, arcs, constant capacity."""
    draw = random.Random(seed)
    capacity = [draw.randint(3, 6) for _ in range(resources)]
    arcs = [(i, j) for j in range(n) for i in range(j) if draw.random() < 2 / n]
    demand = [(j, r, draw.randint(1, 3)) for j in range(n) for r in range(resources) if draw.random() < 0.7]
    return instance([draw.randint(0, 5) for _ in range(n)], capacity, arcs=arcs, demand=demand)


def wide(seed: int, n: int = 12, horizon: int = 240) -> Instance:
    """Everything at once: calendars, absences, all kinds of arcs with lags and leads, releases, frozen work, promises."""
    draw = random.Random(seed)
    week = [[1] * 5 + [0] * 2, [1, 1, 0, 1, 1, 1, 0]]
    capacity = np.array([[draw.randint(2, 4)] * horizon for _ in range(2)])
    for _ in range(3):
        away = draw.randrange(40)
        capacity[draw.randrange(2), away : away + draw.randint(1, 6)] = 0
    kinds = [FS, FS, FS, SS, FF, SF]
    arcs = [
        (i, j, draw.choice(kinds), draw.randint(-2, 3), draw.choice([-1, 0, 1]))
        for j in range(n)
        for i in range(j)
        if draw.random() < 1.5 / n
    ]
    return instance(
        [draw.randint(0, 5) for _ in range(n)],
        capacity,
        arcs=arcs,
        demand=[(j, draw.randrange(2), draw.randint(1, 2)) for j in range(n)],
        release=[draw.choice([0, 0, draw.randint(0, 20)]) for _ in range(n)],
        frozen=[draw.randint(0, 4) if j == 0 else -1 for j in range(n)],
        due=[draw.randint(10, 40) for _ in range(n)],
        weight=[draw.choice([0, 0, draw.randint(1, 5)]) for _ in range(n)],
        priority=[draw.randint(0, 3) for _ in range(n)],
        calendar=[draw.choice([-1, 0, 1]) for _ in range(n)],
        open=[(row * (horizon // 7 + 1))[:horizon] for row in week],
    )


def faults(made: Instance, starts: Ints) -> list[str]:
    """What is wrong with a schedule: too early, over capacity, on closed slots, before what it waits for. Slot by slot."""
    works = [_works(made, a, int(starts[a])) for a in range(len(made))]
    ends = [slots[-1] + 1 if slots else int(starts[a]) for a, slots in enumerate(works)]
    found = []
    for a, slots in enumerate(works):
        if slots and slots[0] != starts[a] and made.frozen[a] < 0:
            found.append(f"{a} begins on a closed slot")
        if made.frozen[a] >= 0 and starts[a] != made.frozen[a]:
            found.append(f"{a} was moved")
        if made.frozen[a] < 0 and starts[a] < made.release[a]:
            found.append(f"{a} begins before its release")
    return found + _overloads(made, works) + _broken(made, starts, ends)


def finish(made: Instance, starts: Ints) -> list[int]:
    """Where each activity ends, counted out slot by slot."""
    works = [_works(made, a, int(starts[a])) for a in range(len(made))]
    return [slots[-1] + 1 if slots else int(starts[a]) for a, slots in enumerate(works)]


def _open(made: Instance, calendar: int, slot: int) -> bool:
    return calendar < 0 or bool(made.open[calendar, slot])


def _works(made: Instance, a: int, start: int) -> list[int]:
    slots: list[int] = []
    while len(slots) < made.slots[a]:
        if _open(made, int(made.calendar[a]), start):
            slots.append(start)
        start += 1
    return slots


def _overloads(made: Instance, works: list[list[int]]) -> list[str]:
    used: dict[tuple[int, int], int] = {}
    free = {a for a in range(len(made)) if made.frozen[a] < 0}
    touched: set[tuple[int, int]] = set()
    for a, slots in enumerate(works):
        for k in range(made.demand_first[a], made.demand_first[a + 1]):
            for slot in slots:
                at = (int(made.demand_resource[k]), slot)
                used[at] = used.get(at, 0) + int(made.demand_units[k])
                if a in free and made.demand_units[k]:
                    touched.add(at)
    wide = made.capacity.shape[1] > 1
    return [f"resource {r} in slot {t}" for (r, t) in touched if used[r, t] > made.capacity[r, t if wide else 0]]


def _broken(made: Instance, starts: Ints, ends: list[int]) -> list[str]:
    found = []
    columns = (made.predecessor, made.successor, made.kind, made.lag, made.lag_calendar)
    for i, j, kind, lag, calendar in zip(*(column.tolist() for column in columns), strict=True):
        if made.frozen[j] >= 0:
            continue
        leaves = ends[i] if kind in (FS, FF) else int(starts[i])
        enters = int(starts[j]) if kind in (FS, SS) else ends[j]
        if enters < _later(made, calendar, leaves, lag):
            found.append(f"{i} -> {j}, kind {kind}, lag {lag}")
    return found


def _later(made: Instance, calendar: int, t: int, lag: int) -> int:
    """`t` and `lag` open slots of a calendar after it, walked one by one; before it where `lag` is negative, at most to slot 0."""
    step = 1 if lag > 0 else -1
    left = abs(lag)
    while left and (step > 0 or t > 0):
        t += step
        left -= _open(made, calendar, t - 1 if step > 0 else t)
    if lag < 0 and left:  # the first open slot there is
        t = next(slot for slot in range(made.open.shape[1]) if _open(made, calendar, slot)) if calendar >= 0 else 0
    return t


def shortest(made: Instance) -> int:
    """The least makespan of a small plain instance: every activity tried at every slot, in an order that keeps the arcs."""
    ends = [int(made.slots.sum())]
    waits = [[int(i) for i, j in zip(made.predecessor, made.successor, strict=True) if j == a] for a in range(len(made))]
    need = [
        {int(made.demand_resource[k]): int(made.demand_units[k]) for k in range(made.demand_first[a], made.demand_first[a + 1])}
        for a in range(len(made))
    ]
    used: dict[tuple[int, int], int] = {}

    def fits(a: int, t: int) -> bool:
        return all(
            used.get((r, s), 0) + units <= made.capacity[r, 0] for r, units in need[a].items() for s in range(t, t + int(made.slots[a]))
        )

    def mark(a: int, t: int, sign: int) -> None:
        for r, units in need[a].items():
            for s in range(t, t + int(made.slots[a])):
                used[r, s] = used.get((r, s), 0) + sign * units

    def place(a: int, finish: list[int]) -> None:
        if a == len(made):
            ends[0] = min(ends[0], max(finish))
            return
        first = max((finish[i] for i in waits[a]), default=0)
        for t in range(first, ends[0] - int(made.slots[a])):
            if fits(a, t):
                mark(a, t, 1)
                place(a + 1, [*finish, t + int(made.slots[a])])
                mark(a, t, -1)

    place(0, [])
    return ends[0]
