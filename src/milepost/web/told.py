"""The ledger told as sentences: who did what, with the values that matter, and what changed from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from types import MappingProxyType

from django.utils.translation import gettext, gettext_lazy

from milepost.audit.reads import Change
from milepost.kernel.say import Sentence, say
from milepost.web import spoken

SENTENCES: Mapping[tuple[str, str], Sentence] = MappingProxyType(
    {
        ("imported_plan", "project"): say("{by} imported the plan from {file_name}: {tasks} tasks, {links} links."),
        ("reimported_plan", "project"): say("{by} took over a newer file, {file_name}."),
        ("handed_in", "import"): say("{by} handed in the file {file_name}."),
        ("dropped", "import"): say("{by} left the file {file_name} aside."),
        ("refused", "import"): say("The file {file_name} was refused."),
        ("added", "project"): say("{by} made the project {name}."),
        ("started", "project"): say("{by} began the project {name} with {tasks} tasks."),
        ("expected", "project"): say("{by} said that the client expects {expected_on}."),
        ("saved_template", "template"): say("{by} saved the project as the template {name}."),
        ("removed", "template"): say("{by} removed the template {name}."),
        ("changed", "project"): say("{by} changed the project."),
        ("ranked", "project"): say("{by} said which projects go first: priority {priority}."),
        ("recorded_progress", "task"): say("{by} reported on {subject}: {percent} done, {remaining_minutes} left."),
        ("promised_date", "project"): say("{by} promised {on} for the whole project."),
        ("promised_date", "task"): say("{by} promised {on} for {subject}."),
        ("promised", "project"): say("{by} recorded the promise: {client}, {on}."),
        ("promised", "promise"): say("{by} recorded to whom it was promised: {client}."),
        ("set_due_dates", "project"): say("{by} set due dates: {dates}, among them that of {name}."),
        ("chose_confidence", "project"): say("{by} chose how sure proposed due dates are to be: {due_percent}."),
        ("froze_baseline", "baseline"): say("{by} froze the baseline {name}."),
        ("added", "objective"): say("{by} added the objective {name}."),
        ("changed", "objective"): say("{by} changed the objective {subject}."),
        ("removed", "objective"): say("{by} removed the objective {name}."),
        ("added", "risk"): say("{by} wrote down the risk {name}, {percent}."),
        ("changed", "risk"): say("{by} changed the risk {name}."),
        ("happened", "risk"): say("{by} said that it happened: {name}."),
        ("closed", "risk"): say("{by} closed the risk {name}."),
        ("opened_again", "risk"): say("{by} opened the risk {name} again."),
        ("removed", "risk"): say("{by} removed the risk {name}."),
        ("set", "budget"): say("{by} set the budget: {amount} {currency}."),
        ("added", "fixed_cost"): say("{by} added the fixed cost {name}: {amount}."),
        ("changed", "fixed_cost"): say("{by} changed the fixed cost {name}."),
        ("removed", "fixed_cost"): say("{by} removed the fixed cost {name}."),
        ("added", "scenario"): say("{by} began to try {name}."),
        ("changed", "scenario"): say("{by} changed what is said of the scenario {name}."),
        ("tried", "scenario"): say("{by} tried a change in the scenario {name}."),
        ("left_out", "scenario"): say("{by} took a change out of the scenario {name}."),
        ("adopted", "scenario"): say("{by} made the plan what the scenario {name} says."),
        ("removed", "scenario"): say("{by} removed the scenario {name}."),
        ("added", "deliverable"): say("{by} added the deliverable {name}."),
        ("changed", "deliverable"): say("{by} changed the deliverable {subject}."),
        ("removed", "deliverable"): say("{by} removed the deliverable {name}."),
        ("added", "task"): say("{by} added the task {name}."),
        ("changed", "task"): say("{by} changed the task {subject}."),
        ("estimated", "task"): say("{by} estimated {subject}: {best_minutes} at best, {worst_minutes} at worst."),
        ("assigned", "task"): say("{by} put {name} on {subject}, with {units} of their time."),
        ("unassigned", "task"): say("{by} took {name} off {subject}."),
        ("agreed", "overtime"): say("{by} agreed with {name}: {overtime_minutes} longer each day, {first} to {last}."),
        ("agreed", "saturdays"): say("{by} agreed with {name}: Saturdays too, {first} to {last}."),
        ("ended", "overtime"): say("{by} took back what was agreed with {name}: {overtime_minutes} longer each day, {first} to {last}."),
        ("ended", "saturdays"): say("{by} took back what was agreed with {name}: Saturdays too, {first} to {last}."),
        ("moved", "task"): say("{by} moved the task {name}."),
        ("removed", "task"): say("{by} removed the task {name}."),
        ("edited", "project"): say("{by} changed {tasks} tasks at once."),
        ("undid", "change"): say("{by} undid a change."),
        ("redid", "change"): say("{by} did again what was undone."),
        ("changed", "link"): say("{by} changed the link from {predecessor} to {successor} ({kind})."),
        ("added", "link"): say("{by} linked {predecessor} to {successor} ({kind})."),
        ("removed", "link"): say("{by} removed the link from {predecessor} to {successor}."),
        ("commented", "task"): say("{by} commented on {subject}."),
        ("changed_comment", "task"): say("{by} changed a comment on {subject}."),
        ("removed_comment", "task"): say("{by} took back a comment on {subject}."),
        ("saw_mention", "task"): say("{by} has seen a comment on {subject}."),
        ("attached", "task"): say("{by} put the file {name} beside {subject}."),
        ("removed_attachment", "task"): say("{by} took the file {name} away from {subject}."),
        ("added", "label"): say("{by} made the label {name}."),
        ("changed", "label"): say("{by} changed the label {name}."),
        ("removed", "label"): say("{by} took the label {name} away."),
        ("added", "field"): say("{by} added the custom field {name}."),
        ("changed", "field"): say("{by} changed the custom field {name}."),
        ("removed", "field"): say("{by} took the custom field {name} away."),
        ("gave_part", "deliverable"): say("{by} changed the part of {person} in {subject}."),
        ("repeated", "recurrence"): say("{by} lets {name} come back {tasks} times."),
        ("changed", "recurrence"): say("{by} changed how {name} comes back."),
        ("removed", "recurrence"): say("{by} ended that {name} comes back."),
        ("added", "calendar"): say("{by} made the calendar {name}."),
        ("changed", "calendar"): say("{by} changed the calendar {name}."),
        ("removed", "calendar"): say("{by} took the calendar {name} away."),
        ("chose_calendar", "project"): say("{by} said by which calendar the project works."),
        ("saved", "view"): say("{by} saved the view {name}."),
        ("changed", "view"): say("{by} changed the view {name}."),
        ("removed", "view"): say("{by} removed the view {name}."),
        ("limited_board", "project"): say("{by} said how many tasks the columns of the board take."),
        ("added_to_team", "team_member"): say("{by} put {name} on the team."),
        ("linked_person", "team_member"): say("{by} said who {name} is: {person}."),
        ("founded", "workspace"): say("{by} founded the workspace {name}."),
        ("changed", "workspace"): say("{by} changed the workspace."),
        ("added", "member"): say("{by} gave {name} a place as {role}."),
        ("changed_role", "member"): say("{by} changed a member's role to {role}."),
        ("disabled", "member"): say("{by} took a member's place away."),
        ("enabled", "member"): say("{by} let a member in again."),
        ("gave_first_password", "member"): say("{by} gave {name} a new first password."),
        ("issued", "token"): say("{by} made a token: {name}."),
        ("revoked", "token"): say("{by} revoked a token."),
        ("changed_own_name", "user"): say("{by} is called {name} from now on."),
        ("changed_own_language", "user"): say("{by} chose another language."),
        ("added", "person"): say("{by} added {name} to the people."),
        ("changed", "person"): say("{by} changed what is known of {name}."),
        ("set_working_week", "person"): say("{by} set a person's working week."),
        ("recorded_absence", "absence"): say("{by} recorded that {person} is away from {first} to {last}."),
        ("removed_absence", "absence"): say("{by} took back that {person} is away from {first} to {last}."),
        ("added", "client"): say("{by} added the client {name}."),
        ("changed", "client"): say("{by} changed the client {name}."),
        ("added", "contact"): say("{by} added the contact {name}."),
    }
)
"""By verb and kind of thing. `{by}` and `{subject}` are names, the others values of the change."""

TRIED: Mapping[tuple[str, str], Sentence] = MappingProxyType(
    {
        ("added", "task"): say("{name} comes in."),
        ("changed", "task"): say("{subject} changes."),
        ("estimated", "task"): say("{subject} takes {best_minutes} at best, {worst_minutes} at worst."),
        ("assigned", "task"): say("{name} works on {subject}, with {units} of their time."),
        ("unassigned", "task"): say("{name} no longer works on {subject}."),
        ("agreed", "overtime"): say("{name}: {overtime_minutes} longer each day, {first} to {last}."),
        ("agreed", "saturdays"): say("{name}: Saturdays too, {first} to {last}."),
        ("ended", "overtime"): say("{name} no longer works longer, {first} to {last}."),
        ("ended", "saturdays"): say("{name} no longer works on Saturdays, {first} to {last}."),
        ("moved", "task"): say("{name} comes to another place."),
        ("removed", "task"): say("{name} goes."),
        ("changed", "link"): say("{successor} waits for {predecessor} in another way ({kind})."),
        ("added", "link"): say("{successor} waits for {predecessor} ({kind})."),
        ("removed", "link"): say("{successor} no longer waits for {predecessor}."),
    }
)
"""The same for what is only tried."""

FIELDS: Mapping[str, object] = MappingProxyType(
    {
        "name": gettext_lazy("Name"),
        "start": gettext_lazy("Start"),
        "finish": gettext_lazy("Finish"),
        "expected_on": gettext_lazy("Expected by the client"),
        "duration_minutes": gettext_lazy("Duration"),
        "best_minutes": gettext_lazy("At best"),
        "worst_minutes": gettext_lazy("At worst"),
        "remaining_minutes": gettext_lazy("Remaining"),
        "effort_minutes": gettext_lazy("Effort"),
        "actual_minutes": gettext_lazy("Worked"),
        "review_minutes": gettext_lazy("Time for the review"),
        "percent": gettext_lazy("Done"),
        "percent_work": gettext_lazy("Work done"),
        "actual_start": gettext_lazy("Begun"),
        "actual_finish": gettext_lazy("Ended"),
        "constraint": gettext_lazy("Constraint"),
        "constraint_at": gettext_lazy("Constraint date"),
        "deadline_at": gettext_lazy("Deadline"),
        "level": gettext_lazy("Level"),
        "wbs": gettext_lazy("WBS"),
        "milestone": gettext_lazy("Milestone"),
        "summary": gettext_lazy("Summary task"),
        "manual": gettext_lazy("Manually scheduled"),
        "manual_start": gettext_lazy("Set start"),
        "manual_finish": gettext_lazy("Set finish"),
        "active": gettext_lazy("Active"),
        "notes": gettext_lazy("Notes"),
        "priority": gettext_lazy("Priority"),
        "programme": gettext_lazy("Programme"),
        "amount": gettext_lazy("Planned cost"),
        "paid": gettext_lazy("Paid"),
        "effect": gettext_lazy("What it would do"),
        "minutes": gettext_lazy("Longer by"),
        "measures": gettext_lazy("What we do about it"),
        "review_on": gettext_lazy("Looked at again"),
        "metric": gettext_lazy("Measured by"),
        "baseline_value": gettext_lazy("Today it is"),
        "target": gettext_lazy("It shall be"),
        "by_on": gettext_lazy("By when"),
        "on": gettext_lazy("Date"),
        "country": gettext_lazy("Country"),
        "region": gettext_lazy("Region"),
        "holidays": gettext_lazy("Public holidays"),
        "zone": gettext_lazy("Time zone"),
        "language": gettext_lazy("Language"),
        "email": gettext_lazy("E-mail"),
        "role": gettext_lazy("Role"),
        "because": gettext_lazy("Why"),
        "units": gettext_lazy("Units"),
        "status_on": gettext_lazy("Data date"),
        "calendar_uid": gettext_lazy("Calendar"),
        "saved_start": gettext_lazy("Start in the file"),
        "saved_finish": gettext_lazy("Finish in the file"),
        "disabled_at": gettext_lazy("Place taken away"),
    }
)
"""What a field is called where both its values are shown. Fields that are not here are not shown."""


PERCENT = {"percent", "percent_work", "units", "due_percent"}


@dataclass(frozen=True, slots=True)
class Line:
    """One change as a page tells it: the sentence, and below it each field that went from one value to another."""

    number: int
    at: datetime
    sentence: str
    because: str
    changes: tuple[tuple[str, str, str], ...]


def line(
    change: Change, subject: str, *, today: date, minutes_per_day: int = 480, sentences: Mapping[tuple[str, str], Sentence] = SENTENCES
) -> Line:
    """The change of the ledger as a line of the history, in the reader's language; `sentences` may be those for what is tried."""
    shown = _sentence(sentences, change, subject, today, minutes_per_day)
    return Line(change.number, change.at, shown, change.because, _changes(change, today, minutes_per_day))


