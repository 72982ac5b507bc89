"""How the tables of all rooms are asked and written where Django alone would be too slow. It knows Django, and no room."""

from milepost.tables.statements import change, insert, insertion
from milepost.tables.worded import Worded

__all__ = ["Worded", "change", "insert", "insertion"]
