"""The JSON shape of what a read gives: the same names and values, with sentences in the caller's language.

A shape is derived from the read's own dataclass, so that the two cannot drift apart.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any

from django.utils.translation import gettext
from ninja import Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, NaiveDatetime, PlainSerializer, create_model

from milepost.kernel.say import Sentence


def spoken(value: object) -> object:
    """A sentence as text in the language of the request; anything else as it is."""
    return value.translated(gettext) if isinstance(value, Sentence) else value


def written(at: datetime) -> str:
    """An instant in UTC; a time on the project's wall clock without a zone, to the minute."""
    return (
        at.isoformat(timespec="minutes") if at.tzinfo is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    )


Spoken = Annotated[str, BeforeValidator(spoken)]
Moment = Annotated[datetime, PlainSerializer(written, return_type=str)]

CALLED = {"milepost.audit.reads.Change": "LedgerLine", "milepost.plans.reads.values.Refused": "FileRefused"}
"""Names in the OpenAPI document that say more than the dataclass's own."""

_NAMES: dict[str, type] = {}


@cache
def shape(kind: Any) -> Any:
    """What pydantic must know to write a value of `kind` as JSON: dataclasses become models, sentences become text."""
    if kind is Sentence:
        return Spoken
    if kind is datetime:
        return Moment
    if is_dataclass(kind) and isinstance(kind, type):
        return _model(kind)
    return _collection(kind, typing.get_origin(kind), typing.get_args(kind))


def _collection(kind: Any, origin: Any, inner: tuple[Any, ...]) -> Any:
    parts = [part if part is Ellipsis else shape(part) for part in inner]
    if origin in (typing.Union, types.UnionType):
        return typing.Union[tuple(parts)]  # noqa: UP007 (built from a list of types)
    if origin is tuple and parts[-1] is not Ellipsis:
        return types.GenericAlias(tuple, tuple(parts))
    if origin in (tuple, list, frozenset):
        return types.GenericAlias(list, (parts[0],))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return types.GenericAlias(dict, tuple(parts))
    return Any if kind is object else kind


def _model(kind: type) -> type[BaseModel]:
    name = _name(kind)
    hints = typing.get_type_hints(kind)
    members: dict[str, Any] = {field.name: (shape(hints[field.name]), ...) for field in fields(kind)}
    return create_model(name, __config__=ConfigDict(from_attributes=True), __doc__=kind.__doc__, **members)


def _name(kind: type) -> str:
    name = CALLED.get(f"{kind.__module__}.{kind.__qualname__}") or kind.__name__.removesuffix("View")
    if _NAMES.setdefault(name, kind) is not kind:
        raise TypeError(f"two shapes are called {name}: give one of them another name in CALLED")
    return name


def _writable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a text holds no NUL")
    return text


Text = Annotated[str, Field(max_length=20_000), AfterValidator(_writable)]
"""A text from outside. What it may hold is decided by the rules of its room; no database keeps a NUL."""


def _to_the_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


WallTime = Annotated[NaiveDatetime, AfterValidator(_to_the_minute)]
"""A time on the project's wall clock: no zone, to the minute."""
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Number = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
VersionAsked = Annotated[int | None, Query(None, ge=1, le=2**31 - 1, description="The version you read; `If-Match` does as well.")]


@dataclass(frozen=True, slots=True)
class Made:
    """The id of what was just made."""

    id: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The version of what was just changed."""

    version: int


class Asked(BaseModel):
    """What a caller sends. A field that is not known is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")

    def values(self, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """The fields by name, as they are: nested models stay models."""
        return {name: getattr(self, name) for name in type(self).model_fields if name not in without}


class Versioned(Asked):
    """A change of something that has versions: say here or in `If-Match` which one you read."""

    version: Version | None = None
