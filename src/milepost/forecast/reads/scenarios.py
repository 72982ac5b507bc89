"""What-if scenarios beside the plan: what each would do to finish, promises, load and dates. Nothing is kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from threading import Lock
from typing import Any, TypeVar

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast.reads.budgets import Prices, priced
from milepost.forecast.reads.charts import drawn
from milepost.forecast.reads.fresh import Facts
from milepost.forecast.reads.loads import overload
from milepost.forecast.reads.previews import moved_tasks, preview, tried
from milepost.forecast.reads.stored import newest_forecast
from milepost.forecast.reads.values import Chart, Preview
from milepost.forecast.rules import Conclusion, last_day, standing
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence
from milepost.plans import reads as plans
from milepost.plans.edits import Edit
from milepost.plans.rules import ScenarioState

Answer = TypeVar("Answer")
KEPT = 16
"""Answers held ready in this process, the newest ones."""


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """How a promise stands: `days` working days in hand, negative where it is late. `task_id` is None for the project as a whole."""

    task_id: int | None
    name: str
    on: date
    days: int


@dataclass(frozen=True, slots=True)
class ScenarioEffect:
    """The plan as it is, or as a scenario would have it.

    `days` are the working days by which it finishes later than the plan as it is, below nothing where earlier. `moved` counts the tasks
    with other dates, new ones among them. `over_minutes` is how much more it asks of its team than they have, on single days.
    """

    finish_on: date
    days: int
    moved: int
    over_minutes: int
    cost: Decimal
    """What it costs in the end, in the currency of the project."""
    promises: tuple[PromiseKept, ...]


@dataclass(frozen=True, slots=True)
class ScenarioBeside:
    """A scenario and what it would do. Where it cannot be worked out, `refused` says why."""

    scenario: plans.Scenario
    effect: ScenarioEffect | None
    refused: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The plan of `revision` on the day `as_of`, and beside it every open scenario. Without dates of its own `refused` says why."""

    project_id: int
    revision: int
    as_of: date
    currency: str
    """Of every cost here; empty where nobody said what anybody costs."""
    today: ScenarioEffect | None
    refused: Sentence | None
    open: tuple[ScenarioBeside, ...]
    adopted: tuple[plans.Scenario, ...]


def scenarios(actor: Actor, project_id: int, *, only: int | None = None, now: datetime) -> Scenarios:
    """What each open scenario, or `only` this one, would do beside the plan as it is. `NotFound` if the actor may not know the project."""
    accounts.require(actor, "plans.see_scenarios")
    project = plans.heading(actor, project_id)
    as_of = clock.today(project.zone, now)
    mark = f"{audit.end_of(actor.workspace_id)} {newest_forecast(actor.workspace_id)} {as_of}"
    return _held(("beside", project_id, only), mark, lambda: _worked_out(actor, project, only, as_of, now))


_kept: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
"""What was worked out last, with what it rests on: the end of the ledger, the day, and the newest forecast of any project."""
_lock = Lock()


