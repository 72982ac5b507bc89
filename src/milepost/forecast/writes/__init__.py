"""Keeping conclusions fresh, and the writes of plans that need the engine's word first.

The facts themselves are changed by `plans.writes`.
"""

from milepost.forecast.writes.baselines import freeze_baseline
from milepost.forecast.writes.concluding import conclude, explain
from milepost.forecast.writes.imports import Reader, import_plan, read_import, reimport_plan
from milepost.forecast.writes.runs import ask_run, cancel_run

__all__ = [
    "Reader",
    "ask_run",
    "cancel_run",
    "conclude",
    "explain",
    "freeze_baseline",
    "import_plan",
    "read_import",
    "reimport_plan",
]
