"""What the engine concludes: the dates, floats and causes of every row, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milepost.engine.network import Network
from milepost.engine.plan import Notice

Ints = NDArray[np.int64]
NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """The schedule of a plan. Arrays have one value per row of the plan, int64.

    `start` and `finish` are the scheduled instants, facts and dates set by hand included; `early_*` and `late_*` come from
    the passes (what has begun keeps its actual start in both). Floats are working minutes of the task's calendar, elapsed
    minutes where its duration is elapsed; a negative float is a date that cannot be kept. `critical` marks what is not
    complete and has no float left. `driver` is the row whose link set the date, or `NOBODY`; `cause` is the arc behind it or
    one of the `BY_` codes of the kernels. `begin` and `end` are the first start and last finish of what is active.
    """

    network: Network
    start: Ints
    finish: Ints
    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    total_float: Ints
    free_float: Ints
    remaining: Ints
    critical: Ints
    driver: Ints
    cause: Ints
    node_driver: Ints
    """Arc or code that set each node of the network, for reasons that lead through a summary."""
    begin: int
    end: int
    critical_path: tuple[int, ...]
    """Rows of the driving chain that ends with the plan, first to last."""
    notices: tuple[Notice, ...]
