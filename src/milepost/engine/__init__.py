"""The engine: when work can happen, in which order, and why. Knows mathematics and nothing else.

This is its one public surface: `from milepost import engine`. A `Plan` goes in, a `Schedule` comes out, `reasons` explain it.
"""

from milepost.engine.calendars import Calendar, minute, minutes_by_day, moment
from milepost.engine.calibrate import BackTest, Calibration, Habit, Outcome, Reliability, back_test, calibrated, pinball, reliability
from milepost.engine.checks import Check, Health, Loads, health
from milepost.engine.cpm import finishes, schedule, scheduled, with_minutes
from milepost.engine.hybrids import Cause, Tags
from milepost.engine.instance import Instance, instance
from milepost.engine.levelling import Levelled, Progress, level
from milepost.engine.levelling import warm as warm_levelling
from milepost.engine.montecarlo import Stopped, simulate
from milepost.engine.montecarlo_told import PERCENTS, Chance, Driver, RiskEffect, Simulated
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
from milepost.engine.recovery import Option, Way
from milepost.engine.recovery import options as recovery_options
from milepost.engine.repairing import Before, Calm, Calming, Change, replan_plan, trade_off_plan
from milepost.engine.replan import Calmed, Replanned, Trade
from milepost.engine.sampling import Factor, Promise, Risk, Shape, Spread, certain
from milepost.engine.schedule import NOBODY, Schedule
from milepost.engine.search import Improved, improve
from milepost.engine.slip import Part, Slip, slip
from milepost.engine.team import Bookings, Demands, People, PersonIndex, Promises, Skills, Team, demands, people
from milepost.engine.telling import part_told, told
from milepost.engine.twins import compiled as warm
from milepost.engine.value import Baseline, EarnedSchedule, Figures, Value, after_days, planned_by, value

__all__ = [
    "NOBODY",
    "NONE",
    "PERCENTS",
    "Assignments",
    "BackTest",
    "Baseline",
    "Before",
    "Bookings",
    "Calendar",
    "CalendarIndex",
    "Calibration",
    "Calm",
    "Calmed",
    "Calming",
    "Cause",
    "Chance",
    "Change",
    "Check",
    "Constraint",
    "Demands",
    "Driver",
    "EarnedSchedule",
    "Factor",
    "Figures",
    "Habit",
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
    "Option",
    "Outcome",
    "Part",
    "People",
    "PersonIndex",
    "Plan",
    "Progress",
    "Promise",
    "Promises",
    "Reliability",
    "Replanned",
    "Risk",
    "RiskEffect",
    "Rule",
    "Saying",
    "Schedule",
    "Shape",
    "Simulated",
    "Skills",
    "Slip",
    "Solution",
    "Spread",
    "Stopped",
    "Tags",
    "TaskRow",
    "Tasks",
    "Team",
    "Trade",
    "Unit",
    "Value",
    "Way",
    "after_days",
    "back_test",
    "calibrated",
    "certain",
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
    "pinball",
    "planned_by",
    "recovery_options",
    "reliability",
    "replan_plan",
    "schedule",
    "scheduled",
    "simulate",
    "slip",
    "told",
    "trade_off_plan",
    "value",
    "warm",
    "warm_levelling",
    "with_minutes",
]