def _sentence(sentences: Mapping[tuple[str, str], Sentence], change: Change, subject: str, today: date, minutes_per_day: int) -> str:
    known = sentences.get((change.verb, change.kind)) or say("{by} changed something: {verb}, {thing}.")
    values = {"by": change.by, "subject": subject or gettext("something that is gone"), "verb": change.verb, "thing": change.kind}
    held = {**change.before, **change.after, **values}
    text = gettext(known.text)
    return text.format(**{name: value(name, held.get(name), today=today, minutes_per_day=minutes_per_day) for name in _places(text)})


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _changes(change: Change, today: date, minutes_per_day: int) -> tuple[tuple[str, str, str], ...]:
    if not change.before or not change.after:
        return ()
    differing = [name for name in change.after if name in FIELDS and change.before.get(name) != change.after[name]]
    said = {
        name: [value(name, side.get(name), today=today, minutes_per_day=minutes_per_day) for side in (change.before, change.after)]
        for name in differing
    }
    return tuple((str(FIELDS[name]), before, after) for name, (before, after) in said.items())


def field(name: str) -> str:
    """What a field of a task or project is called."""
    return str(FIELDS.get(name, name.replace("_", " ")))


def value(name: str, held: object, *, today: date, minutes_per_day: int = 480) -> str:
    """One value as a person would say it: lengths, dates and yes or no by the name of their field."""
    if held is None or held == "":
        return gettext("not yet") if name.startswith("actual_") or name == "remaining_minutes" else gettext("nothing")
    if isinstance(held, bool):
        return gettext("yes") if held else gettext("no")
    if name in PERCENT and isinstance(held, int):
        return f"{held} %"
    if name.endswith("minutes") and isinstance(held, int):
        return spoken.duration(held, minutes_per_day=minutes_per_day)
    if isinstance(held, str) and (on := _day(held)):
        return spoken.day(on, today=today)
    return str(held)


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date() if len(text) >= 10 and text[:4].isdecimal() else None
    except ValueError:
        return None
