"""What the forecast tells: the dates the engine concluded, with the revision and the day they were drawn from."""

from milepost.forecast.reads.charts import chart
from milepost.forecast.reads.fresh import Facts, check, concluded, facts, preview, schedule
from milepost.forecast.reads.stored import forecast, forecasts, heads, marks, stale, stamps, why
from milepost.forecast.reads.values import Chart, Edit, Forecast, Head, Moved, Preview, Schedule, ScheduledTask, Stamp

__all__ = [
    "Chart",
    "Edit",
    "Facts",
    "Forecast",
    "Head",
    "Moved",
    "Preview",
    "Schedule",
    "ScheduledTask",
    "Stamp",
    "chart",
    "check",
    "concluded",
    "facts",
    "forecast",
    "forecasts",
    "heads",
    "marks",
    "preview",
    "schedule",
    "stale",
    "stamps",
    "why",
]
