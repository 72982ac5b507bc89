"""One `Task` element to a task and its baselines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from milepost.exchange.msproject import codes
from milepost.exchange.msproject.fields import Fields
from milepost.exchange.msproject.losses import Losses
from milepost.exchange.msproject.stream import children, local_texts
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say
from milepost.plans.draft import BaselineDates, Constraint, LagUnit, Link, Task, TaskType

LAST_BASELINE = 10
COSTS = ("Cost", "FixedCost", "ActualCost")
_LOSSY = frozenset({"IsSubproject", "Hyperlink", "HyperlinkAddress", *COSTS})
SLIPS = 100_000_000
"""The longest lag in minutes or per cent: about two centuries."""


def named(texts: Mapping[str, str | None]) -> Sentence:
    """The task as a refusal names it."""
    name = " ".join((texts.get("Name") or "").split())[:80]
    return say("Task {uid} “{name}”", uid=(texts.get("UID") or "?").strip()[:20], name=name)


def fields_of(element: etree._Element) -> Fields:
    """The task's own fields."""
    return Fields(local_texts(element), named)


def is_project(fields: Fields, uid: int) -> bool:
    """Whether this is the row that stands for the whole project (level 0)."""
    return fields.whole("OutlineLevel", 0 if uid == 0 else 1) == 0 and (uid == 0 or not fields.text("OutlineNumber").strip("0"))


def read_task(fields: Fields, uid: int, usual: TaskType, losses: Losses) -> Task:
    """The task as the file says it. Its calendar and its place in the outline are checked when all tasks are known."""
    duration_format = fields.whole("DurationFormat", codes.DAYS)
    constraint = _constraint(fields, losses)
    manual = fields.flag("Manual")
    duration = fields.minutes("Duration")
    _note_losses(fields, losses)
    return Task(
        uid=uid,
        name=_name(fields, uid, losses),
        level=_level(fields),
        wbs=fields.text("WBS", 255) or fields.text("OutlineNumber", 255),
        summary=fields.flag("Summary"),
        milestone=fields.flag("Milestone", absent=duration == 0 and not fields.flag("Summary")),
        duration_minutes=duration,
        elapsed=codes.is_elapsed(duration_format),
        estimated=fields.flag("Estimated", absent=codes.is_estimated(duration_format)),
        effort_minutes=fields.minutes("Work"),
        type=codes.TASK_TYPES.get(fields.whole("Type", -1), usual),
        effort_driven=fields.flag("EffortDriven"),
        manual=manual,
        manual_start=(fields.at("ManualStart") or fields.at("Start")) if manual else None,
        manual_finish=(fields.at("ManualFinish") or fields.at("Finish")) if manual else None,
        constraint=constraint,
        constraint_at=None if constraint in codes.UNDATED else fields.at("ConstraintDate"),
        deadline_at=fields.at("Deadline"),
        calendar=fields.uid("CalendarUID"),
        ignores_resource_calendars=fields.flag("IgnoreResourceCalendar"),
        priority=fields.whole("Priority", 500, 0, 1000),
        percent=fields.whole("PercentComplete", 0, 0, 100),
        percent_work=fields.whole("PercentWorkComplete", 0, 0, 100),
        actual_start=fields.at("ActualStart"),
        actual_finish=fields.at("ActualFinish"),
        actual_minutes=fields.minutes("ActualDuration"),
        remaining_minutes=fields.minutes("RemainingDuration") if fields.text("RemainingDuration") else None,
        stop_at=fields.at("Stop"),
        resume_at=fields.at("Resume"),
        levelling_delay_minutes=fields.tenths("LevelingDelay"),
        active=fields.flag("Active", absent=True),
        external=fields.flag("ExternalTask"),
        notes=fields.text("Notes"),
        saved_start=fields.at("Start"),
        saved_finish=fields.at("Finish"),
    )


