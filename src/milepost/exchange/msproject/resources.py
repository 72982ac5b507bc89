"""Resources and assignments of the file."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from milepost.exchange.msproject import codes
from milepost.exchange.msproject.fields import Fields
from milepost.exchange.msproject.losses import Losses
from milepost.exchange.msproject.stream import children, local_texts
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say
from milepost.plans.draft import Assignment, Resource, ResourceKind

RATES = ("StandardRate", "OvertimeRate", "CostPerUse", "Cost", "BudgetCost")
_LOSSY = frozenset({"Baseline", "WorkContour", "Cost", "Notes"})


def named(texts: Mapping[str, str | None]) -> Sentence:
    """The resource as a refusal names it."""
    name = " ".join((texts.get("Name") or "").split())[:80]
    return say("Resource {uid} “{name}”", uid=(texts.get("UID") or "?").strip()[:20], name=name)


def named_assignment(texts: Mapping[str, str | None]) -> Sentence:
    """The assignment as a refusal names it."""
    return say("Assignment {uid}", uid=(texts.get("UID") or "?").strip()[:20])


def read_resource(element: etree._Element, losses: Losses) -> Resource | None:
    """One `Resource` element; None for the row without a name that stands for "unassigned"."""
    fields = Fields(local_texts(element), named)
    uid = fields.uid()
    if uid is None:
        raise Refusal("uid_missing", say("{where} has no number (UID). Save the file again in MS Project.", where=named(fields.texts)))
    name = fields.text("Name", 255)
    if not name and (uid == 0 or fields.flag("IsNull")):
        return None
    if not name:
        losses.add("no_name", str(uid))
    _note_losses(element, fields, losses)
    return Resource(
        uid=uid,
        name=name or f"Resource {uid}",
        kind=_kind(fields),
        initials=fields.text("Initials", 255),
        email=fields.text("EmailAddress", 255),
        group=fields.text("Group", 255),
        units=fields.hundredths("MaxUnits", 100),
        calendar=fields.uid("CalendarUID"),
    )


def read_assignment(fields: Fields, uid: int, losses: Losses) -> Assignment | None:
    """The fields of one `Assignment`; None where no task or resource is named."""
    task, resource = fields.uid("TaskUID"), fields.uid("ResourceUID")
    if task is None or resource is None:
        return None
    _note_assignment_losses(fields, losses)
    return Assignment(
        uid=uid,
        task=task,
        resource=resource,
        units=fields.hundredths("Units", 100),
        work_minutes=fields.minutes("Work"),
        actual_work_minutes=fields.minutes("ActualWork"),
        remaining_work_minutes=fields.minutes("RemainingWork") if fields.text("RemainingWork") else None,
        delay_minutes=fields.tenths("Delay") + fields.tenths("LevelingDelay"),
        saved_start=fields.at("Start"),
        saved_finish=fields.at("Finish"),
    )


def _kind(fields: Fields) -> ResourceKind:
    if fields.flag("IsCostResource"):
        return ResourceKind.COST
    return codes.RESOURCE_KINDS.get(fields.whole("Type", 1), ResourceKind.WORK)


def _note_losses(element: etree._Element, fields: Fields, losses: Losses) -> None:
    name = fields.text("Name")
    if any(fields.text(rate).strip("0.") for rate in RATES) or "Rates" in fields.texts:
        losses.add("costs", name)
    if fields.text("MaterialLabel"):
        losses.add("material_labels", f"{name}: {fields.text('MaterialLabel')}")
    if fields.text("Notes"):
        losses.add("notes_of_resources", name)
    if len(list(children(element, "AvailabilityPeriods", "AvailabilityPeriod"))) > 1:
        losses.add("resource_availability", name)
    if "Baseline" in fields.texts:
        losses.add("baselines_of_assignments", name)


def _note_assignment_losses(fields: Fields, losses: Losses) -> None:
    if _LOSSY.isdisjoint(fields.texts):
        return
    example = f"{fields.text('TaskUID')}/{fields.text('ResourceUID')}"
    if "Baseline" in fields.texts:
        losses.add("baselines_of_assignments", example)
    if fields.whole("WorkContour", 0):
        losses.add("contours", example)
    if fields.text("Cost").strip("0."):
        losses.add("costs", example)
    if fields.text("Notes"):
        losses.add("notes_of_resources", example)
