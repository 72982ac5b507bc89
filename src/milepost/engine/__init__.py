"""The engine: when work can happen, in which order, and why. Knows mathematics and nothing else.

This is its one public surface: `from milepost import engine`. A `Plan` goes in, a `Schedule` comes out, `reasons` explain it.
"""

from milepost.engine.calendars import Calendar, minute, minutes_by_day, moment
from milepost.engine.cpm import finishes, schedule, scheduled, with_minutes
from milepost.engine.hybrids import Cause, Tags
from milepost.engine.instance import Instance, instance
from milepost.engine.levelling import Levelled, Progress, level
from milepost.engine.moves import Move
from milepost.engine.network import Network, compiled
from milepost.engine.placement import Rule, Solution
from milepost.engine.plan import (
    NONE,
    Assignments,
    CalendarIndex,
    Constraint,
    Impossible,
    Instant,
    Ints,
    Kind,
    LagCalendar,
    Links,
    Notice,
    Plan,
    Saying,
    TaskRow,
    Tasks,
    Unit,
)
from milepost.engine.schedule import NOBODY, Schedule
from milepost.engine.search import Improved, improve
from milepost.engine.slip import Part, Slip, slip
from milepost.engine.team import Bookings, Demands, People, PersonIndex, Promises, Skills, Team, demands, people
from milepost.engine.telling import part_told, told
from milepost.engine.twins import compiled as warm

__all__ = [
    "NOBODY",
    "NONE",
    "Assignments",
    "Bookings",
    "Calendar",
    "CalendarIndex",
    "Cause",
    "Constraint",
    "Demands",
    "Impossible",
    "Improved",
    "Instance",
    "Instant",
    "Ints",
    "Kind",
    "LagCalendar",
    "Levelled",
    "Links",
    "Move",
    "Network",
    "Notice",
    "Part",
    "People",
    "PersonIndex",
    "Plan",
    "Progress",
    "Promises",
    "Rule",
    "Saying",
    "Schedule",
    "Skills",
    "Slip",
    "Solution",
    "Tags",
    "TaskRow",
    "Tasks",
    "Team",
    "Unit",
    "compiled",
    "demands",
    "finishes",
    "improve",
    "instance",
    "level",
    "minute",
    "minutes_by_day",
    "moment",
    "part_told",
    "people",
    "schedule",
    "scheduled",
    "slip",
    "told",
    "warm",
    "with_minutes",
]
