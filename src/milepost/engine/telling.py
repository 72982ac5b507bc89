"""The sentence of a slip: how far the finish moved, and what each cause did, in plain words."""

from __future__ import annotations

from milepost.engine.hybrids import Cause
from milepost.engine.plan import N_, CalendarIndex, Plan, Saying, TaskRow, say
from milepost.engine.reasons import duration
from milepost.engine.slip import Part, Slip

_LATER = {
    Cause.WORK: (N_("{tasks} takes longer"), N_("{tasks} take longer"), N_("work takes longer")),
    Cause.START: (N_("{tasks} starts later"), N_("{tasks} start later"), N_("work starts later")),
    Cause.SCOPE: (N_("{tasks} was added"), N_("{tasks} were added"), N_("what is to be done changed")),
    Cause.CLIENT: (N_("{tasks} waits for the client"), N_("{tasks} wait for the client"), N_("the client's input is late")),
    Cause.ABSENCE: (N_("{people} is away"), N_("{people} are away"), N_("somebody is away")),
    Cause.PEOPLE: (N_("{tasks} has other people or was levelled"), N_("{tasks} have other people or were levelled"), N_("people changed")),
    Cause.LINKS: (N_("links or dates of {tasks} changed"), N_("links or dates of {tasks} changed"), N_("links or dates changed")),
    Cause.CALENDAR: (N_("working time changed"), N_("working time changed"), N_("working time changed")),
}
_EARLIER = {
    Cause.WORK: (N_("{tasks} takes less time"), N_("{tasks} take less time"), N_("work takes less time")),
    Cause.START: (N_("{tasks} starts earlier"), N_("{tasks} start earlier"), N_("work starts earlier")),
    Cause.CLIENT: (N_("{tasks} waits less for the client"), N_("{tasks} wait less for the client"), N_("the client's input came early")),
    Cause.ABSENCE: (N_("{people} is away less"), N_("{people} are away less"), N_("somebody is away less")),
}
_REMOVED = (N_("a task was removed"), N_("{count} tasks were removed"))


def told(slip: Slip, after: Plan) -> Saying:
    """The sentence; its rows and calendars are those of `after`, the newer plan.

    In working days where there are any to tell of, else in hours and minutes. Parts that round to nothing are left out.
    """
    in_days = _in_days(slip)
    counting = [part for part in slip.parts if (part.days if in_days else part.minutes)]
    head = _head(slip, after, in_days=in_days)
    if not counting:
        return say("{moved}.", moved=head)
    spoken = [_won(_amount(part, after, in_days=in_days), part) for part in counting]
    return say("{moved}: {parts}.", moved=head, parts=_list(spoken))


def part_told(part: Part, slip: Slip, after: Plan) -> Saying:
    """The sentence of one part by itself."""
    amount = _days(abs(part.days)) if _in_days(slip) and part.days else duration(after, abs(part.minutes))
    return say("{part}.", part=_won(amount, part))


def _in_days(slip: Slip) -> bool:
    return slip.days != 0 or any(part.days for part in slip.parts)


def _head(slip: Slip, plan: Plan, *, in_days: bool) -> Saying:
    moved = slip.days if in_days else slip.minutes
    if moved == 0:
        return say("The finish has not moved")
    amount = _days(abs(moved)) if in_days else duration(plan, abs(moved))
    return say("{amount} later", amount=amount) if moved > 0 else say("{amount} earlier", amount=amount)


def _days(count: int) -> Saying:
    return say("1 working day") if count == 1 else say("{count} working days", count=count)


def _amount(part: Part, plan: Plan, *, in_days: bool) -> Saying:
    return say("{count}", count=abs(part.days)) if in_days else duration(plan, abs(part.minutes))


def _won(amount: Saying, part: Part) -> Saying:
    """An amount and its reason: won where the part made the finish earlier."""
    reason = _reason(part)
    if part.exact < 0:
        return say("{amount} won because {reason}", amount=amount, reason=reason)
    return say("{amount} because {reason}", amount=amount, reason=reason)


def _reason(part: Part) -> Saying:
    """What the cause did, naming two tasks or people at most."""
    trace = part.trace
    if part.cause is Cause.SCOPE and trace.gone and (part.exact < 0 or not trace.rows):
        one, many = _REMOVED
        return say(one) if len(trace.gone) == 1 else say(many, count=len(trace.gone))
    words = _EARLIER.get(part.cause, _LATER[part.cause]) if part.exact < 0 else _LATER[part.cause]
    if part.cause is Cause.ABSENCE:
        named = [say("{person}", person=CalendarIndex(index)) for index in trace.people]
        return _about(words, "people", named)
    return _about(words, "tasks", [say("“{task}”", task=TaskRow(row)) for row in trace.rows])


def _about(words: tuple[str, str, str], what: str, named: list[Saying]) -> Saying:
    one, many, none = words
    if not named:
        return say(none)
    if len(named) == 1:
        return say(one, **{what: named[0]})
    return say(many, **{what: _both(named)})


def _both(named: list[Saying]) -> Saying:
    """Two of several by name."""
    first, second, *others = named
    if others:
        return say("{first}, {second} and {count} more", first=first, second=second, count=len(others))
    return say("{first} and {second}", first=first, second=second)


def _list(parts: list[Saying]) -> Saying:
    whole = parts[0]
    for part in parts[1:]:
        whole = say("{parts}, {part}", parts=whole, part=part)
    return whole
