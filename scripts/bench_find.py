"""What finding costs over twenty plans of ten thousand tasks, on SQLite and PostgreSQL: `bench_find.py [--projects 20] [--tasks 10000]`.

Each figure is the middle of some runs, in milliseconds of wall time and, behind it, of our own processor time; run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
QUESTIONS = ("d", "data", "data migration", "test environment 77", "migration rollback firewall", "zzzzzzz", "migraton")
WORDS = ("Data", "migration", "test", "environment", "firewall", "rollback", "review", "training", "login", "billing", "Prüfung", "release")


def draft(tasks: int, number: int) -> Any:
    """A plan whose tasks are called by three words and a number."""
    from milepost.plans.draft import Draft, Task

    def name(uid: int) -> str:
        return f"{WORDS[uid % 12]} {WORDS[(uid // 12) % 12]} {WORDS[(uid // 144 + number) % 12]} {uid}"

    named = (Task(uid, name(uid), duration_minutes=480, notes=f"said on {uid}" if uid % 10 == 0 else "") for uid in range(1, tasks + 1))
    return Draft(name=f"Project {number}", start=datetime(2026, 3, 2, 9), tasks=tuple(named))


def firm(projects: int, tasks: int) -> Any:
    """A workspace with so many plans; gives back who may do everything."""
    from milepost.accounts import reads, writes
    from milepost.plans import writes as planning

    who = {"owner_name": "Ada", "owner_email": "ada@bench.example", "password": "four bells at harbour"}
    writes.create_workspace(name="Bench", zone="Europe/Berlin", country="DE", region="BY", **who, now=NOW)
    actor = reads.actor_of_email("ada@bench.example", via="cli")
    for number in range(projects):
        planning.import_plan(actor, draft(tasks, number), file_name="x", now=NOW)
    return actor


def told(name: str, work: Callable[[], Any], *, runs: int = 15, limit: str = "") -> None:
    """Does the work some times and prints what it took."""
    wall, own = [], []
    for _ in range(runs):
        began, spent = perf_counter(), process_time()
        work()
        wall.append((perf_counter() - began) * 1000)
        own.append((process_time() - spent) * 1000)
    print(f"{name:<44}{median(wall):10.1f} ms {median(own):10.1f} ms   {limit}", flush=True)


def measure(projects: int, tasks: int) -> None:
    from milepost.plans import reads as plans
    from milepost.plans import writes as planning
    from milepost.search import reads as search

    actor = firm(projects, tasks)
    told("the first question to a process", lambda: search.found(actor, "data"), runs=1)
    for question in QUESTIONS:
        told(question, lambda question=question: search.found(actor, question), limit="≤ 50")  # type: ignore[misc]
    project = plans.projects(actor)[0].id
    edits = (planning.add_objective(actor, project, name=f"Goal {each}", now=NOW) for each in range(18))
    told("an edit of one plan", lambda: next(edits), runs=9)
    told("… and then a question", lambda: (next(edits), search.found(actor, "data")), runs=9, limit="≤ 50 more")
    held = sum(len(page) for _, pages in search._held.values() for page in pages.values())
    print(f"{'text held in memory':<44}{held / 1e6:10.1f} MB")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--projects", type=int, default=20)
    asked.add_argument("--tasks", type=int, default=10_000)
    asked.add_argument("--on", choices=("sqlite", "postgresql"))
    words = asked.parse_args()
    sys.path.insert(0, str(Path(__file__).parent.parent))
    if words.on is None:
        for kind in ("sqlite", "postgresql"):
            os.spawnv(os.P_WAIT, sys.executable, [sys.executable, *sys.argv, "--on", kind])
        return
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as home:
        os.environ.update(MILEPOST_HOME=home, DJANGO_SETTINGS_MODULE="milepost.config.settings")
        if words.on == "postgresql":
            from tests.postgres import server_url

            os.environ["MILEPOST_DATABASE_URL"] = server_url()
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", skip_checks=True, verbosity=0)
        print(f"-- {words.on}: {words.projects} plans of {words.tasks} tasks")
        measure(words.projects, words.tasks)


if __name__ == "__main__":
    main()
