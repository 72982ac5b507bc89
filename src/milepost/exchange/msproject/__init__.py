"""Microsoft Project's XML (MSPDI), in and out."""

from milepost.exchange.msproject.reader import read
from milepost.exchange.msproject.writer import write

__all__ = ["read", "write"]
