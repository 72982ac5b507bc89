"""A plan as it would be after edits: writes keep it, previews only look at it."""

from milepost.plans.reads.desk.applying import about, apply, stretch
from milepost.plans.reads.desk.desk import FIRST_UID_HERE, Desk
from milepost.plans.reads.desk.laying import laid, lay_tasks
from milepost.plans.reads.desk.outline import Node, Outline
from milepost.plans.reads.desk.progress import done
from milepost.plans.reads.desk.sheets import Difference, Sheet, columns_of

__all__ = [
    "FIRST_UID_HERE",
    "Desk",
    "Difference",
    "Node",
    "Outline",
    "Sheet",
    "about",
    "apply",
    "columns_of",
    "done",
    "laid",
    "lay_tasks",
    "stretch",
]
