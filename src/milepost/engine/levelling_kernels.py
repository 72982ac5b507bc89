"""The loops of levelling: they place the nodes of a network one after the other where people are free, to the minute.

Each person has two *lanes*, step functions of the units in use. The first counts in working minutes of the person's own
calendar, the second in the minutes outside it, for work that a calendar of its own puts there. A *use* is one person (or
one of a pool) on one node: `minutes` of the calendar it works in, `delay` after the node begins.

Source of the scheme: serial schedule generation (Kelley 1963; Kolisch & Hartmann 1999), here over calendars; the passes
back and forth are the double justification of Valls, Ballestín & Quintanilla, European Journal of Operational Research 165, 2005.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from milepost.engine.kernels import (
    BY_CEILING,
    FAR,
    FF,
    FS,
    SF,
    aimed,
    begun_by,
    bound_of,
    finish_from,
    finish_of,
    opened,
    settled_late,
    shifted,
    start_of,
    work_at,
)
from milepost.engine.lane_kernels import NOBODY, Lanes, booked_in_pieces, piece_clash, popped, pushed, room_after, room_before, taken
from milepost.engine.layout import Arcs, Axis, Bounds, Ints, Nodes, Work

AWAY = -(2**40)
"""What a node waits for where it is no other node: a booking b as `-2 - b`, the end of an absence."""
DONE, NO_ROOM, BEYOND = 0, 1, 2


class Crew(NamedTuple):
    """The uses of every node, and the people."""

    first: Ints
    """Uses of node j are `first[j]:first[j + 1]`."""
    person: Ints
    """-1: one of the options `option_first[k]:option_first[k + 1]`."""
    calendar: Ints
    delay: Ints
    minutes: Ints
    units: Ints
    minds: Ints
    """1: the use waits until after an absence rather than be interrupted by it."""
    option_first: Ints
    option_person: Ints
    option_calendar: Ints
    pooled: Ints
    """1: a node whose dates follow whoever is chosen."""
    capacity: Ints
    own: Ints
    """Recipe of each person."""
    away_first: Ints
    """Absences of person p are `away_first[p]:away_first[p + 1]`."""
    away_at: Ints
    """Working minute of the person's own calendar at which the absence lies."""
    away_minutes: Ints
    """Working minutes that the absence takes."""


class Order(NamedTuple):
    """In which order nodes are taken, and which stay: `rank` is a permutation, `settled` 1 for nodes whose dates are known."""

    rank: Ints
    by_rank: Ints
    settled: Ints
    out_first: Ints
    out_arc: Ints
    """Arcs out of node i are `out_arc[out_first[i]:out_first[i + 1]]`."""
    target: Ints
    """Node each arc leads into."""
    quick: Ints
    """1: a node of one person at most, in the calendar both keep, that nothing but links and that person holds back; else -1."""
    forced: Ints
    """Option each use of a pool must take, -1 where it is free to choose."""


class Placed(NamedTuple):
    """Where nodes came to stand. `held` is the instant a node was held back to for want of people, -FAR for the others."""

    start: Ints
    finish: Ints
    held: Ints
    blocker: Ints
    blocked_by: Ints
    """Person a held node waits for."""
    who: Ints
    """Person of each use."""
    option: Ints
    """Option taken by each use of a pool, -1 for the others."""
    late: Ints
    """1: an imposed date left no time to wait for people."""


def free_from(axis: Axis, crew: Crew, lanes: Lanes, k: int, person: int, c: int, t: int) -> tuple[int, int]:
    """The first instant from `t` on at which use `k` of `person` in calendar `c` finds them free, and what ends there."""
    own = crew.own[person]
    delay = crew.delay[k]
    minutes = crew.minutes[k]
    most = crew.capacity[person] - crew.units[k]
    w = work_at(axis, c, t) + delay
    if c == own:
        position, blocker = room_after(lanes, 2 * person, w, minutes, most)
        if position == w:
            return t, NOBODY
        return start_of(axis, c, position - delay), blocker
    first = w
    found = NOBODY
    while w + minutes <= axis.total[c]:
        ends, blocker = piece_clash(axis, lanes, person, own, c, start_of(axis, c, w), finish_of(axis, c, w + minutes), most)
        if ends < 0:
            break
        found = blocker
        w = max(w + 1, work_at(axis, c, ends))
    if w == first:
        return t, NOBODY
    return start_of(axis, c, w - delay), found


