"""How columns are laid out for the kernels: named tuples of int64 arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Axis(NamedTuple):
    """Working time of several calendars as one integer axis each, from `origin` for `days` days."""

    origin: int
    days: int
    first: Ints
    """Intervals of calendar c are `first[c]:first[c + 1]`."""
    start: Ints
    end: Ints
    before: Ints
    """Working minutes of the calendar before the interval."""
    total: Ints
    by_day: Ints
    """`c * days + d`: the first interval that ends after midnight of day d."""
    by_hour: Ints
    """`hour_first[c] + w // 60`: the interval that holds working minute `w // 60 * 60`."""
    hour_first: Ints


class Arcs(NamedTuple):
    """Links into each node; `calendar` is the one a lag counts in."""

    first: Ints
    source: Ints
    kind: Ints
    lag: Ints
    calendar: Ints


class Nodes(NamedTuple):
    """What a node needs by itself. `least` marks a gate that takes the earliest of its arcs instead of the latest."""

    calendar: Ints
    minutes: Ints
    delay: Ints
    """Elapsed minutes a start is held back."""
    least: Ints
    simple: Ints
    """1: a task of one calendar with work to do that nothing holds back; its dates follow from working minutes alone."""
    team_first: Ints
    """Members of node j are `team_first[j]:team_first[j + 1]`; none where the node follows one calendar."""
    team_calendar: Ints
    team_delay: Ints
    team_minutes: Ints


class Bounds(NamedTuple):
    """Instants that limit each node. Early: floors push, ceilings pull. Late: the same for the backward pass."""

    pin_start: Ints
    pin_finish: Ints
    floor: Ints
    finish_floor: Ints
    ceiling: Ints
    finish_ceiling: Ints
    late_ceiling: Ints
    late_finish_ceiling: Ints
    late_floor: Ints
    late_finish_floor: Ints


class Work(NamedTuple):
    """The bounds of each node's start once more, in working minutes of its own calendar. Right for simple nodes only."""

    floor: Ints
    ceiling: Ints
    late_ceiling: Ints
    late_floor: Ints


class Form(NamedTuple):
    """An instance laid out for placing. Calendars are shifted by one: 0 is always open."""

    slots: Ints
    calendar: Ints
    before: Ints
    slot_of: Ints
    in_first: Ints
    """Arcs into activity j are `in_first[j]:in_first[j + 1]`."""
    source: Ints
    in_kind: Ints
    in_lag: Ints
    in_calendar: Ints
    out_first: Ints
    target: Ints
    out_kind: Ints
    out_lag: Ints
    out_calendar: Ints
    demand_first: Ints
    resource: Ints
    units: Ints
    capacity: Ints
    """Row a resource, column a slot."""
    release: Ints
    frozen: Ints
    due: Ints
    weight: Ints
