"""What the rooms cost with a plan of ten thousand tasks and a morning over twenty: `bench_rooms.py [--tasks 10000]`.

Each figure is the best of a few runs, in milliseconds of wall time; run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def measured(name: str, work: Callable[[], Any], *, runs: int = 3, target: str = "") -> Any:
    """Runs the work, prints its best time, gives back what it gave."""
    best, result = float("inf"), None
    for _ in range(runs):
        began = perf_counter()
        result = work()
        best = min(best, perf_counter() - began)
    print(f"{name:<44}{best * 1000:10.1f} ms   {target}", flush=True)
    return result


def started(home: str) -> Any:
    """The program with an empty database in `home`; gives back the actor who may do everything."""
    os.environ.update(MILEPOST_HOME=home, DJANGO_SETTINGS_MODULE="milepost.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", skip_checks=True, verbosity=0)
    from milepost.accounts import reads, writes

    who = {"owner_name": "Ada", "owner_email": "ada@bench.example", "password": "four bells at harbour"}
    writes.create_workspace(name="Bench", zone="Europe/Berlin", country="DE", region="BY", **who, now=NOW)
    return reads.actor_of_email("ada@bench.example", via="cli")


def bench_plan(actor: Any, tasks: int, folder: Path) -> None:
    """One large plan: in, read, concluded, shown, edited, updated."""
    from make_plan import make_plan

    from milepost.day import writes as day
    from milepost.exchange import msproject
    from milepost.forecast import reads as forecasts
    from milepost.forecast import writes as forecasting
    from milepost.plans import reads, writes

    file = folder / "plan.xml"
    file.write_bytes(msproject.write(make_plan(tasks), dates={}))
    draft = measured("read the file (MSPDI)", lambda: msproject.read(file), runs=1)
    measured("the engine's word, cold (compiles its loops)", lambda: forecasts.check(draft, NOW.date()), runs=1)
    imported = measured(
        "take it over", lambda: forecasting.import_plan(actor, draft, file_name="plan.xml", now=NOW), runs=1, target="all of it ≤ 10 s"
    )
    project = imported.project_id
    measured("read the draft, first time", lambda: reads.draft(project), runs=1, target="≤ 150 ms")
    measured("read the draft again", lambda: reads.draft(project))
    measured("conclude", lambda: forecasting.conclude(project, now=NOW), runs=1)
    measured("… and why", lambda: forecasting.explain(project), runs=1)
    measured("… and the morning of it", lambda: day.conclude(project, now=NOW), runs=1)
    measured("first page of tasks", lambda: reads.tasks(actor, project, offset=0, limit=50))
    chart = measured("Gantt columns", lambda: forecasts.chart(actor, project, now=NOW))
    packed = len(zlib.compress(json.dumps(asdict(chart), separators=(",", ":")).encode()))
    print(f"{'Gantt columns, gzipped':<44}{packed / len(chart.id):10.1f} bytes a task   ≤ 120")
    task = next(line for line in reads.tasks(actor, project, offset=0, limit=50).tasks if not line.summary)
    measured("one task with what surrounds it", lambda: reads.task(actor, task.id), target="≤ 20 ms")
    report = {"percent": 50, "remaining_minutes": None, "now": NOW}
    measured("record progress", lambda: writes.record_progress(actor, task.id, **report), target="≤ 30 ms")
    measured("conclude after an edit", lambda: forecasting.conclude(project, now=NOW), runs=1, target="seen ≤ 300 ms after the edit")
    measured("preview of an edit", lambda: forecasts.preview(actor, project, forecasts.Edit(task.id, duration_minutes=4800), now=NOW))
    edited = replace(draft, tasks=tuple(replace(each, name=f"{each.name}!") for each in draft.tasks))
    measured("difference to a newer file", lambda: reads.difference(actor, project, edited), runs=1)
    newest = reads.project(actor, project).revision
    update = {"draft": edited, "file_name": "newer.xml", "version": newest, "now": NOW}
    measured("update from a newer file, every task changed", lambda: writes.reimport_plan(actor, project, **update), runs=1)


def bench_morning(actor: Any, projects: int = 20, tasks: int = 300) -> None:
    """Many projects of an ordinary size, each with a promise."""
    from make_plan import make_plan

    from milepost.clients import writes as clients
    from milepost.day import reads
    from milepost.day import writes as day
    from milepost.forecast import writes as forecasting

    for number in range(projects):
        plan = replace(make_plan(tasks, seed=number), name=f"Project {number}")
        project = forecasting.import_plan(actor, plan, file_name="x", now=NOW).project_id
        clients.promise(actor, project, client=f"Client {number % 5}", on=date(2026, 6, 1 + number), now=NOW)
        forecasting.conclude(project, now=NOW)
        day.conclude(project, now=NOW)
    measured(f"the morning over {projects} projects", lambda: reads.morning(actor, now=NOW))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tasks", type=int, default=10_000)
    words = asked.parse_args()
    sys.path.insert(0, str(Path(__file__).parent))
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as home:
        actor = started(home)
        bench_plan(actor, words.tasks, Path(home))
        bench_morning(actor)


if __name__ == "__main__":
    main()
