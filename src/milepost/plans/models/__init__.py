"""The facts of a project: what is to be done, what was promised, what was frozen, what people said.

Wall-clock times of the project's zone carry no zone; instants (`_at` of something a person did) are aware. Calendars are named by
their uid, as in a file. A task that left the
plan stays in its table with `removed_at`, so that what people said of it keeps its subject.
"""

from milepost.plans.models.arranged import Occurrence, Recurrence, SavedView
from milepost.plans.models.changes import Change, ChangedRow
from milepost.plans.models.columns import LatestTime, WallTimeField, rows
from milepost.plans.models.costs import Budget, FixedCost
from milepost.plans.models.files import Import
from milepost.plans.models.kept import Baseline, BaselineTask, Progress, PromisedDate, TakenDue
from milepost.plans.models.marks import CustomField, FieldValue, Label, TaskLabel
from milepost.plans.models.outcomes import Criterion, Deliverable, Objective, Part
from milepost.plans.models.outline import Assignment, Link, Resource, Task
from milepost.plans.models.overtime import Overtime
from milepost.plans.models.projects import Calendar, Project
from milepost.plans.models.risks import Risk, RiskTask
from milepost.plans.models.scenarios import Scenario, ScenarioLine
from milepost.plans.models.strategy import Serving, StrategicObjective
from milepost.plans.models.talk import Attachment, Comment, Mention
from milepost.plans.models.templates import Template

__all__ = [
    "Assignment",
    "Attachment",
    "Baseline",
    "BaselineTask",
    "Budget",
    "Calendar",
    "Change",
    "ChangedRow",
    "Comment",
    "Criterion",
    "CustomField",
    "Deliverable",
    "FieldValue",
    "FixedCost",
    "Import",
    "Label",
    "LatestTime",
    "Link",
    "Mention",
    "Objective",
    "Occurrence",
    "Overtime",
    "Part",
    "Progress",
    "Project",
    "PromisedDate",
    "Recurrence",
    "Resource",
    "Risk",
    "RiskTask",
    "SavedView",
    "Scenario",
    "ScenarioLine",
    "Serving",
    "StrategicObjective",
    "TakenDue",
    "Task",
    "TaskLabel",
    "Template",
    "WallTimeField",
    "rows",
]
