"""`milepost bench peers`: the critical path and the simulation beside other programs, on one plan in one run.

The plan is what all of them understand: whole days, finish-to-start links, five days a week. *Like for like* is the passes alone, from
arrays or records to early and late times; *end to end* is from a plan's values to dates, with everything each checks on the way. What
is not installed is said and left out; nothing here is needed by Milepost. MPXJ also needs Java, and JPype to reach it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from shutil import which
from typing import Any

import numpy as np

from milepost import engine
from milepost.cli.bench.cpm import Subject
from milepost.cli.bench.plans import make_plan, on_one_calendar
from milepost.cli.bench.timing import quickest
from milepost.engine import twins
from milepost.forecast import snapshot
from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import Calendar, Constraint, Draft, LinkKind

START = date(2026, 3, 2)
DAY = 480
WEEK = WorkingTime((((480, 720), (780, 1020)),) * 5 + ((), ()))
PEERS = {"networkx": "networkx", "pmcontrols": "pmcontrols", "trueppm-scheduler": "trueppm_scheduler", "mpxj": "mpxj"}
SIMULATED = 500
"""Tasks of the plan that is simulated: the peers take seconds for more."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the bench takes."""
    parser.add_argument("--tasks", type=int, default=2000, metavar="N", help="tasks of the plan, 2000 unless said")
    parser.add_argument("--trials", type=int, default=1000, metavar="N", help="how often the plan is tried, 1000 unless said")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, for programs")


def run(options: argparse.Namespace) -> int:
    """Prints the ratios. 1 where a peer and Milepost do not agree on a date."""
    plan, small = Shared(shared_plan(options.tasks)), Shared(shared_plan(min(options.tasks, SIMULATED)))
    here = {name: module for name, module in PEERS.items() if _there(module)}
    results = [*_critical_paths(plan, here), *_simulations(small, here, options.trials)]
    answer = {
        "tasks": options.tasks,
        "trials": options.trials,
        "simulated_tasks": len(small.days),
        "not_installed": sorted(PEERS.keys() - here.keys()),
        "results": results,
    }
    print(json.dumps(answer, indent=2) if options.json else "\n".join(_table(answer)))
    return 0 if all(each.get("agrees") is not False for each in results) else 1


def _there(module: str) -> bool:
    """Whether a peer is installed, and what it needs."""
    java = module != "mpxj" or (find_spec("jpype") is not None and which("java") is not None)
    return java and find_spec(module) is not None


