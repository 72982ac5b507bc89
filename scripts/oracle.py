"""How many leaf tasks get the start and finish that MS Project saved, file by file: `make oracle`.

Each plan is scheduled as planned, with the day it starts as the data date. `MPXJ` counts only the tasks whose dates the MPXJ
library reproduces too. The files under `mspdi/` were written by hand: no scheduler made their dates. Differences are
explained in docs/algorithms/what-we-differ-from-ms-project.md. Ends with 1 where a real file falls below 98 %.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from milepost.exchange import msproject
from milepost.forecast import snapshot
from milepost.forecast.rules import Conclusion, TaskDates
from milepost.kernel.refusal import Refusal
from milepost.plans.draft import Draft
from tests.data import DATA, plans

WANTED = 0.98
Saved = Mapping[str, str]


@dataclass
class Tally:
    """What one file gave: how many leaf tasks of how many have the saved dates."""

    tasks: int = 0
    same: int = 0
    mpxj_tasks: int = 0
    mpxj_same: int = 0
    late: int = 0
    floats: int = 0
    differences: list[str] | None = None

    def line(self, name: str) -> str:
        share = f"{100 * self.same / self.tasks:5.1f} %" if self.tasks else "      –"
        mpxj = f"{self.mpxj_same}/{self.mpxj_tasks}" if self.mpxj_tasks else "–"
        return f"{name:46} {self.same:4}/{self.tasks:<4} {share}  {mpxj:>9}  {self.late:4}  {self.floats:5}"


def saved_rows(path: Path) -> dict[int, Saved] | None:
    """The rows MS Project saved beside a plan, by uid; None where there are none."""
    beside = path.with_name(path.name.removesuffix(".xml").removesuffix(".mspdi") + ".saved.csv")
    if not beside.exists():
        return None
    with beside.open(encoding="utf-8") as rows:
        return {int(row["uid"]): row for row in csv.DictReader(rows)}


def tallied(draft: Draft, conclusion: Conclusion, saved: Mapping[int, Saved]) -> Tally:
    """Compare every leaf task that has saved dates."""
    tally = Tally(differences=[])
    for task in draft.tasks:
        row, dates = saved.get(task.uid), conclusion.task(task.uid)
        if row is None or dates.summary or row["start"] == "null":
            continue
        wanted = _at(row["start"]), _at(row["finish"])
        same = (dates.start, dates.finish) == wanted
        tally.tasks += 1
        tally.same += same
        tally.mpxj_tasks += row["mpxj_reproduces"] == "1"
        tally.mpxj_same += same and row["mpxj_reproduces"] == "1"
        tally.late += _late(row, dates)
        tally.floats += _float(row, dates)
        if not same and tally.differences is not None:
            tally.differences.append(
                f"    {task.uid} {task.name}: saved {_span(*wanted)}, ours {_span(dates.start, dates.finish)}. {conclusion.why(task.uid)}"
            )
    return tally


def _at(text: str) -> datetime | None:
    return None if text == "null" else datetime.fromisoformat(text)


def _span(start: datetime | None, finish: datetime | None) -> str:
    return f"{start:%Y-%m-%d %H:%M} – {finish:%Y-%m-%d %H:%M}" if start and finish else "nothing"


def _late(row: Saved, dates: TaskDates) -> bool:
    return (_at(row["late_start"]), _at(row["late_finish"])) == (dates.late_start, dates.late_finish)


def _float(row: Saved, dates: TaskDates) -> bool:
    text = row["total_slack"]
    if text == "null":
        return False
    return abs(float(text[:-1]) * {"m": 1, "h": 60, "d": 480, "w": 2400}[text[-1]] - dates.total_float_minutes) < 1


def tallies() -> Iterator[tuple[Path, Tally | str]]:
    """Every plan file with its tally, or with why there is none."""
    for path in plans():
        saved = saved_rows(path)
        try:
            draft = msproject.read(path)
            conclusion = snapshot.conclude(draft, as_of=draft.start.date())
        except Refusal as refusal:
            yield path, f"refused: {refusal}"
            continue
        yield path, "scheduled; nothing saved beside it" if saved is None else tallied(draft, conclusion, saved)


def main() -> int:
    """Print the table; with `--differences` each task that differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--differences", action="store_true", help="name every task whose dates differ")
    wants = parser.parse_args()
    if not DATA.is_dir():
        print(f"The plans to compare with are not at {DATA}. Set MILEPOST_DATA.")
        return 0
    print(f"{'file':46} {'same dates':>9}  {'':7}  {'where MPXJ':>9}  late  float")
    low, real, made = [], Tally(), Tally()
    for path, tally in tallies():
        name = f"{path.parent.name}/{path.name.removesuffix('.xml').removesuffix('.mspdi')}"[-46:]
        if isinstance(tally, str):
            print(f"{name:46} {tally}")
            continue
        print(tally.line(name))
        total = real if path.parent.name == "msproject" else made
        for field in ("tasks", "same", "mpxj_tasks", "mpxj_same", "late", "floats"):
            setattr(total, field, getattr(total, field) + getattr(tally, field))
        if tally.mpxj_tasks and tally.mpxj_same < WANTED * tally.mpxj_tasks:
            low.append(name)
        if wants.differences and tally.differences:
            print("\n".join(tally.differences))
    print(real.line("all files of MS Project"))
    print(made.line("all files written by hand"))
    if low:
        print(f"Below {WANTED:.0%}: {', '.join(low)}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