def chosen_from(axis: Axis, crew: Crew, lanes: Lanes, order: Order, k: int, first: int, t: int, placed: Placed) -> tuple[int, int]:
    """Whoever of a pool finishes use `k` first, from `t` on: when they can begin, and what they wait for. Kept in `placed`."""
    best, best_finish, blocker = FAR, FAR, NOBODY
    for option in range(crew.option_first[k], crew.option_first[k + 1]):
        if order.forced[k] >= 0 and order.forced[k] != option:
            continue
        person = crew.option_person[option]
        busy = False
        for other in range(first, k):
            busy |= placed.who[other] == person
        if busy and order.forced[k] < 0:
            continue
        c = crew.option_calendar[option]
        since, waits = free_from(axis, crew, lanes, k, person, c, t)
        ends = finish_of(axis, c, work_at(axis, c, since) + crew.delay[k] + crew.minutes[k])
        if ends < best_finish:
            best, best_finish, blocker = since, ends, waits
            placed.who[k] = person
            placed.option[k] = option
    return (best, blocker) if best < FAR else (t, NOBODY)


def all_free_from(axis: Axis, crew: Crew, lanes: Lanes, order: Order, j: int, t: int, placed: Placed) -> tuple[int, int, int]:
    """The first instant from `t` on at which everybody node `j` needs is free; what ends there, and whose it is."""
    a, b = crew.first[j], crew.first[j + 1]
    blocker = person = NOBODY
    moved = True
    while moved:
        moved = False
        for k in range(a, b):
            if crew.person[k] >= 0:
                placed.who[k] = crew.person[k]
                since, waits = free_from(axis, crew, lanes, k, crew.person[k], crew.calendar[k], t)
            else:
                since, waits = chosen_from(axis, crew, lanes, order, k, a, t, placed)
            if since > t:
                t = since
                blocker = waits
                person = placed.who[k]
                moved = t < axis.origin + axis.days * 1440
    return t, blocker, person


def calendar_of(crew: Crew, k: int, placed: Placed) -> int:
    """The calendar use `k` works in, once its person is known."""
    return crew.calendar[k] if crew.person[k] >= 0 else crew.option_calendar[placed.option[k]]  # type: ignore[no-any-return]


def back_after(axis: Axis, crew: Crew, j: int, t: int, placed: Placed) -> tuple[int, int]:
    """Where node `j`, begun at `t`, would be broken off by an absence longer than its work before: when that ends, and whose it is."""
    for k in range(crew.first[j], crew.first[j + 1]):
        person = placed.who[k]
        if not crew.minds[k] or crew.away_first[person] == crew.away_first[person + 1]:
            continue
        c, own = calendar_of(crew, k, placed), crew.own[person]
        w = work_at(axis, c, t) + crew.delay[k]
        begin = work_at(axis, own, start_of(axis, c, w))
        end = work_at(axis, own, finish_of(axis, c, w + crew.minutes[k]))
        at = broken_off(crew.away_at, crew.away_minutes, crew.away_first[person], crew.away_first[person + 1], begin, end)
        if at:
            return start_of(axis, own, at), person
    return t, NOBODY


def broken_off(away_at: Ints, away_minutes: Ints, first: int, last: int, begin: int, end: int) -> int:
    """Where work from `begin` to `end` is interrupted by an absence longer than the work before it; 0 where it is not."""
    for i in range(first, last):
        at = away_at[i]
        if at >= end:
            break
        if begin < at and at - begin < away_minutes[i]:
            return at  # type: ignore[no-any-return]
    return 0


def booked(axis: Axis, crew: Crew, lanes: Lanes, j: int, t: int, placed: Placed) -> bool:
    """Book everybody on node `j`, whose work may begin at `t`. False where a lane is full."""
    for k in range(crew.first[j], crew.first[j + 1]):
        person = placed.who[k]
        c, own = calendar_of(crew, k, placed), crew.own[person]
        w = work_at(axis, c, t) + crew.delay[k]
        if c == own:
            if not taken(lanes, 2 * person, w, w + crew.minutes[k], crew.units[k], j):
                return False
        elif not booked_in_pieces(
            axis, lanes, person, own, c, start_of(axis, c, w), finish_of(axis, c, w + crew.minutes[k]), crew.units[k], j
        ):
            return False
    return True


def stand(axis: Axis, nodes: Nodes, crew: Crew, j: int, t: int, placed: Placed) -> None:
    """Give node `j` its dates if its work may begin at `t`."""
    c = nodes.calendar[j]
    if nodes.minutes[j] == 0 and nodes.team_first[j] == nodes.team_first[j + 1]:
        placed.start[j] = settled_late(axis, c, t)
        placed.finish[j] = placed.start[j]
    elif not crew.pooled[j]:
        placed.start[j] = opened(axis, nodes, j, t)
        placed.finish[j] = finish_from(axis, nodes, j, t)
    else:
        placed.start[j] = FAR
        placed.finish[j] = -FAR
        for k in range(crew.first[j], crew.first[j + 1]):
            c = calendar_of(crew, k, placed)
            w = work_at(axis, c, t)
            placed.start[j] = min(placed.start[j], start_of(axis, c, w))
            placed.finish[j] = max(placed.finish[j], finish_of(axis, c, w + crew.delay[k] + crew.minutes[k]))


