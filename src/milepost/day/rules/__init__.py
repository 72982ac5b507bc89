"""The morning's definitions: standing, finishable today, slipping. Pure: a plan, what the engine concluded of it, a day."""

from milepost.day.rules.briefing import brief
from milepost.day.rules.conflicts import Conflict, Wanted, in_order, wanted
from milepost.day.rules.due import HORIZON_DAYS, Cause, Work, because, closing, later, proposed, worked_off
from milepost.day.rules.facts import Facts, compared_with, is_complete, is_open
from milepost.day.rules.late import blocked, sets_finish, slipping, standing
from milepost.day.rules.lengths import minutes_left, working_time
from milepost.day.rules.summing import summed_up
from milepost.day.rules.today import bundle_needs, finishable, finishable_bundles, task_needs
from milepost.day.rules.values import Against, Blocked, Brief, Bundle, Caution, Finishable, Slipping, TaskLine

__all__ = [
    "HORIZON_DAYS",
    "Against",
    "Blocked",
    "Brief",
    "Bundle",
    "Cause",
    "Caution",
    "Conflict",
    "Facts",
    "Finishable",
    "Slipping",
    "TaskLine",
    "Wanted",
    "Work",
    "because",
    "blocked",
    "brief",
    "bundle_needs",
    "closing",
    "compared_with",
    "finishable",
    "finishable_bundles",
    "in_order",
    "is_complete",
    "is_open",
    "later",
    "minutes_left",
    "proposed",
    "sets_finish",
    "slipping",
    "standing",
    "summed_up",
    "task_needs",
    "wanted",
    "worked_off",
    "working_time",
]
