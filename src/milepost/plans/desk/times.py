"""Working time of a plan's own calendars."""

from __future__ import annotations

from milepost.kernel.worktime import WorkingTime
from milepost.plans import models, rules


def calendar_time(project_id: int, uid: int | None) -> WorkingTime | None:
    """The working time of one of the plan's calendars; None where the plan names none."""
    if uid is None:
        return None
    kept = models.Calendar.objects.filter(project_id=project_id, uid=uid).values_list("time", flat=True).first()
    return None if kept is None else rules.unpacked_time(kept)