def put(
    axis: Axis, nodes: Nodes, arcs: Arcs, bounds: Bounds, crew: Crew, lanes: Lanes, order: Order, split: int, j: int, placed: Placed
) -> bool:
    """Place node `j` as early as its links and its people allow. False where a lane is full."""
    best, by = aimed(axis, nodes, arcs, bounds, j, placed.start, placed.finish)
    t = best
    placed.held[j] = -FAR
    placed.blocker[j] = placed.blocked_by[j] = NOBODY
    placed.late[j] = 0
    if crew.first[j] < crew.first[j + 1]:
        t, blocker, person = all_free_from(axis, crew, lanes, order, j, best, placed)
        if not split:
            back, away = back_after(axis, crew, j, t, placed)
            if back > t:
                later, waits, whose = all_free_from(axis, crew, lanes, order, j, back, placed)
                again, _ = back_after(axis, crew, j, later, placed)
                if again == later:
                    t = later
                    blocker, person = (waits, whose) if later > back else (AWAY, away)
                else:
                    all_free_from(axis, crew, lanes, order, j, t, placed)
        if t > best and (by == BY_CEILING or past_ceiling(axis, nodes, bounds, j, t)):
            placed.late[j] = 1
            t = best
        if t > best:
            placed.held[j], placed.blocker[j], placed.blocked_by[j] = t, blocker, person
    stand(axis, nodes, crew, j, t, placed)
    return booked(axis, crew, lanes, j, t, placed)


def past_ceiling(axis: Axis, nodes: Nodes, bounds: Bounds, j: int, t: int) -> bool:
    """Whether an imposed date forbids node `j` to begin at `t`."""
    return bool(t > bounds.ceiling[j] or finish_from(axis, nodes, j, t) > bounds.finish_ceiling[j])


def levelled(
    axis: Axis, nodes: Nodes, arcs: Arcs, bounds: Bounds, work: Work, crew: Crew, lanes: Lanes, order: Order, split: int, placed: Placed
) -> int:
    """Place every node, of those whose predecessors stand always the one of lowest rank. Settled nodes keep what `placed` says.

    The common node, one task of one person in their own calendar, is placed here in working minutes; `put` does all others.
    """
    n = len(nodes.minutes)
    waits = arcs.first[1:] - arcs.first[:-1]
    opens = np.empty(n, np.int64)
    closes = np.empty(n, np.int64)
    heap = np.empty(n, np.int64)
    size = 0
    status = DONE
    beyond = axis.origin + axis.days * 1440
    for j in range(n):
        if waits[j] == 0:
            pushed(heap, size, order.rank[j])
            size += 1
    while size:
        j = order.by_rank[popped(heap, size)]
        size -= 1
        c = nodes.calendar[j]
        if order.settled[j]:
            opens[j] = work_at(axis, c, placed.start[j])
            closes[j] = work_at(axis, c, placed.finish[j])
        elif order.quick[j] == -1:
            if not put(axis, nodes, arcs, bounds, crew, lanes, order, split, j, placed):
                return NO_ROOM
            opens[j] = work_at(axis, c, placed.start[j])
            closes[j] = work_at(axis, c, placed.finish[j])
        else:
            w = work.floor[j]
            for k in range(arcs.first[j], arcs.first[j + 1]):
                i = arcs.source[k]
                kind = arcs.kind[k]
                lag = arcs.lag[k]
                if nodes.calendar[i] == c and (lag == 0 or arcs.calendar[k] == c):
                    after = lag + (closes[i] if kind in (FS, FF) else opens[i])
                else:
                    own = placed.finish[i] if kind in (FS, FF) else placed.start[i]
                    after = work_at(axis, c, shifted(axis, arcs.calendar[k], own, lag))
                if kind in (FF, SF):
                    after -= nodes.minutes[j]
                w = max(w, after)
            k = crew.first[j]
            if k < crew.first[j + 1]:
                person = crew.person[k]
                begin = w + crew.delay[k]
                position, blocker = room_after(lanes, 2 * person, begin, crew.minutes[k], crew.capacity[person] - crew.units[k])
                if crew.minds[k] and not split:
                    a, b = crew.away_first[person], crew.away_first[person + 1]
                    if broken_off(crew.away_at, crew.away_minutes, a, b, position, position + crew.minutes[k]):
                        if not put(axis, nodes, arcs, bounds, crew, lanes, order, split, j, placed):
                            return NO_ROOM
                        position = -1
                if position < 0:
                    w = work_at(axis, c, placed.start[j])
                elif position > begin:
                    w = position - crew.delay[k]
                    placed.held[j] = start_of(axis, c, w)
                    placed.blocker[j] = blocker
                    placed.blocked_by[j] = person
                if position >= 0 and not taken(lanes, 2 * person, position, position + crew.minutes[k], crew.units[k], j):
                    return NO_ROOM
            opens[j] = w
            closes[j] = w + nodes.minutes[j]
            placed.start[j] = start_of(axis, c, w)
            placed.finish[j] = finish_of(axis, c, closes[j])
        if placed.finish[j] >= beyond:
            status = BEYOND
        for position in range(order.out_first[j], order.out_first[j + 1]):
            i = order.target[order.out_arc[position]]
            waits[i] -= 1
            if waits[i] == 0:
                pushed(heap, size, order.rank[i])
                size += 1
    return status


