"""What the engine's answers are, as values that every room may hold."""

from milepost.forecast.rules.columns import NOBODY, Columns, Ints, TaskDates, last_day, minute, moment
from milepost.forecast.rules.conclusion import Conclusion, Warn, standing

__all__ = ["NOBODY", "Columns", "Conclusion", "Ints", "TaskDates", "Warn", "last_day", "minute", "moment", "standing"]
