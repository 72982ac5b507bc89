"""`milepost bench level --plan N`: how soon a plan made for it is one its people can keep; four calendars, a person for every 50 tasks.

*Hot* places every task once, by the rule that is tried first, with the team laid out. *Laid out* is what comes before: the network on
its horizon, the team's calendars and bookings. *Engine* is columns of a plan and a team to a levelled schedule with floats, reasons and
notices, one schedule tried. Milliseconds of the quickest of several runs.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from milepost import engine
from milepost.cli.bench.plans import make_plan
from milepost.cli.bench.timing import quickest
from milepost.engine import levelling
from milepost.engine.crew import wanted
from milepost.engine.roster import LOOPS, Roster
from milepost.forecast import snapshot
from milepost.forecast.snapshot.levelling import team_of

AS_OF = date(2026, 3, 2)
TASKS_EACH = 50
QUICK = 20_000
"""Tasks up to which a run is repeated more often."""


def measured(tasks: int) -> dict[str, Any]:
    """The figures of one size; `… cpu` in milliseconds of the processor."""
    draft = make_plan(tasks, people=max(2, tasks // TASKS_EACH))
    plan = snapshot.prepare(draft, as_of=AS_OF).network.plan
    team, _ = team_of(draft, plan)
    LOOPS.compiled()
    network = levelling.undelayed(plan)

    def laid_out() -> Roster:
        return Roster(network, team, wanted(network, team), split=False)

    roster = laid_out()
    took = {
        "hot": quickest(lambda: roster.attempt(roster.dates.late_start), 15 if tasks <= QUICK else 5),
        "laid out": quickest(laid_out, 5),
        "engine": quickest(lambda: engine.level(plan, team, budget=1), 3),
    }
    figures = {name: round(each.wall, 2) for name, each in took.items()}
    return {"tasks": tasks, "demands": len(team.demands), **figures, **{f"{name} cpu": round(each.cpu, 2) for name, each in took.items()}}
