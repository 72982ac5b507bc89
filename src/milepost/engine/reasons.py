"""Why a date is what it is: one plain sentence for each row of a schedule."""

from __future__ import annotations

from milepost.engine.kernels import BY_CEILING
from milepost.engine.plan import N_, NONE, Constraint, Instant, Kind, Plan, Saying, TaskRow, Unit, say
from milepost.engine.schedule import NOBODY, Schedule

_HELD = {
    Constraint.SNLT: N_("It is held to start by {at}, as its constraint says, whatever its links say."),
    Constraint.FNLT: N_("It is held to finish by {at}, as its constraint says, whatever its links say."),
    Constraint.MSO: N_("It must start on {at}, as its constraint says."),
    Constraint.MFO: N_("It must finish on {at}, as its constraint says."),
}
_PUSHED = {
    Constraint.SNET: N_("Its constraint says that it starts no earlier than {at}."),
    Constraint.FNET: N_("Its constraint says that it finishes no earlier than {at}."),
    Constraint.MSO: N_("It must start on {at}, as its constraint says."),
    Constraint.MFO: N_("It must finish on {at}, as its constraint says."),
}
_LINKED = {
    (Kind.FS, 0): N_("It starts when “{other}” finishes."),
    (Kind.SS, 0): N_("It starts when “{other}” starts."),
    (Kind.FF, 0): N_("It finishes when “{other}” finishes."),
    (Kind.SF, 0): N_("It finishes when “{other}” starts."),
    (Kind.FS, 1): N_("It starts {lag} after “{other}” finishes."),
    (Kind.SS, 1): N_("It starts {lag} after “{other}” starts."),
    (Kind.FF, 1): N_("It finishes {lag} after “{other}” finishes."),
    (Kind.SF, 1): N_("It finishes {lag} after “{other}” starts."),
    (Kind.FS, -1): N_("It starts {lag} before “{other}” finishes."),
    (Kind.SS, -1): N_("It starts {lag} before “{other}” starts."),
    (Kind.FF, -1): N_("It finishes {lag} before “{other}” finishes."),
    (Kind.SF, -1): N_("It finishes {lag} before “{other}” starts."),
}


def why(schedule: Schedule, row: int) -> Saying:
    """The sentence for one row: what set its date."""
    network = schedule.network
    tasks = network.plan.tasks
    if network.summary[row]:
        return _summary(schedule, row)
    if network.complete[row]:
        return say("It was finished on {at}.", at=Instant(int(tasks.actual_finish[row])))
    if tasks.pinned[row] and (tasks.pin_start[row] != NONE or tasks.pin_finish[row] != NONE):
        return say("Its dates were set by hand and stay as they are.")
    if network.started[row]:
        return _going(schedule, row)
    if tasks.over[row]:
        return say("It is said to be complete, but not when. It stands where its links put it.")
    reason = _first_cause(schedule, row)
    if tasks.delay[row]:
        held = duration(network.plan, int(tasks.delay[row]), elapsed=True)
        return say("{reason} Levelling holds it back by {lag}.", reason=reason, lag=held)
    return reason


def _summary(schedule: Schedule, row: int) -> Saying:
    """A summary runs from the first start to the last finish below it."""
    tasks = schedule.network.plan.tasks
    if tasks.pinned[row]:
        return say("Its dates were set by hand and stay as they are.")
    end = row + 1
    while end < len(tasks) and tasks.parent[end] >= row:
        end += 1
    inside = [r for r in range(row + 1, end) if not schedule.network.summary[r] and tasks.active[r]]
    if not inside:
        return say("Nothing below it is planned.")
    first = min(inside, key=lambda r: int(schedule.start[r]))
    last = max(inside, key=lambda r: int(schedule.finish[r]))
    return say("It runs from the start of “{first}” to the finish of “{last}”.", first=TaskRow(first), last=TaskRow(last))


def _going(schedule: Schedule, row: int) -> Saying:
    """A started task: the rest of its work, and what that waits for."""
    plan = schedule.network.plan
    began, minutes = Instant(int(plan.tasks.actual_start[row])), int(plan.tasks.remaining[row])
    left = duration(plan, minutes, elapsed=bool(plan.tasks.elapsed[row]))
    link = _outer_link(schedule, row)
    if link != NOBODY:
        other = TaskRow(int(plan.links.predecessor[link]))
        if not minutes:
            return say("It began on {began} and has no work left, but it waits for “{other}”.", began=began, other=other)
        return say("It began on {began} and has {left} left, which wait for “{other}”.", began=began, left=left, other=other)
    if not minutes:
        return say("It began on {began} and has no work left, but nobody has said that it is finished.", began=began)
    return say("It began on {began} and has {left} left.", began=began, left=left)


