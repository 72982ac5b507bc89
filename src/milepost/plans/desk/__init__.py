"""A plan as it would be after edits: writes keep it, previews only look at it."""

from milepost.plans.desk.applying import about, apply, stretch
from milepost.plans.desk.desk import FIRST_UID_HERE, Desk
from milepost.plans.desk.laying import laid, lay_tasks
from milepost.plans.desk.outline import Node, Outline
from milepost.plans.desk.progress import done
from milepost.plans.desk.sheets import Difference, Sheet, columns_of
from milepost.plans.desk.times import calendar_time, with_public_holidays

__all__ = [
    "FIRST_UID_HERE",
    "Desk",
    "Difference",
    "Node",
    "Outline",
    "Sheet",
    "about",
    "apply",
    "calendar_time",
    "columns_of",
    "done",
    "laid",
    "lay_tasks",
    "stretch",
    "with_public_holidays",
]
