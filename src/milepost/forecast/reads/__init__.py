"""What the forecast tells: the dates the engine concluded, with the revision and the day they were drawn from."""

from milepost.forecast.reads.bookings import bookings
from milepost.forecast.reads.charts import chart, days_off
from milepost.forecast.reads.fresh import Facts, check, concluded, facts, schedule
from milepost.forecast.reads.levellings import LevelledDates, LevelledTask, Levelling, levelled, levelled_at, levelled_dates
from milepost.forecast.reads.outlooks import (
    Bar,
    Chance,
    Driver,
    Likely,
    Outlook,
    TaskOutlook,
    likely,
    likely_of,
    outlook,
    outlook_at,
    task_outlook,
)
from milepost.forecast.reads.previews import length_until, preview
from milepost.forecast.reads.promisable import FirstFinish, Promisable, first_finish, promisable
from milepost.forecast.reads.prospects import Prospects, prospects
from milepost.forecast.reads.runs import KINDS, LEVELLING, SIMULATION, DueRun, Run, due_runs, run, runs
from milepost.forecast.reads.slips import Slip, SlipPart, slip_since, slips, slips_of, unexplained
from milepost.forecast.reads.stored import forecast, forecasts, heads, marks, stale, stamps, why, why_of
from milepost.forecast.reads.values import Chart, Forecast, Head, Moved, Preview, PromiseMoved, Schedule, ScheduledTask, Stamp

__all__ = [
    "KINDS",
    "LEVELLING",
    "SIMULATION",
    "Bar",
    "Chance",
    "Chart",
    "Driver",
    "DueRun",
    "Facts",
    "FirstFinish",
    "Forecast",
    "Head",
    "LevelledDates",
    "LevelledTask",
    "Levelling",
    "Likely",
    "Moved",
    "Outlook",
    "Preview",
    "Promisable",
    "PromiseMoved",
    "Prospects",
    "Run",
    "Schedule",
    "ScheduledTask",
    "Slip",
    "SlipPart",
    "Stamp",
    "TaskOutlook",
    "bookings",
    "chart",
    "check",
    "concluded",
    "days_off",
    "due_runs",
    "facts",
    "first_finish",
    "forecast",
    "forecasts",
    "heads",
    "length_until",
    "levelled",
    "levelled_at",
    "levelled_dates",
    "likely",
    "likely_of",
    "marks",
    "outlook",
    "outlook_at",
    "preview",
    "promisable",
    "prospects",
    "run",
    "runs",
    "schedule",
    "slip_since",
    "slips",
    "slips_of",
    "stale",
    "stamps",
    "task_outlook",
    "unexplained",
    "why",
    "why_of",
]
