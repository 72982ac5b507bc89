"""What people change in plans. Each function is one sentence, one transaction and one line in the ledger."""

from milepost.plans.writes.attachments import attach, remove_attachment
from milepost.plans.writes.calendars import add_calendar, change_calendar, remove_calendar, use_calendar
from milepost.plans.writes.comments import change_comment, comment, remove_comment, see_mention
from milepost.plans.writes.costs import add_fixed_cost, change_fixed_cost, remove_fixed_cost, set_budget
from milepost.plans.writes.due import DueDate, choose_confidence, set_due_dates
from milepost.plans.writes.editing import edit_plan
from milepost.plans.writes.fields import add_field, change_field, remove_field
from milepost.plans.writes.files import (
    KeptBytes,
    begin_reading,
    drop_file,
    forget_bytes,
    keep_bytes,
    keep_content,
    kept_file,
    note_reading,
    receive_file,
    refuse_file,
    show_difference,
    take_over,
)
from milepost.plans.writes.imports import ImportResult, import_plan, reimport_plan
from milepost.plans.writes.labels import add_label, change_label, remove_label
from milepost.plans.writes.outcomes import (
    CriterionText,
    add_deliverable,
    add_objective,
    change_deliverable,
    change_objective,
    remove_deliverable,
    remove_objective,
)
from milepost.plans.writes.projects import (
    add_project,
    add_to_team,
    change_project,
    freeze_baseline,
    link_person,
    promise_date,
    rank_project,
)
from milepost.plans.writes.raci import give_part
from milepost.plans.writes.repeating import change_recurrence, remove_recurrence, repeat_task
from milepost.plans.writes.risks import add_risk, change_risk, remove_risk, settle_risk
from milepost.plans.writes.scenarios import add_scenario, adopt_scenario, change_scenario, leave_out, remove_scenario, try_edits
from milepost.plans.writes.start import expect_date, start_project
from milepost.plans.writes.strategy import add_strategic_objective, change_strategic_objective, remove_strategic_objective
from milepost.plans.writes.sweeping import sweep_files
from milepost.plans.writes.tasks import (
    add_link,
    add_task,
    assign,
    change_task,
    estimate_task,
    record_progress,
    remove_branch,
    remove_link,
    remove_task,
    unassign,
)
from milepost.plans.writes.templates import remove_template, save_as_template
from milepost.plans.writes.undoing import redo, undo
from milepost.plans.writes.views import change_view, limit_board, remove_view, save_view

__all__ = [
    "CriterionText",
    "DueDate",
    "ImportResult",
    "KeptBytes",
    "add_calendar",
    "add_deliverable",
    "add_field",
    "add_fixed_cost",
    "add_label",
    "add_link",
    "add_objective",
    "add_project",
    "add_risk",
    "add_scenario",
    "add_strategic_objective",
    "add_task",
    "add_to_team",
    "adopt_scenario",
    "assign",
    "attach",
    "begin_reading",
    "change_calendar",
    "change_comment",
    "change_deliverable",
    "change_field",
    "change_fixed_cost",
    "change_label",
    "change_objective",
    "change_project",
    "change_recurrence",
    "change_risk",
    "change_scenario",
    "change_strategic_objective",
    "change_task",
    "change_view",
    "choose_confidence",
    "comment",
    "drop_file",
    "edit_plan",
    "estimate_task",
    "expect_date",
    "forget_bytes",
    "freeze_baseline",
    "give_part",
    "import_plan",
    "keep_bytes",
    "keep_content",
    "kept_file",
    "leave_out",
    "limit_board",
    "link_person",
    "note_reading",
    "promise_date",
    "rank_project",
    "receive_file",
    "record_progress",
    "redo",
    "refuse_file",
    "reimport_plan",
    "remove_attachment",
    "remove_branch",
    "remove_calendar",
    "remove_comment",
    "remove_deliverable",
    "remove_field",
    "remove_fixed_cost",
    "remove_label",
    "remove_link",
    "remove_objective",
    "remove_recurrence",
    "remove_risk",
    "remove_scenario",
    "remove_strategic_objective",
    "remove_task",
    "remove_template",
    "remove_view",
    "repeat_task",
    "save_as_template",
    "save_view",
    "see_mention",
    "set_budget",
    "set_due_dates",
    "settle_risk",
    "show_difference",
    "start_project",
    "sweep_files",
    "take_over",
    "try_edits",
    "unassign",
    "undo",
    "use_calendar",
]
