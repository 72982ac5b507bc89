"""What people change in plans. Each function is one sentence, one transaction and one line in the ledger."""

from milepost.plans.writes.estimates import estimate_task
from milepost.plans.writes.files import (
    KeptBytes,
    begin_reading,
    drop_file,
    forget_bytes,
    keep_bytes,
    kept_file,
    note_reading,
    receive_file,
    refuse_file,
    show_difference,
    take_over,
)
from milepost.plans.writes.imports import ImportResult, import_plan, reimport_plan
from milepost.plans.writes.outcomes import (
    CriterionText,
    add_deliverable,
    add_objective,
    change_deliverable,
    change_objective,
    remove_deliverable,
    remove_objective,
)
from milepost.plans.writes.progress import record_progress
from milepost.plans.writes.projects import add_project, add_to_team, change_project, freeze_baseline, link_person, promise_date
from milepost.plans.writes.removals import remove_branch, remove_task
from milepost.plans.writes.tasks import add_link, add_task, assign, change_task, remove_link, unassign

__all__ = [
    "CriterionText",
    "ImportResult",
    "KeptBytes",
    "add_deliverable",
    "add_link",
    "add_objective",
    "add_project",
    "add_task",
    "add_to_team",
    "assign",
    "begin_reading",
    "change_deliverable",
    "change_objective",
    "change_project",
    "change_task",
    "drop_file",
    "estimate_task",
    "forget_bytes",
    "freeze_baseline",
    "import_plan",
    "keep_bytes",
    "kept_file",
    "link_person",
    "note_reading",
    "promise_date",
    "receive_file",
    "record_progress",
    "refuse_file",
    "reimport_plan",
    "remove_branch",
    "remove_deliverable",
    "remove_link",
    "remove_objective",
    "remove_task",
    "show_difference",
    "take_over",
    "unassign",
]
