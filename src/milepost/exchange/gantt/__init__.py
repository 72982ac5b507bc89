"""A plan on paper: its tasks in a table and their bars on an axis of time, on as many sheets as it takes, to hang up side by side."""

from milepost.exchange.gantt.printed import gantt, paper_counts
from milepost.exchange.gantt.sheets import DEEPEST, MOST_ACROSS, Wanted

__all__ = ["DEEPEST", "MOST_ACROSS", "Wanted", "gantt", "paper_counts"]
