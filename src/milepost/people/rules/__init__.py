"""What is decided about people: their weeks, clocks and holidays, what they can do and what they cost."""

from milepost.people.rules.abilities import HIGHEST, LOWEST, check_level, check_rate, named, names
from milepost.people.rules.weeks import check_absence, every_other, monday, other_week, public_holidays, week
from milepost.people.rules.zones import on_wall

__all__ = [
    "HIGHEST",
    "LOWEST",
    "check_absence",
    "check_level",
    "check_rate",
    "every_other",
    "monday",
    "named",
    "names",
    "on_wall",
    "other_week",
    "public_holidays",
    "week",
]
