"""How short levelled schedules are, beside one-pass priority rules and CP-SAT alone, on PSPLIB instances: `make bench`.

    .venv/bin/python scripts/bench_level.py FOLDER --seconds 1 --every 1

Each folder with `.sm` files in it is a set. *Above best known* is the mean over its instances of makespan / best known upper bound
less 1 (from `best_known.csv` beside the folders; blank without it), *above critical path* the same against the critical-path bound,
as the literature gives it for J60 and J120. *Proved* is the share of instances whose lower bound is the makespan. The short form of
`make bench` takes every 40th instance; figures for a release are taken on a quiet machine with every instance. CP-SAT alone gets no
schedule to begin from; where it finds none in its seconds, all activities one after the other stand for it.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from milepost.cli.bench.psplib import read
from milepost.engine import placement, proof, search, solving
from milepost.engine.instance import Instance
from milepost.engine.placement import Rule, Solution

DATA = Path(os.environ.get("MILEPOST_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data") / "psplib"
SCHEMES = {"serial": placement.serial, "parallel": placement.parallel}
RULES = (Rule.LATE_FINISH, Rule.LATE_START, Rule.SLACK, Rule.FOLLOWERS, Rule.RANKED_WORK, Rule.ROWS)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one way makes of one instance."""

    makespan: int
    proved: bool
    seconds: float


Way = Callable[[Instance], tuple[int, bool]]


def main() -> None:
    options = _options()
    solving.ready()
    best = _best_known(options.path)
    for folder in sorted({file.parent for file in options.path.rglob("*.sm")}):
        files = sorted(folder.glob("*.sm"))[:: options.every]
        print(f"\n{folder.name}: {len(files)} instances, {options.seconds:g} s each")
        print(f"{'':34}above best known  above critical path  proved  seconds")
        made = [read(file) for file in files]
        paths = [_critical_path(each) for each in made]
        known = [best.get(file.stem) for file in files]
        for name, way in _ways(options).items():
            print(_line(name, [_answered(way, each) for each in made], known, paths), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", nargs="?", type=Path, default=DATA, help="a folder of PSPLIB files, or of such folders")
    parser.add_argument("--seconds", type=float, default=0.2, help="for each instance")
    parser.add_argument("--every", type=int, default=40, help="take each N-th instance only")
    parser.add_argument("--only", choices=("rules", "ours", "cp-sat"), help="one way only")
    options = parser.parse_args()
    if not options.path.is_dir():
        print(f"No PSPLIB instances at {options.path} (set MILEPOST_DATA).")
        raise SystemExit
    return options


def _ways(options: argparse.Namespace) -> dict[str, Way]:
    rules: dict[str, Way] = {
        f"{rule.name.lower().replace('_', ' ')}, {scheme}": _by_rule(rule, scheme) for rule in RULES for scheme in SCHEMES
    }
    cp_sat: dict[str, Way] = {"CP-SAT alone": lambda made: _by_cp_sat(made, options.seconds)}
    ours: dict[str, Way] = {"best rule, justified": _by_best, "Milepost": lambda made: _found(solving.solve(made, seconds=options.seconds))}
    return {"rules": rules, "cp-sat": cp_sat, "ours": ours}.get(options.only) or rules | cp_sat | ours


def _by_rule(rule: Rule, scheme: str) -> Way:
    def way(made: Instance) -> tuple[int, bool]:
        starts = SCHEMES[scheme](made, placement.order_of(made, placement.rank(made, rule)))
        return int((starts + made.slots).max()), False

    return way


def _by_best(made: Instance) -> tuple[int, bool]:
    return _found(placement.best(made))


def _by_cp_sat(made: Instance, seconds: float) -> tuple[int, bool]:
    shown = proof.prove(made, upper=made.horizon, seconds=seconds, workers=os.cpu_count() or 1)
    makespan = made.horizon if shown.starts is None else int((shown.starts + made.slots).max())
    return makespan, shown.proved


def _found(solution: Solution) -> tuple[int, bool]:
    return solution.makespan, solution.proved


def _answered(way: Way, made: Instance) -> Answer:
    began = perf_counter()
    makespan, proved = way(made)
    return Answer(makespan, proved or makespan == search.lower_bound(made), perf_counter() - began)


def _line(name: str, answers: list[Answer], known: list[int | None], paths: list[int]) -> str:
    above = [answer.makespan / best - 1 for answer, best in zip(answers, known, strict=True) if best]
    longer = [answer.makespan / path - 1 for answer, path in zip(answers, paths, strict=True)]
    proved = np.mean([answer.proved for answer in answers])
    spent = max(answer.seconds for answer in answers)
    best = f"{100 * np.mean(above):14.2f} %" if above else f"{'':16}"
    return f"  {name:32}{best}  {100 * np.mean(longer):17.2f} %  {100 * proved:4.0f} %  {spent:7.3f}"


def _critical_path(made: Instance) -> int:
    finish = np.zeros(len(made), np.int64)
    for j in placement.order_of(made, np.arange(len(made))):
        finish[j] = max((int(finish[i]) for i in made.predecessor[made.successor == j]), default=0) + made.slots[j]
    return int(finish.max())


def _best_known(path: Path) -> dict[str, int]:
    table = next((folder / "best_known.csv" for folder in (path, path.parent) if (folder / "best_known.csv").exists()), None)
    if table is None:
        return {}
    with table.open(newline="") as rows:
        return {row["instance"]: int(row["upper_bound"]) for row in csv.DictReader(rows)}


if __name__ == "__main__":
    main()
