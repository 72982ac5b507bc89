"""Queries that are worded once.

Django makes the SQL of a query anew each time it is asked, and that costs ten times what the database needs to answer. What every
request or every write asks is put into words at the first asking; from then on only the values in it are new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from enum import Enum
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
MOST = 8
"""Longer lists are asked in Django's own way: each length would be words of its own."""
FIRST_NUMBER = 1_700_000_000


class Worded(Generic[Row]):
    """A query with named values: numbers, texts, short lists of numbers, and members of an enum, each of which is worded apart.

    `ask` gives the query for values; it must use each of them as it is, and ask nothing itself.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, Row]]) -> None:
        self._ask = ask
        self._known: dict[tuple[object, ...], _Words | None] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """What the database answers now."""
        if any(isinstance(value, list) and not 0 < len(value) <= MOST for value in values.values()):
            return list(self._ask(**values))
        key = (connection.vendor, *map(_case, values.values()))
        if key not in self._known:
            self._known[key] = _worded(self._ask, values)
        words = self._known[key]
        return [] if words is None else words.answer(list(_flat(values.values())))


class _Words:
    """A query in SQL, and which of the values stands at which of its places; None for what is always the same."""

    def __init__(self, asked: QuerySet[Any, Any], compiler: SQLCompiler, sql: str, places: Sequence[tuple[int | None, object]]) -> None:
        self._asked, self._compiler, self._sql, self._places = asked, compiler, sql, places
        columns = compiler.select[: compiler.col_count]
        self._converters = compiler.get_converters([column[0] for column in columns])

    def answer(self, values: Sequence[object]) -> list[Any]:
        params = tuple(always if place is None else values[place] for place, always in self._places)
        compiler: Any = copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_options: (self._sql, params)
        compiler.get_converters = lambda _columns: self._converters
        asked: Any = object.__new__(type(self._asked))
        asked.__dict__.update(self._asked.__dict__, _query=_Query(self._asked.query, compiler))
        return list(asked._iterable_class(asked))


class _Query:
    """Django's query, which has its words already."""

    def __init__(self, query: Any, compiler: SQLCompiler) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_args: Any, **_options: Any) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _case(value: object) -> object:
    """What the words of a query depend on."""
    if isinstance(value, Enum):
        return value
    return len(value) if isinstance(value, list) else type(value)


def _flat(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            yield from value
        elif not isinstance(value, Enum):
            yield value


def _worded(ask: Callable[..., QuerySet[Any, Any]], values: dict[str, Any]) -> _Words | None:
    """The words, found by asking with values that stand nowhere else; None for a query that has no answer whatever the values."""
    wanted = list(_flat(values.values()))
    marks: list[Any] = [f"value {at}" if isinstance(value, str) else FIRST_NUMBER + at for at, value in enumerate(wanted)]
    asked = ask(**_marked(values, iter(marks)))
    compiler = asked.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = [(marks.index(param) if param in marks else None, param) for param in params]
    if {place for place, _ in places} - {None} != set(range(len(marks))):
        raise ValueError(f"not every value of the query is a value of its SQL: {sql}")
    return _Words(asked, compiler, sql, places)


def _marked(values: dict[str, Any], marks: Iterator[Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, Enum) else [next(marks) for _ in value] if isinstance(value, list) else next(marks)
        for name, value in values.items()
    }
