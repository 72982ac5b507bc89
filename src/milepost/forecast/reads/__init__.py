"""What the forecast tells: the dates the engine concluded, with the revision and the day they were drawn from."""

from milepost.forecast.reads.charts import chart
from milepost.forecast.reads.fresh import Facts, check, concluded, facts, preview, schedule
from milepost.forecast.reads.stored import forecast, forecasts, marks, packed_reasons, stale, why
from milepost.forecast.reads.values import Chart, Edit, Forecast, Moved, Preview, Schedule, ScheduledTask, Stale

__all__ = [
    "Chart",
    "Edit",
    "Facts",
    "Forecast",
    "Moved",
    "Preview",
    "Schedule",
    "ScheduledTask",
    "Stale",
    "chart",
    "check",
    "concluded",
    "facts",
    "forecast",
    "forecasts",
    "marks",
    "packed_reasons",
    "preview",
    "schedule",
    "stale",
    "why",
]
