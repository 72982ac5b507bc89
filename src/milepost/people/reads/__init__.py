"""Who is on the team, what they can do, and when each of them works."""

from milepost.people.reads.rates import RateView, rates, rates_of
from milepost.people.reads.team import (
    AbsenceView,
    PersonView,
    SkillView,
    abilities,
    absence_of,
    held_person,
    names,
    person,
    team,
    visible_to,
    week_of,
)
from milepost.people.reads.times import PublicHoliday, holidays, working_time, workspace_time

__all__ = [
    "AbsenceView",
    "PersonView",
    "PublicHoliday",
    "RateView",
    "SkillView",
    "abilities",
    "absence_of",
    "held_person",
    "holidays",
    "names",
    "person",
    "rates",
    "rates_of",
    "team",
    "visible_to",
    "week_of",
    "working_time",
    "workspace_time",
]
