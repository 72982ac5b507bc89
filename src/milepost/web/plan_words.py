"""What board, calendar and network say, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def words() -> dict[str, str]:
    """By the key under which the front end knows them."""
    return {**_board(), **_calendar(), **_network()}


def _board() -> dict[str, str]:
    return {
        "todo": pgettext("state of a task", "To do"),
        "doing": pgettext("state of a task", "In progress"),
        "waiting": pgettext("state of a task", "Waiting"),
        "done": pgettext("state of a task", "Done"),
        "columns_by": _("Columns"),
        "by_state": _("By state"),
        "by_person": _("By person"),
        "by_deliverable": _("By deliverable"),
        "by_label": _("By label"),
        "no_person": _("Nobody"),
        "no_deliverable": _("No deliverable"),
        "no_label": _("No label"),
        "move_to": _("Move to"),
        "move_card": _("Move “{task}” to another column"),
        "many_tasks": _("{number} tasks"),
        "over_limit": _("More than the {limit} that this column is meant to hold"),
        "limit": _("Limit"),
        "limit_of": _("How many tasks “{column}” is meant to hold"),
        "waits_by_itself": _("Tasks stand here by themselves, as long as what they wait for is not done."),
        "no_cards": _("Nothing here."),
        "late": _("late"),
        "critical_short": _("critical"),
    }


def _calendar() -> dict[str, str]:
    return {
        "month": _("Month"),
        "week": _("Week"),
        "span": _("How much to show"),
        "earlier": _("Earlier"),
        "later": _("Later"),
        "to_today": _("Today"),
        "no_work": _("no work"),
        "many_things": _("things: {number}"),
        "more": _("{number} more"),
        "deadline": _("deadline"),
        "promised": _("promised"),
        "whole_project": _("the project"),
        "away": _("{name} is away"),
        "nothing_here": _("Nothing stands in this month."),
        "finish_stays": _("The end of the project stays where it is."),
        "finish_later_by_one": _("The project ends one working day later."),
        "finish_earlier_by_one": _("The project ends one working day earlier."),
        "finish_later": _("The project ends {days} working days later."),
        "finish_earlier": _("The project ends {days} working days earlier."),
        "promise_broken": _("This breaks a promise:"),
    }


def _network() -> dict[str, str]:
    return {
        "around": _("Around “{task}”"),
        "more_links": _("Show one link further"),
        "fewer_links": _("Show one link less"),
        "left_out": _("{number} more tasks are linked here than fit into the picture."),
        "no_links": _("This task is linked to no other."),
        "as_list": _("As a list"),
        "comes_before": _("It waits for"),
        "comes_after": _("These wait for it"),
        "drives": _("sets the date"),
        "none": _("Nothing."),
        "done_short": _("done"),
    }
