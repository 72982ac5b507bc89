"""What Gantt and table say, in the reader's language. A word that ends in `_1` is for one thing, the word without it for several."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milepost.web import spoken


def words() -> dict[str, str]:
    """By the key under which the front end knows them."""
    return {**_columns(), **_marks(), **_done(), **_consequences(), **_answers()}


def _columns() -> dict[str, str]:
    return {
        "plan": _("Plan"),
        "number": pgettext("number of a row", "No."),
        "task": _("Task"),
        "who": _("Who"),
        "start": _("Start"),
        "finish": _("Finish"),
        "duration": _("Duration"),
        "done": _("Done"),
        "predecessors": _("Predecessors"),
        "successors": _("Successors"),
        "state": _("State"),
        "deadline": _("Deadline"),
        "deliverable": _("Deliverable"),
        "labels": _("Labels"),
        "effort": _("Effort"),
        "best": _("If all goes well"),
        "worst": _("If it goes badly"),
        "float": _("Total float"),
        "constraint": _("Constraint"),
        "constraint_at": _("Constraint date"),
        "priority": _("Priority"),
        "critical_title": _("Critical"),
        "baseline_start": _("Baseline start"),
        "baseline_finish": _("Baseline finish"),
        "state0": pgettext("state of a task", "To do"),
        "state1": pgettext("state of a task", "In progress"),
        "state2": pgettext("state of a task", "Waiting"),
        "state3": pgettext("state of a task", "Done"),
    }


def _marks() -> dict[str, str]:
    return {
        "critical": _("on the critical path"),
        "today": _("today"),
        "promised": _("promised"),
        "yes": _("yes"),
        "no_value": _("none"),
        "anybody": _("Anybody"),
        "any_label": _("Any label"),
        "no_group": _("No groups"),
        "milestone": pgettext("kind of task", "milestone"),
        **dict(zip(("d", "h", "min"), spoken.units(), strict=True)),
    }


def _done() -> dict[str, str]:
    return {
        "moved": _("“{name}” moved."),
        "stretched": _("The duration of “{name}” changed."),
        "reported": _("Progress of “{name}” noted."),
        "linked": _("“{name}” linked."),
        "changed": _("{column} of “{name}” changed."),
        "renamed": _("“{name}” is now “{text}”."),
        "changed_many": _("{number} tasks changed."),
        "added": _("“{name}” added."),
        "removed": _("“{name}” removed."),
        "removed_many": _("{number} tasks removed."),
        "indented": _("“{name}” is one level deeper."),
        "indented_many": _("{number} tasks are one level deeper."),
        "outdented": _("“{name}” is one level further out."),
        "outdented_many": _("{number} tasks are one level further out."),
        "moved_row": _("“{name}” stands elsewhere."),
        "moved_row_many": _("{number} tasks stand elsewhere."),
        "pasted": _("{number} cells and tasks pasted."),
        "pasted_1": _("Pasted."),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "undone": _("Undone."),
        "redone": _("Done again."),
        "new_task": _("New task"),
        "by_mark": _("{who}: {sentence}"),
    }


def _consequences() -> dict[str, str]:
    return {
        "held": _("The bar is in your hand: arrows move it, Shift changes its length, Ctrl its progress; Enter drops it, Esc lets it go."),
        "moves_later": _("Finish moves {number} working days later"),
        "moves_later_1": _("Finish moves one working day later"),
        "moves_earlier": _("Finish moves {number} working days earlier"),
        "moves_earlier_1": _("Finish moves one working day earlier"),
        "moves_nothing": _("Finish stays where it is"),
        "promise_of": _("promise of {name} ({day}):"),
        "promise_late": _("now {number} days late"),
        "promise_late_1": _("now one day late"),
        "promise_kept": _("kept"),
    }


def _answers() -> dict[str, str]:
    return {
        "unreachable": _("The server cannot be reached. What you typed is still here."),
        "not_here": _("{column} follows from the plan and is not typed here."),
        "not_understood": _("“{text}” is not understood as {column}."),
        "gone": _("The task has left the plan meanwhile. You typed: {text}"),
        "yours": _("yours"),
        "theirs": _("theirs"),
        "theirs_by": _("theirs, by {who}"),
        "keep_mine": _("Keep mine"),
        "take_theirs": _("Take theirs"),
        "close": _("Close"),
        "no_views": _("Keep columns, filter and order under a name, for yourself or for everybody."),
        "view_kept": _("The view “{name}” is kept."),
        "remove_view": _("Remove the view “{name}”"),
        "view_removed": _("The view “{name}” is removed."),
    }
