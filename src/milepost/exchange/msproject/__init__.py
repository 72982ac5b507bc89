"""Microsoft Project's XML (MSPDI), in and out."""

from milepost.exchange.msproject.reader import read

__all__ = ["read"]
