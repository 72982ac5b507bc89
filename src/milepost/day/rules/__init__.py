"""The morning's definitions: standing, finishable today, slipping. Pure: a plan, what the engine concluded of it, a day."""

from milepost.day.rules.briefing import brief
from milepost.day.rules.conflicts import Conflict, Wanted, in_order, wanted
from milepost.day.rules.facts import Facts, compared_with, is_complete
from milepost.day.rules.late import blocked, sets_finish, slipping, standing
from milepost.day.rules.lengths import minutes_left, working_time
from milepost.day.rules.summing import summed_up
from milepost.day.rules.today import bundle_needs, finishable, finishable_bundles, task_needs
from milepost.day.rules.values import Against, Blocked, Brief, Bundle, Caution, Finishable, Slipping, TaskLine

__all__ = [
    "Against",
    "Blocked",
    "Brief",
    "Bundle",
    "Caution",
    "Conflict",
    "Facts",
    "Finishable",
    "Slipping",
    "TaskLine",
    "Wanted",
    "blocked",
    "brief",
    "bundle_needs",
    "compared_with",
    "finishable",
    "finishable_bundles",
    "in_order",
    "is_complete",
    "minutes_left",
    "sets_finish",
    "slipping",
    "standing",
    "summed_up",
    "task_needs",
    "wanted",
    "working_time",
]
