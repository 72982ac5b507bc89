"""The engine: when work can happen, in which order, and why. Knows mathematics and nothing else.

This is its one public surface: `from milepost import engine`. A `Plan` goes in, a `Schedule` comes out, `reasons` explain it.
"""

from milepost.engine.calendars import Calendar, minute, minutes_by_day, moment
from milepost.engine.checks import Check, Health, Loads, health
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
from milepost.engine.repairing import Before, Calm, Calming, Change, replan_plan
from milepost.engine.replan import Calmed, Replanned, Trade
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
    "Before",
    "Bookings",
    "Calendar",
    "CalendarIndex",
    "Calm",
    "Calmed",
    "Calming",
    "Cause",
    "Change",
    "Check",
    "Constraint",
    "Demands",
    "Health",
    "Impossible",
    "Improved",
    "Instance",
    "Instant",
    "Ints",
    "Kind",
    "LagCalendar",
    "Levelled",
    "Links",
    "Loads",
    "Move",
    "Network",
    "Notice",
    "Part",
    "People",
    "PersonIndex",
    "Plan",
    "Progress",
    "Promises",
    "Replanned",
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
    "Trade",
    "Unit",
    "compiled",
    "demands",
    "finishes",
    "health",
    "improve",
    "instance",
    "level",
    "minute",
    "minutes_by_day",
    "moment",
    "part_told",
    "people",
    "replan_plan",
    "schedule",
    "scheduled",
    "slip",
    "told",
    "warm",
    "with_minutes",
]
