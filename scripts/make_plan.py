"""Write a large, realistic plan as MS Project XML: `make_plan.py 10000 -o plan.xml`. The same words give the same plan."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from milepost.cli.bench.plans import START, make_plan
from milepost.exchange import msproject

__all__ = ["START", "make_plan"]


def main() -> None:
    """Writes the plan to the file named, or to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", type=int, help="how many tasks that are not summaries")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--links", type=float, default=1.3, help="links per task")
    parser.add_argument("--calendars", type=int, default=4, choices=range(1, 5), metavar="1-4")
    parser.add_argument("-o", "--output", type=Path)
    words = parser.parse_args()
    written = msproject.write(make_plan(words.tasks, seed=words.seed, links_per_task=words.links, calendars=words.calendars))
    if words.output:
        words.output.write_bytes(written)
    else:
        sys.stdout.buffer.write(written)


if __name__ == "__main__":
    main()