def shared_plan(tasks: int) -> Draft:
    """What every peer understands of a generated plan: whole days, finish-to-start, no constraint, one week."""
    made = on_one_calendar(make_plan(tasks))
    leaves = tuple(
        replace(task, level=1, milestone=False, duration_minutes=max(1, task.duration_minutes // DAY) * DAY, constraint=Constraint.ASAP)
        for task in made.tasks
        if not task.summary
    )
    links = tuple({(k.predecessor, k.successor): replace(k, kind=LinkKind.FS, lag=0) for k in made.links}.values())
    start = datetime(START.year, START.month, START.day, 8)
    return replace(made, start=start, tasks=leaves, links=links, calendars=(Calendar(1, "Week", WEEK),), calendar=1)


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """The plan as everybody takes it: days and predecessors by uid."""

    draft: Draft

    @property
    def days(self) -> dict[int, int]:
        return {task.uid: task.duration_minutes // DAY for task in self.draft.tasks}

    @property
    def before(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {task.uid: [] for task in self.draft.tasks}
        for link in self.draft.links:
            found[link.successor].append(link.predecessor)
        return found

    def ours(self) -> dict[int, int]:
        """Working days from the start to the early finish of each task, by Milepost."""
        found = snapshot.conclude(self.draft, as_of=START)
        last = {task.uid: found.task(task.uid).early_finish.date() for task in self.draft.tasks}
        return {uid: int(np.busday_count(START, day)) + 1 for uid, day in last.items()}


def _critical_paths(plan: Shared, here: dict[str, str]) -> Iterator[dict[str, Any]]:
    passes = quickest(Subject(plan.draft).from_links(twins.compiled()), 20).cpu
    whole = quickest(lambda: snapshot.conclude(plan.draft, as_of=START), 5).cpu
    ours = plan.ours()
    makers = {"networkx": _by_networkx, "pmcontrols": _by_pmcontrols, "trueppm-scheduler": _by_trueppm, "mpxj": _by_mpxj}
    for name, module in here.items():
        answer = makers[name](import_module(module), plan)
        took = quickest(answer, 3).cpu
        yield {
            "what": "critical path",
            "peer": name,
            "peer_ms": round(took, 2),
            "like_for_like_ms": round(passes, 3),
            "like_for_like_ratio": round(took / passes, 1),
            "end_to_end_ms": round(whole, 2),
            "end_to_end_ratio": round(took / whole, 1),
            "agrees": answer() == ours,
        }


Answer = Callable[[], dict[int, int]]


def _by_networkx(nx: Any, plan: Shared) -> Answer:
    """Longest paths in topological order and back, on a graph that is there already."""
    graph, days = nx.DiGraph(), plan.days
    graph.add_nodes_from(days)
    graph.add_edges_from((before, uid) for uid, all_before in plan.before.items() for before in all_before)

    def passes() -> dict[int, int]:
        order = list(nx.topological_sort(graph))
        finish: dict[int, int] = {}
        for uid in order:
            finish[uid] = days[uid] + max((finish[before] for before in graph.pred[uid]), default=0)
        end = max(finish.values())
        late: dict[int, int] = {}
        for uid in reversed(order):
            late[uid] = min((late[after] - days[after] for after in graph.succ[uid]), default=end)
        return finish

    return passes


def _by_pmcontrols(pmcontrols: Any, plan: Shared) -> Answer:
    days = plan.days
    records = [{"id": str(uid), "predecessors": [str(b) for b in before], "duration": days[uid]} for uid, before in plan.before.items()]

    def passes() -> dict[int, int]:
        table = pmcontrols.cpm(records).table
        return {int(uid): round(finish) for uid, finish in zip(table["activity"], table["ef"], strict=True)}

    return passes


def _trueppm_project(trueppm: Any, plan: Shared, *, spread: bool) -> Any:
    def days(count: float) -> timedelta:
        return timedelta(days=max(1, round(count)))

    def task(uid: int, count: int) -> Any:
        three = {"optimistic_duration": days(count * 0.8), "most_likely_duration": days(count), "pessimistic_duration": days(count * 1.6)}
        return trueppm.Task(id=str(uid), name=str(uid), duration=timedelta(days=count), **(three if spread else {}))

    links = [trueppm.Dependency(str(b), str(uid)) for uid, before in plan.before.items() for b in before]
    return trueppm.Project("p", "Shared", START, tasks=[task(uid, count) for uid, count in plan.days.items()], dependencies=links)


def _by_trueppm(trueppm: Any, plan: Shared) -> Answer:
    project = _trueppm_project(trueppm, plan, spread=False)

    def passes() -> dict[int, int]:
        return {int(task.id): int(np.busday_count(START, task.early_finish)) + 1 for task in trueppm.schedule(project).tasks}

    return passes


def _by_mpxj(mpxj: Any, plan: Shared) -> Answer:
    """MPXJ's scheduler after MS Project, on a project that is there already; the processor's time of the JVM counts, its start does not."""
    jpype = import_module("jpype")
    if not jpype.isJVMStarted():
        jpype.startJVM(convertStrings=False)
    of = jpype.JPackage("org").mpxj
    start = jpype.JPackage("java").time.LocalDateTime.of(START.year, START.month, START.day, 8, 0)
    project, tasks = of.ProjectFile(), {}
    project.setDefaultCalendar(project.addDefaultBaseCalendar())
    none = of.Duration.getInstance(0, of.TimeUnit.DAYS)
    for uid, count in plan.days.items():
        tasks[uid] = task = project.addTask()
        task.setDuration(of.Duration.getInstance(count, of.TimeUnit.DAYS))
        task.setRemainingDuration(task.getDuration())
        task.setActualDuration(none)
    builder = jpype.JClass("org.mpxj.Relation$Builder")
    for uid, before in plan.before.items():
        for each in before:
            tasks[uid].addPredecessor(builder().predecessorTask(tasks[each]).type(of.RelationType.FINISH_START))
    scheduler = of.cpm.MicrosoftScheduler()

    def passes() -> dict[int, int]:
        scheduler.schedule(project, start)
        last = {uid: date.fromisoformat(str(task.getEarlyFinish())[:10]) for uid, task in tasks.items()}
        return {uid: int(np.busday_count(START, day)) + 1 for uid, day in last.items()}

    return passes


def _simulations(plan: Shared, here: dict[str, str], trials: int) -> Iterator[dict[str, Any]]:
    network = snapshot.prepare(plan.draft, as_of=START).network
    minutes = network.plan.tasks.minutes
    shape = np.full(len(minutes), int(engine.Shape.PERT), np.int64)
    spread = engine.Spread(shape, minutes * 8 // 10, minutes, minutes * 16 // 10)
    ours = quickest(lambda: engine.simulate(network, spread, trials=trials), 3).cpu
    makers = {"pmcontrols": _tried_by_pmcontrols, "trueppm-scheduler": _tried_by_trueppm}
    for name, module in here.items():
        if name in makers:
            took = quickest(makers[name](import_module(module), plan, trials), 1).cpu
            yield {"what": "simulation", "peer": name, "peer_ms": round(took, 1), "ours_ms": round(ours, 2), "ratio": round(took / ours, 1)}


def _tried_by_pmcontrols(pmcontrols: Any, plan: Shared, trials: int) -> Callable[[], object]:
    days = plan.days
    records = [
        {"id": str(uid), "predecessors": [str(b) for b in before], "a": days[uid] * 0.8, "m": days[uid], "b": days[uid] * 1.6}
        for uid, before in plan.before.items()
    ]
    return lambda: pmcontrols.pert(records, n_sim=trials)


def _tried_by_trueppm(trueppm: Any, plan: Shared, trials: int) -> Callable[[], object]:
    project = _trueppm_project(trueppm, plan, spread=True)
    return lambda: trueppm.monte_carlo(project, runs=trials, seed=1)


def _table(answer: dict[str, Any]) -> Iterator[str]:
    small = f"{answer['simulated_tasks']} tasks, {answer['trials']} trials"
    yield f"{answer['tasks']} tasks; simulated: {small}. Milliseconds of the processor."
    for each in answer["results"]:
        if each["what"] == "simulation":
            yield f"simulation     {each['peer']:<20}{each['peer_ms']:>10.1f}  ours {each['ours_ms']:.2f}: {each['ratio']:.0f} ×"
            continue
        ratios = f"like for like {each['like_for_like_ratio']:.0f} ×, end to end {each['end_to_end_ratio']:.1f} ×"
        agrees = "the same dates" if each["agrees"] else "OTHER DATES"
        yield f"critical path  {each['peer']:<20}{each['peer_ms']:>10.1f}  {ratios}; {agrees}"
    for name in answer["not_installed"]:
        yield f"{name} is not installed here{', or Java and JPype are not' if name == 'mpxj' else ''}."
