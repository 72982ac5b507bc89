"""Between the rooms and the engine: a draft becomes a plan of the engine, what it finds becomes a value of `rules`. Pure.

Nobody else speaks with the engine. `conclude` is all a caller needs; `prepare` keeps the compiled plan for previews, so that
a dragged duration costs only the passes.
"""

from milepost.forecast.snapshot.calendars import minutes_between, working_days
from milepost.forecast.snapshot.concluding import Prepared, conclude, prepare
from milepost.forecast.snapshot.numbers import Tables, tables
from milepost.forecast.snapshot.warming import warm, warm_levelling, warm_simulation

__all__ = [
    "Prepared",
    "Tables",
    "conclude",
    "minutes_between",
    "prepare",
    "tables",
    "warm",
    "warm_levelling",
    "warm_simulation",
    "working_days",
]
