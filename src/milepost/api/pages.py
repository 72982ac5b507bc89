"""Lists come a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from ninja import Query
from pydantic import BaseModel, Field

from milepost.api.shapes import shape

T = TypeVar("T")

Offset = Annotated[int, Query(0, ge=0, le=10_000_000, description="How many to leave out from the beginning.")]
Limit = Annotated[int, Query(100, ge=1, le=500, description="How many to give at most.")]


class Page(BaseModel, Generic[T]):
    """`items` from `offset` on, of `total`."""

    total: int
    offset: int
    items: list[T] = Field(default_factory=list)


def page_of(kind: type) -> Any:
    """The shape of a page of what a read gives."""
    inner: Any = shape(kind)
    return Page[inner]


def page(items: Sequence[Any], offset: int, limit: int) -> dict[str, Any]:
    """The part of a list that was asked for."""
    return {"total": len(items), "offset": offset, "items": items[offset : offset + limit]}