def read_baselines(element: etree._Element, fields: Fields, uid: int, losses: Losses) -> Iterator[BaselineDates]:
    """The baselines 0 to 10 of a task."""
    seen: set[int] = set()
    for found in children(element, "Baseline") if "Baseline" in fields.texts else ():
        frozen = Fields(local_texts(found), lambda _: named(fields.texts))
        number = frozen.whole("Number", 0)
        if not 0 <= number <= LAST_BASELINE or number in seen:
            losses.add("baseline_number", fields.text("Name"))
            continue
        seen.add(number)
        yield BaselineDates(number, uid, frozen.at("Start"), frozen.at("Finish"), frozen.minutes("Duration"), frozen.minutes("Work"))
        if frozen.text("Cost").strip("0."):
            losses.add("costs", fields.text("Name"))


def read_link(texts: Mapping[str, str | None], successor: Fields, uid: int, losses: Losses) -> Link | None:
    """One `PredecessorLink` of the task `uid`; None for a link to another project."""
    fields = Fields(texts, lambda _: named(successor.texts))
    predecessor = fields.uid("PredecessorUID")
    if fields.flag("CrossProject") or fields.text("CrossProjectName"):
        losses.add("external_links", f"{successor.text('Name')} ← {fields.text('CrossProjectName') or predecessor}")
        return None
    if predecessor is None:
        losses.add("link_without_task", successor.text("Name"))
        return None
    kind = codes.LINK_KINDS.get(fields.whole("Type", 1))
    if kind is None:
        what = say("{where}: the link from task {other} has a type that does not exist.", where=named(successor.texts), other=predecessor)
        raise Refusal("link_type_unknown", what, field="Type", details={"uid": uid})
    unit = codes.lag_unit(fields.whole("LagFormat", codes.DAYS))
    lag = fields.tenths("LinkLag") if unit in {LagUnit.WORKING, LagUnit.ELAPSED} else fields.whole("LinkLag", 0)
    if abs(lag) > SLIPS:
        raise _lag_too_long(successor, predecessor)
    return Link(predecessor, uid, kind, lag, unit if lag else LagUnit.WORKING)


def _constraint(fields: Fields, losses: Losses) -> Constraint:
    number = fields.whole("ConstraintType", 0)
    constraint = codes.CONSTRAINTS.get(number)
    if constraint is None:
        what = say("{where}: constraint {number} does not exist; there are 0 to 7.", where=named(fields.texts), number=number)
        raise Refusal("constraint_unknown", what, field="ConstraintType")
    if constraint in codes.UNDATED or fields.text("ConstraintDate"):
        return constraint
    losses.add("constraint_without_date", fields.text("Name"))
    return Constraint.ASAP


def _level(fields: Fields) -> int:
    number = fields.text("OutlineNumber")
    return max(1, fields.whole("OutlineLevel", number.count(".") + 1, 0, 65_535))


def _name(fields: Fields, uid: int, losses: Losses) -> str:
    name = fields.text("Name", 10_000)
    if not name:
        losses.add("no_name", str(uid))
        return f"Task {uid}"
    if len(name) > 255:
        losses.add("names_cut", name)
    return name[:255].rstrip()


def _note_losses(fields: Fields, losses: Losses) -> None:
    if _LOSSY.isdisjoint(fields.texts):
        return
    if fields.flag("IsSubproject"):
        losses.add("subprojects", fields.text("Name"))
    if fields.text("Hyperlink") or fields.text("HyperlinkAddress"):
        losses.add("hyperlinks", fields.text("Name"))
    if any(fields.text(cost).strip("0.") for cost in COSTS):
        losses.add("costs", fields.text("Name"))


def _lag_too_long(successor: Fields, predecessor: int) -> Refusal:
    where = named(successor.texts)
    return Refusal(
        "lag_too_long",
        say("{where}: the lag of the link from task {other} is longer than two centuries.", where=where, other=predecessor),
        field="LinkLag",
    )