def _first_cause(schedule: Schedule, row: int) -> Saying:
    plan, tasks = schedule.network.plan, schedule.network.plan.tasks
    constraint, at = Constraint(int(tasks.constraint[row])), int(tasks.constraint_at[row])
    cause = int(schedule.cause[row])
    if cause == BY_CEILING:
        return say(_HELD.get(constraint, _HELD[Constraint.SNLT]), at=Instant(at))
    if constraint == Constraint.ALAP or (plan.from_finish and constraint != Constraint.ASAP):
        return _late(schedule, row)
    if cause >= 0:
        return _link(schedule, row)
    return _floor(schedule, row, constraint, at)


def _late(schedule: Schedule, row: int) -> Saying:
    if schedule.network.plan.from_finish:
        return say("It is as late as the plan's finish and what follows it allow.")
    return say("It is as late as possible without moving the end of the plan.")


def _floor(schedule: Schedule, row: int, constraint: Constraint, at: int) -> Saying:
    """Nothing it is linked to is later than its own lower bound: a constraint, the data date, a summary, the plan's start."""
    plan, start = schedule.network.plan, int(schedule.start[row])
    if constraint in _PUSHED and at >= max(plan.start, plan.data_date):
        return say(_PUSHED[constraint], at=Instant(at))
    if plan.from_finish and schedule.begin > plan.data_date and start == schedule.begin:
        return say("It begins with the plan, on {at}, so that the plan's finish can be kept.", at=Instant(start))
    if plan.data_date > plan.start:
        return say("It has not begun, so it starts on {at} at the earliest: work left over is planned from today on.", at=Instant(start))
    parent = int(plan.tasks.parent[row])
    while parent >= 0:
        if plan.tasks.constraint[parent] in (Constraint.SNET, Constraint.MSO) and plan.tasks.constraint_at[parent] > plan.start:
            text = N_("Nothing in “{summary}” starts before {at}, as its constraint says.")
            return say(text, summary=TaskRow(parent), at=Instant(int(plan.tasks.constraint_at[parent])))
        parent = int(plan.tasks.parent[parent])
    return say("It starts with the plan: it waits for nothing.")


def _link(schedule: Schedule, row: int) -> Saying:
    """The sentence of the link that drives a row, also where it leads through a summary."""
    network = schedule.network
    links, link = network.plan.links, _outer_link(schedule, row)
    if link < 0:
        return say("It waits for “{other}”.", other=TaskRow(int(schedule.driver[row])))
    kind, lag = Kind(int(links.kind[link])), int(links.lag[link])
    other = TaskRow(int(links.predecessor[link]))
    text = _LINKED[kind, (lag > 0) - (lag < 0)]
    if lag == 0:
        return say(text, other=other)
    unit = Unit(int(links.unit[link]))
    if unit in (Unit.PERCENT, Unit.ELAPSED_PERCENT):
        share = say("{percent} % of its duration", percent=abs(lag))
        return say(text, other=other, lag=share)
    return say(text, other=other, lag=duration(network.plan, abs(lag), elapsed=unit == Unit.ELAPSED))


def _outer_link(schedule: Schedule, row: int) -> int:
    """The plan's link nearest to a row on the way to its driver; inner arcs of summaries have none."""
    network = schedule.network
    arc = int(schedule.cause[row])
    node = int(network.node[row])
    for _ in range(len(network.row)):
        if arc < 0 or network.link[arc] >= 0:
            break
        node = int(network.arcs.source[arc])
        arc = int(schedule.node_driver[node])
    return int(network.link[arc]) if arc >= 0 else NOBODY


def duration(plan: Plan, minutes: int, *, elapsed: bool = False) -> Saying:
    """A stretch of time in its two largest units: working days of the plan, hours and minutes, or days of the clock."""
    day = 1440 if elapsed else plan.minutes_per_day
    days, rest = divmod(minutes, day)
    hours, rest = divmod(rest, 60)
    counts = [(unit, count) for unit, count in (("day", days), ("hour", hours), ("minute", rest)) if count] or [("minute", 0)]
    first, *others = counts
    whole = _counted(_ELAPSED if elapsed else _WORKING, *first)
    return say("{more} and {less}", more=whole, less=_counted(_PLAIN, *others[0])) if others else whole


def _counted(words: dict[str, tuple[str, str]], unit: str, count: int) -> Saying:
    one, many = words[unit]
    return say(one) if count == 1 else say(many, count=count)


_WORKING = {
    "day": (N_("1 working day"), N_("{count} working days")),
    "hour": (N_("1 working hour"), N_("{count} working hours")),
    "minute": (N_("1 working minute"), N_("{count} working minutes")),
}
_ELAPSED = {
    "day": (N_("1 elapsed day"), N_("{count} elapsed days")),
    "hour": (N_("1 elapsed hour"), N_("{count} elapsed hours")),
    "minute": (N_("1 elapsed minute"), N_("{count} elapsed minutes")),
}
_PLAIN = {
    "hour": (N_("1 hour"), N_("{count} hours")),
    "minute": (N_("1 minute"), N_("{count} minutes")),
}
