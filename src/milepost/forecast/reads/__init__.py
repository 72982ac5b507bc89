"""What the forecast tells: the dates the engine concluded, with the revision and the day they were drawn from."""

from milepost.forecast.reads.bookings import bookings
from milepost.forecast.reads.charts import chart
from milepost.forecast.reads.fresh import Facts, check, concluded, facts, preview, schedule
from milepost.forecast.reads.levellings import LevelledDates, LevelledTask, Levelling, levelled, levelled_dates
from milepost.forecast.reads.outlooks import Bar, Chance, Driver, Likely, Outlook, TaskOutlook, likely, outlook, task_outlook
from milepost.forecast.reads.runs import KINDS, LEVELLING, SIMULATION, DueRun, Run, due_runs, run, runs
from milepost.forecast.reads.slips import Slip, SlipPart, slip_since, slips, unexplained
from milepost.forecast.reads.stored import forecast, forecasts, heads, marks, stale, stamps, why
from milepost.forecast.reads.values import Chart, Edit, Forecast, Head, Moved, Preview, Schedule, ScheduledTask, Stamp

__all__ = [
    "KINDS",
    "LEVELLING",
    "SIMULATION",
    "Bar",
    "Chance",
    "Chart",
    "Driver",
    "DueRun",
    "Edit",
    "Facts",
    "Forecast",
    "Head",
    "LevelledDates",
    "LevelledTask",
    "Levelling",
    "Likely",
    "Moved",
    "Outlook",
    "Preview",
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
    "due_runs",
    "facts",
    "forecast",
    "forecasts",
    "heads",
    "levelled",
    "levelled_dates",
    "likely",
    "marks",
    "outlook",
    "preview",
    "run",
    "runs",
    "schedule",
    "slip_since",
    "slips",
    "stale",
    "stamps",
    "task_outlook",
    "unexplained",
    "why",
]