def _held(key: Hashable, mark: str, make: Callable[[], Answer]) -> Answer:
    """What `make` gives, made once for what it rests on."""
    with _lock:
        kept = _kept.get(key)
    if kept is not None and kept[0] == mark:
        held: Answer = kept[1]
        return held
    found = make()
    with _lock:
        _kept[key] = (mark, found)
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _worked_out(actor: Actor, project: plans.Heading, only: int | None, as_of: date, now: datetime) -> Scenarios:
    project_id = project.id
    known = plans.scenarios(actor, project_id)
    being_tried = [each for each in known if each.state is ScenarioState.OPEN and only in (None, each.id)]
    adopted = tuple(each for each in known if each.state is ScenarioState.ADOPTED)
    try:
        read, plan = tried(actor, project_id, (), as_of=as_of, now=now)
    except Refusal as refusal:
        beside = tuple(ScenarioBeside(each, None, refusal.sentence) for each in being_tried)
        return Scenarios(project_id, 0, as_of, "", None, refusal.sentence, beside, adopted)
    edits = plans.tried_edits(each.id for each in being_tried)
    states = [_state(actor, project_id, edits[each.id], as_of, now) for each in being_tried]
    worked_out = [state for state in states if not isinstance(state, Refusal)]
    over = iter(overload(actor, project_id, [(facts.draft, drawn.columns) for facts, drawn in [(read, plan), *worked_out]], as_of=as_of))
    promises, prices = _promises(project), priced(actor, project_id)
    today = _effect(plan, read, plan, next(over), promises, prices)
    beside = tuple(
        ScenarioBeside(each, None, state.sentence)
        if isinstance(state, Refusal)
        else ScenarioBeside(each, _effect(plan, *state, next(over), promises, prices))
        for each, state in zip(being_tried, states, strict=True)
    )
    return Scenarios(project_id, read.revision, as_of, prices.currency, today, None, beside, adopted)


def _state(actor: Actor, project_id: int, edits: Sequence[Edit], as_of: date, now: datetime) -> tuple[Facts, Conclusion] | Refusal:
    try:
        return tried(actor, project_id, edits, as_of=as_of, now=now)
    except Refusal as refusal:
        return refusal


Promised = Mapping[int | None, tuple[int | None, str, date]]


def _promises(project: plans.Heading) -> Promised:
    """What was promised, by uid: the task, its name and the day."""
    names: dict[int | None, tuple[int | None, str]] = {uid: (pk, name) for pk, uid, name in plans.names(project.id)}
    names[None] = (None, project.name)
    return {uid: (*names[uid], on) for uid, on in plans.promised_by_uid(project.id).items() if uid in names}


def _effect(plan: Conclusion, read: Facts, after: Conclusion, over_minutes: int, promised: Promised, prices: Prices) -> ScenarioEffect:
    kept = tuple(
        PromiseKept(task_id, name, on, _in_hand(after, uid, on, plan.days))
        for uid, (task_id, name, on) in promised.items()
        if uid is None or uid in after.rows
    )
    return ScenarioEffect(
        finish_on=last_day(after.finish),
        days=plan.days(last_day(plan.finish), last_day(after.finish)),
        moved=0 if after is plan else len(moved_tasks(read.draft, plan, after)),
        over_minutes=over_minutes,
        cost=prices.of(read, after).everything.total,
        promises=kept,
    )


def _in_hand(drawn: Conclusion, uid: int | None, on: date, days: Callable[[date, date], int]) -> int:
    return standing(last_day(drawn.finish if uid is None else drawn.task(uid).finish), on, days)


def scenario_chart(actor: Actor, scenario_id: int, *, now: datetime) -> Chart:
    """What the Gantt draws of a scenario, with the dates that the engine concludes of it. Refuses what plan or engine refuse."""
    found = plans.scenario(actor, scenario_id)
    as_of = clock.today(plans.heading(actor, found.project_id).zone, now)
    mark = f"{audit.end_of(actor.workspace_id)} {as_of}"
    return _held(("chart", scenario_id), mark, lambda: _chart(actor, found, as_of, now))


def _chart(actor: Actor, found: plans.Scenario, as_of: date, now: datetime) -> Chart:
    edits = plans.tried_edits([found.id])[found.id]
    read, after = tried(actor, found.project_id, edits, as_of=as_of, now=now)
    outline = plans.outline_tried(actor, found.project_id, edits=edits, now=now)
    return drawn(found.project_id, outline, after, read.revision, scenario=found.version)


def scenario_preview(actor: Actor, scenario_id: int, edits: Sequence[Edit], *, now: datetime) -> Preview:
    """What more edits would do to the dates of a scenario. Nothing is kept."""
    found = plans.scenario(actor, scenario_id)
    return preview(actor, found.project_id, edits, onto=plans.tried_edits([scenario_id])[scenario_id], now=now)
