"""The guard in the database itself: a row can be added, never changed, removed or replaced. Migrations of other rooms use it, too."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


@dataclass(frozen=True, slots=True)
class Guard:
    """The triggers of one table. `same`: what tells, beside its number, that a NEW row would take an old one's place."""

    table: str
    refusal: str
    same: str = ""

    def put_up(self, vendor: str) -> list[str]:
        """The statements that create the triggers of this kind of database."""
        return self._on_sqlite() if vendor == "sqlite" else self._on_postgresql()

    def take_down(self, vendor: str) -> list[str]:
        """The statements that remove them, for the way back through the migrations."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER {self.table}_no_{what}" for what in ("update", "delete", "replace")]
        dropped = [f"DROP TRIGGER {self.table}_no_{what} ON {self.table}" for what in ("change", "truncate")]
        return [*dropped, f"DROP FUNCTION {self.table}_refuse()"]

    def _on_sqlite(self) -> list[str]:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
        taken = " OR ".join(filter(None, ("id = NEW.id", self.same)))
        return [
            f"CREATE TRIGGER {self.table}_no_update BEFORE UPDATE ON {self.table} {refuse}",
            f"CREATE TRIGGER {self.table}_no_delete BEFORE DELETE ON {self.table} {refuse}",
            # INSERT OR REPLACE removes the row it replaces without a delete trigger
            f"CREATE TRIGGER {self.table}_no_replace BEFORE INSERT ON {self.table} "
            f"WHEN EXISTS (SELECT 1 FROM {self.table} WHERE {taken}) {refuse}",
        ]

    def _on_postgresql(self) -> list[str]:
        raising = f"RAISE EXCEPTION '{self.refusal}' USING ERRCODE = 'integrity_constraint_violation'"
        refuse = f"EXECUTE FUNCTION {self.table}_refuse()"
        return [
            f"CREATE FUNCTION {self.table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raising}; END $$",
            f"CREATE TRIGGER {self.table}_no_change BEFORE UPDATE OR DELETE ON {self.table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {self.table}_no_truncate BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT {refuse}",
        ]


LEDGER = Guard("audit_entry", "the ledger is append-only", "(workspace_id = NEW.workspace_id AND number = NEW.number)")


def guarding(*guards: Guard) -> migrations.RunPython:
    """The operation of a migration that makes tables append-only."""

    def up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in guards:
            for statement in guard.put_up(editor.connection.vendor):
                editor.execute(statement)

    def down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in guards:
            for statement in guard.take_down(editor.connection.vendor):
                editor.execute(statement)

    return migrations.RunPython(up, down)
