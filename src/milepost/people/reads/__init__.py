"""Who is on the team, what they can do, and when each of them works."""

from milepost.people.reads.rates import RateView, rates, rates_by_person, rates_of
from milepost.people.reads.team import (
    AbsenceView,
    PersonView,
    SkillView,
    abilities,
    absence_of,
    held_person,
    names,
    own,
    person,
    team,
    visible_to,
    week_of,
)
from milepost.people.reads.times import FIRM, PublicHoliday, holidays, holidays_of, working_time, workspace_time

__all__ = [
    "FIRM",
    "AbsenceView",
    "PersonView",
    "PublicHoliday",
    "RateView",
    "SkillView",
    "abilities",
    "absence_of",
    "held_person",
    "holidays",
    "holidays_of",
    "names",
    "own",
    "person",
    "rates",
    "rates_by_person",
    "rates_of",
    "team",
    "visible_to",
    "week_of",
    "working_time",
    "workspace_time",
]
