"""Rows of a table as they would be after some edits, beside what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Columns = dict[str, Any]


class Difference(NamedTuple):
    """A row and the columns in which it differs; None before for a new row, None after for one that is gone."""

    row: Any
    before: Columns | None
    after: Columns | None


class Sheet(Generic[Row]):
    """Rows by id, to be changed in place. New ones have negative ids until they are written.

    `tasks` are the columns that refer to tasks: by them rows are found without looking through all.
    """

    def __init__(self, *tasks: str) -> None:
        self._tasks = tasks
        self._of: defaultdict[int, dict[int, Row]] = defaultdict(dict)
        self.rows: dict[int, Row] = {}
        self._was: dict[int, Columns | None] = {}
        self._gone: dict[int, Row] = {}

    def lay(self, rows: Iterable[Row]) -> None:
        """Rows as the table holds them."""
        for row in rows:
            if row.pk not in self._was:
                self._was[row.pk] = columns_of(row)
                self._keep(row)

    def knows(self, pk: int) -> bool:
        """Whether the row was laid here, also where it is gone since."""
        return pk in self._was

    def was(self, pk: int) -> Columns | None:
        """The columns of a row as the table holds them; None for a new one."""
        return self._was.get(pk)

    @property
    def gone(self) -> list[Row]:
        return list(self._gone.values())

    def renumber(self, fresh: Mapping[int, int]) -> None:
        """The positions of rows became others in the table."""
        for pk, was in self._was.items():
            if was is not None:
                was["position"] = self.rows[pk].position = fresh[was["position"]]  # type: ignore[attr-defined]

    def of(self, task_id: int) -> list[Row]:
        """The rows that refer to a task."""
        return list(self._of[task_id].values()) if task_id in self._of else []

    def add(self, row: Row) -> int:
        """A new row; gives back the id it has here."""
        row.pk = -1 - len(self._was)
        self._was[row.pk] = None
        self._keep(row)
        return int(row.pk)

    def _keep(self, row: Row) -> None:
        self.rows[row.pk] = row
        for column in self._tasks:
            self._of[getattr(row, column)][row.pk] = row

    def remove(self, row: Row) -> None:
        del self.rows[row.pk]
        for column in self._tasks:
            self._of[getattr(row, column)].pop(row.pk, None)
        if self._was[row.pk] is not None:
            self._gone[row.pk] = row

    def differences(self) -> Iterator[Difference]:
        """Every row that would be another: new ones, changed ones, and those that are gone."""
        for pk, row in self.rows.items():
            was = self._was[pk]
            now = columns_of(row)
            if was is None:
                yield Difference(row, None, now)
            elif was != now:
                names = [name for name, value in now.items() if was[name] != value]
                yield Difference(row, {name: was[name] for name in names}, {name: now[name] for name in names})
        for pk, row in self._gone.items():
            yield Difference(row, self._was[pk], None)


def columns_of(row: Model) -> Columns:
    """Every column of a row by the name of its attribute."""
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
