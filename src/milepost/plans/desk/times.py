"""When a plan works: by a calendar of its own, by the firm's working time, or by the office week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from milepost.kernel.worktime import WorkingTime
from milepost.people import reads as people
from milepost.plans import models, rules


def calendar_time(project: models.Project, uid: int | None, first: date, last: date) -> WorkingTime:
    """The working time of a calendar of the plan from `first` to `last`.

    Where it names none: the firm's, for a project made here, and the office week for one from a file.
    """
    kept = None if uid is None else models.Calendar.objects.filter(project=project, uid=uid).first()
    if kept is not None:
        return with_public_holidays(rules.unpacked_time(kept.time), project.workspace_id, kept.holidays, first, last)
    return people.workspace_time(project.workspace_id, first, last) if project.native else rules.OFFICE_TIME


def with_public_holidays(time: WorkingTime, workspace_id: int, whose: str, first: date, last: date) -> WorkingTime:
    """A working time in which public holidays are free too, but for the days that it speaks of itself."""
    free = people.holidays_of(workspace_id, whose, first, last)
    return replace(time, exceptions=(*free, *time.exceptions)) if free else time
