"""Keeping conclusions fresh, and the writes of plans that need the engine's word first.

The facts themselves are changed by `plans.writes`.
"""

from milepost.forecast.writes.accepting import accept_levelling, take_back_levelling
from milepost.forecast.writes.baselines import freeze_baseline
from milepost.forecast.writes.calming import keep_calm
from milepost.forecast.writes.concluding import conclude, explain
from milepost.forecast.writes.following import follow_way, try_way
from milepost.forecast.writes.imports import Reader, import_plan, read_import, reimport_plan
from milepost.forecast.writes.levelling import level
from milepost.forecast.writes.mending import mend
from milepost.forecast.writes.milestones import keep_milestones
from milepost.forecast.writes.recovering import recover
from milepost.forecast.writes.rippling import ripple
from milepost.forecast.writes.runs import ask_run, cancel_run
from milepost.forecast.writes.simulating import simulate, simulate_together
from milepost.forecast.writes.slips import compare, keep_facts

__all__ = [
    "Reader",
    "accept_levelling",
    "ask_run",
    "cancel_run",
    "compare",
    "conclude",
    "explain",
    "follow_way",
    "freeze_baseline",
    "import_plan",
    "keep_calm",
    "keep_facts",
    "keep_milestones",
    "level",
    "mend",
    "read_import",
    "recover",
    "reimport_plan",
    "ripple",
    "simulate",
    "simulate_together",
    "take_back_levelling",
    "try_way",
]