def latest(axis: Axis, nodes: Nodes, arcs: Arcs, order: Order, j: int, end: int, start: Ints, finish: Ints) -> int:
    """The latest working minute at which node `j` begins without moving what `start` and `finish` say of its successors."""
    c = nodes.calendar[j]
    to_start, to_finish = FAR, end
    for position in range(order.out_first[j], order.out_first[j + 1]):
        k = order.out_arc[position]
        i = order.target[k]
        t = finish[i] if arcs.kind[k] >= FF else start[i]
        t = bound_of(axis, c, nodes.calendar[i], nodes.minutes[i], arcs.kind[k], arcs.calendar[k], arcs.lag[k], t)
        if arcs.kind[k] in (FS, FF):
            to_finish = min(to_finish, t)
        else:
            to_start = min(to_start, t)
    w = work_at(axis, c, to_finish) - nodes.minutes[j]
    return w if to_start == FAR else min(w, begun_by(axis, c, to_start))  # type: ignore[no-any-return]


def justified(
    axis: Axis,
    nodes: Nodes,
    arcs: Arcs,
    crew: Crew,
    lanes: Lanes,
    order: Order,
    last_first: Ints,
    placed: Placed,
    start: Ints,
    finish: Ints,
) -> int:
    """Push every node to the right, the one that finishes last first; `start` and `finish` come in as placed and go out late.

    Only the order that comes out is used, so who works outside their own calendar is taken to be busy all the while.
    """
    end = -FAR
    for j in range(len(start)):
        end = max(end, finish[j])
    for j in last_first:
        if order.settled[j] or nodes.team_first[j] < nodes.team_first[j + 1]:
            continue
        c = nodes.calendar[j]
        w = max(latest(axis, nodes, arcs, order, j, end, start, finish), work_at(axis, c, start[j]))
        for k in range(crew.first[j], crew.first[j + 1]):
            person = placed.who[k]
            if calendar_of(crew, k, placed) == crew.own[person] == c:
                most = crew.capacity[person] - crew.units[k]
                room = room_before(lanes, 2 * person, w + crew.delay[k], crew.minutes[k], most)
                w = max(min(w, room - crew.delay[k]), work_at(axis, c, start[j]))
        start[j] = start_of(axis, c, w)
        finish[j] = finish_of(axis, c, w + nodes.minutes[j]) if nodes.minutes[j] else start[j]
        for k in range(crew.first[j], crew.first[j + 1]):
            person = placed.who[k]
            if calendar_of(crew, k, placed) == crew.own[person] == c:
                begin = w + crew.delay[k]
                if not taken(lanes, 2 * person, begin, begin + crew.minutes[k], crew.units[k], j):
                    return NO_ROOM
    return DONE


def settle(arcs: Arcs, known: Ints, quiet: Ints, settled: Ints) -> None:
    """Mark the nodes whose dates levelling cannot change: those `known`, and the `quiet` whose predecessors are all settled."""
    for j in range(len(settled)):
        settled[j] = known[j]
        if quiet[j] and not known[j]:
            settled[j] = 1
            for k in range(arcs.first[j], arcs.first[j + 1]):
                settled[j] = min(settled[j], settled[arcs.source[k]])


def keep_settled(axis: Axis, crew: Crew, lanes: Lanes, order: Order, placed: Placed) -> bool:
    """Book everybody on settled nodes where these stand, even where that is too much. False where a lane is full."""
    for j in range(len(order.settled)):
        if order.settled[j] and crew.first[j] < crew.first[j + 1]:
            all_free_from(axis, crew, lanes, order, j, placed.start[j], placed)
            if not booked(axis, crew, lanes, j, placed.start[j], placed):
                return False
    return True
