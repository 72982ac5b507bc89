"""A project as a file for MS Project."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from milepost.accounts import reads as accounts
from milepost.exchange import msproject
from milepost.forecast import reads as forecasts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Refusal
from milepost.people import reads as people
from milepost.plans import reads as plans
from milepost.plans.draft import Calendar, Draft

LONGEST_NAME = 80
Dates = dict[int, tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A plan as a file: how it is called, what is in it, and of which kind that is."""

    name: str
    content: bytes
    content_type: str = "application/xml"


def project_file(actor: Actor, project_id: int, *, now: datetime) -> ProjectFile:
    """The facts of the project with the dates the forecast draws from them now; without dates where it refuses the plan."""
    accounts.require(actor, "plans.export_plan")
    project = plans.heading(actor, project_id)
    dates = _dates(actor, project, now)
    written = msproject.write(plans.with_overtime(_with_firm_time(plans.draft(project_id), actor, dates), project_id), dates=dates)
    return ProjectFile(f"{project.name[:LONGEST_NAME]}.xml", written)


def _with_firm_time(draft: Draft, actor: Actor, dates: Dates) -> Draft:
    """A plan made here follows the firm's working time and public holidays, which the file must hold; nobody's absences leave the house."""
    first = draft.start.date()
    last = max((finish.date() for _, finish in dates.values()), default=first) + timedelta(days=366)
    draft = plans.with_holidays(draft, actor.workspace_id, first, last)
    if draft.calendar is not None:
        return draft
    time = people.workspace_time(actor.workspace_id, first, last)
    uid = max((calendar.uid for calendar in draft.calendars), default=0) + 1
    return replace(draft, calendar=uid, calendars=(*draft.calendars, Calendar(uid, "Standard", time)))


def _dates(actor: Actor, project: plans.Heading, now: datetime) -> Dates:
    try:
        return forecasts.dates(actor, project, now=now)
    except Refusal:  # a plan that is wrong may still go back to where it can be put right
        return {}
