"""Plans as people write them down: indented text, bullets, numbered lists, tables pasted from a spreadsheet. Read as sketches."""

from milepost.exchange.outline.outcomes import read_deliverables, read_objectives, written_deliverables, written_objectives
from milepost.exchange.outline.read import read, read_rows
from milepost.exchange.outline.reading import Problem, Reading

__all__ = [
    "Problem",
    "Reading",
    "read",
    "read_deliverables",
    "read_objectives",
    "read_rows",
    "written_deliverables",
    "written_objectives",
]
