"""What people type: days ("fri", "+3d", "12 mar"), lengths ("3d", "4h") and links ("2d after Design"), read as values and written back."""

from milepost.exchange.typed.days import day
from milepost.exchange.typed.lengths import MINUTES_PER_DAY, length, written_length
from milepost.exchange.typed.links import TypedLink, links, written_links
from milepost.exchange.typed.names import Names, folded

__all__ = ["MINUTES_PER_DAY", "Names", "TypedLink", "day", "folded", "length", "links", "written_length", "written_links"]
