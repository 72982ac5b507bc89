"""How much less calm re-planning moves than right-shift repair, at the same finish, on disturbed PSPLIB instances: `make bench`.

For each instance a good schedule is the plan before (the engine's search, 20,000 schedules). Then, always in the same way:

- *now* is 30 % of the makespan. What was to begin before has begun.
- What runs then, or was to begin within the next 10 % of the makespan, lasts half as long again, each with a chance of 1 in 2.
- One resource, chosen by chance, has half of its units (rounded up) from 5 % to 25 % of the makespan after now.

*right-shift* lets each activity, in the order of the plan before, begin when it was planned or as soon after as it can. *in order* is the
same, but on no resource does anybody overtake who was planned to begin before. *again* is the shortest plan found from now on, without
regard to the plan before. *ours* may not finish later than right-shift does. What a plan moves is the sum of |new start - old start|.
The reductions are those of the sums over all instances that had to move; "each" is the mean over these instances.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from milepost.engine import replan, search
from milepost.engine.instance import Instance, instance
from milepost.engine.kernels import SS

DATA = Path(os.environ.get("MILEPOST_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Case:
    """One disturbed instance: the work as it is now, the plan before, and the slot it is now."""

    made: Instance
    before: Ints
    now: int


def read(path: Path) -> Instance:
    """A PSPLIB instance."""
    lines = path.read_text().splitlines()

    def numbers(heading: str, skip: int, count: int) -> list[list[int]]:
        first = next(number for number, line in enumerate(lines) if line.startswith(heading)) + skip
        return [[int(word) for word in line.split()] for line in lines[first : first + count]]

    jobs = int(next(line for line in lines if line.startswith("jobs")).split(":")[1])
    arcs = [(job - 1, after - 1) for job, _, _, *successors in numbers("PRECEDENCE", 2, jobs) for after in successors]
    asked = numbers("REQUESTS", 3, jobs)
    demand = [(job - 1, r, units) for job, _, _, *needs in asked for r, units in enumerate(needs) if units]
    return instance([row[2] for row in asked], numbers("RESOURCEAVAIL", 2, 1)[0], arcs=arcs, demand=demand)


def disturbed(made: Instance, before: Ints, seed: int) -> Case:
    """The instance some way into its plan, when things have gone wrong as said above."""
    chance = np.random.default_rng(seed)
    end = int((before + made.slots).max())
    now, soon = round(0.3 * end), round(0.1 * end)
    running = (made.slots > 0) & (before + made.slots > now) & (before < now + soon)
    longer = running & (chance.random(len(made)) < 0.5)
    slots = np.where(longer, made.slots + -(-made.slots // 2), made.slots)
    capacity = np.repeat(made.capacity, int(slots.sum()) + end, axis=1)
    resource = int(chance.integers(len(capacity)))
    capacity[resource, now + round(0.05 * end) : now + round(0.25 * end)] -= made.capacity[resource, 0] // 2
    frozen = np.where(before < now, before, -1)
    return Case(replace(made, slots=slots, capacity=capacity, frozen=frozen, release=np.full(len(made), now)), before, now)


def in_order(case: Case) -> Instance:
    """The same, with an arc between starts wherever two that share a resource were planned one after the other."""
    made = case.made
    rows = np.repeat(np.arange(len(made)), np.diff(made.demand_first))
    pairs = []
    for resource in range(len(made.capacity)):
        users = rows[(made.demand_resource == resource) & (made.demand_units > 0)]
        line = users[np.lexsort((users, case.before[users]))]
        pairs += list(zip(line[:-1].tolist(), line[1:].tolist(), strict=True))
    extra = np.array(pairs, np.int64).reshape(-1, 2)
    blank = np.zeros(len(extra), np.int64)
    columns = {"predecessor": extra[:, 0], "successor": extra[:, 1], "kind": blank + SS, "lag": blank, "lag_calendar": blank - 1}
    return replace(made, **{name: np.concatenate((getattr(made, name), added)) for name, added in columns.items()})


def moved(case: Case, starts: Ints) -> int:
    """The sum of all shifts."""
    return int(abs(starts - case.before).sum())


def measured(case: Case, seconds: float) -> dict[str, float]:
    """What each way of going on moves, and what it takes."""
    since = perf_counter()
    right = replan.right_shift(case.made, case.before, now=case.now)
    repair = perf_counter() - since
    since = perf_counter()
    ours = replan.replan(case.made, case.before, now=case.now, seconds=seconds)
    spent = perf_counter() - since
    again = search.improve(case.made, budget=5000)
    return {
        "now": case.now,
        "cap": ours.cap,
        "may move": int((case.made.frozen < 0).sum()),
        "right-shift": moved(case, right),
        "in order": moved(case, replan.right_shift(in_order(case), case.before, now=case.now)),
        "ours": moved(case, ours.starts),
        "again": moved(case, again.starts),
        "repair ms": repair * 1000,
        "seconds": spent,
    }


HEADS = ("set", "count", "moving", "right-shift", "each", "in order", "again", "repair ms", "seconds")
"""Of a set: ours against right-shift, over all and for each, ours against right-shift in order, and *again* against right-shift."""


def told(name: str, results: list[dict[str, float]]) -> str:
    """One line for a set."""
    moving = [each for each in results if each["right-shift"]]

    def change(what: str, than: str) -> str:
        return f"{100 * (sum(one[what] for one in moving) / sum(one[than] for one in moving) - 1):+.1f} %"

    each = np.mean([100 * (one["ours"] / one["right-shift"] - 1) for one in moving])
    spent = [f"{np.mean([one[what] for one in results]):.2f}" for what in ("repair ms", "seconds")]
    shares = (change("ours", "right-shift"), f"{each:+.1f} %", change("ours", "in order"), change("again", "right-shift"))
    return line(name, str(len(results)), str(len(moving)), *shares, *spent)


def line(*cells: str) -> str:
    """Cells under their heads."""
    return "  ".join(f"{cell:>11}" for cell in cells)


def main() -> int:
    """Print the reductions, as a table or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="*", default=["j60", "j120"])
    parser.add_argument("--instances", type=int, default=8, help="how many of each set, evenly spread; 0 for all")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    wants = parser.parse_args()
    if not (DATA / "psplib").is_dir():
        print(f"PSPLIB is not at {DATA / 'psplib'} (set MILEPOST_DATA): nothing was measured.")
        return 0
    replan.ready()
    found: dict[str, list[dict[str, float]]] = {}
    for name in wants.sets:
        files = sorted((DATA / "psplib" / name).glob("*.sm"))
        step = max(1, len(files) // wants.instances) if wants.instances else 1
        for path in files[::step][: wants.instances or None]:
            made = read(path)
            before = search.improve(made, budget=20_000).starts
            figures = measured(disturbed(made, before, wants.seed), wants.seconds)
            found.setdefault(name, []).append(figures)
            if wants.json:
                print(json.dumps({"instance": path.stem, **figures}), flush=True)
    if not wants.json:
        print(line(*HEADS))
        for name, results in found.items():
            print(told(name, results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
