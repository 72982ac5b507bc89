"""What the engine says, in sentences with names for rows and dates for instants."""

from __future__ import annotations

from milepost import engine
from milepost.forecast.rules import Warn, moment
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say
from milepost.plans.draft import Draft, ResourceKind


def spoken(saying: engine.Saying, draft: Draft) -> Sentence:
    """The engine's saying with names for rows and dates for instants."""
    return Sentence(saying.text, {name: _value(value, draft) for name, value in saying.values.items()})


def refusal(impossible: engine.Impossible, draft: Draft) -> Refusal:
    uids = [draft.tasks[row].uid for row in impossible.rows]
    return Refusal(impossible.code, spoken(impossible.saying, draft), details={"uids": uids})


def warn(notice: engine.Notice, draft: Draft) -> Warn:
    return Warn(notice.code, spoken(notice.saying, draft), draft.tasks[notice.row].uid if notice.row >= 0 else None)


def _value(value: object, draft: Draft) -> object:
    match value:
        case engine.TaskRow(row=row):
            return draft.tasks[row].name
        case engine.CalendarIndex(index=index):
            return draft.calendars[index].name if index < len(draft.calendars) else say("office week")
        case engine.Instant(minutes=minutes):
            return moment(minutes)
        case engine.PersonIndex(index=index):
            return [resource for resource in draft.resources if resource.kind is ResourceKind.WORK][index].name
        case engine.Saying():
            return spoken(value, draft)
        case tuple():
            return " → ".join(str(_value(one, draft)) for one in value)
        case _:
            return value
