"""What overtime may be agreed."""

from __future__ import annotations

from datetime import date

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.texts import check_day

MOST_MINUTES = 480
"""By which a day becomes longer."""


def check_overtime(first: date, last: date, minutes: int, *, saturdays: bool) -> None:
    """Refuses days that end before they begin, and hours that are none or too many."""
    check_day(first, field="first")
    check_day(last, field="last")
    if last < first:
        raise Refusal("overtime_ends_before", say("The last day lies before the first."), field="last")
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refusal("overtime_too_long", say("A day becomes longer by 8 hours at most."), field="minutes")
    if bool(minutes) is saturdays:
        raise Refusal("overtime_unclear", say("Say by how much each day becomes longer, or that Saturdays are worked."), field="minutes")
