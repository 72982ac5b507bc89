"""What people type: days ("fri", "+3d", "12 mar"), lengths ("3d"), links ("2d after Design") and people ("Mara 50%"), as values."""

from milepost.exchange.typed.days import day
from milepost.exchange.typed.lengths import MINUTES_PER_DAY, length, written_length
from milepost.exchange.typed.links import TypedLink, links, written_links
from milepost.exchange.typed.names import Names, folded
from milepost.exchange.typed.people import TypedPerson, people

__all__ = [
    "MINUTES_PER_DAY",
    "Names",
    "TypedLink",
    "TypedPerson",
    "day",
    "folded",
    "length",
    "links",
    "people",
    "written_length",
    "written_links",
]
