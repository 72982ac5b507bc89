"""Tables belong to their room: nobody else imports them, and nobody walks from one room's row back into another's."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.house.source import ROOMS, Offence, Source, broken, dotted, imports, last, written

WITHOUT_WORKSPACE = {
    "accounts.User": "a person may belong to several workspaces",
    "accounts.Workspace": "is the workspace",
}
"""Tables whose rows belong to no single workspace, and why."""


def imports_foreign_tables(source: Source) -> Iterator[Offence]:
    for line, name in imports(source.tree):
        parts = name.split(".")
        if parts[0] == "milepost" and "models" in parts[2:3] and parts[1] != source.room:
            yield line, f"{name}: ask {parts[1]}.reads instead"


def points_back(source: Source) -> Iterator[Offence]:
    """A reference to a table of another room has `related_name="+"`, so that the lower room knows nothing of the upper one."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or last(dotted(node.func)) not in ("ForeignKey", "OneToOneField", "ManyToManyField"):
            continue
        named = {word.arg: word.value for word in node.keywords}
        hidden = isinstance(named.get("related_name"), ast.Constant) and named["related_name"].value == "+"  # type: ignore[attr-defined]
        if not hidden:
            yield node.lineno, 'a reference without related_name="+"'


def tells(source: Source) -> Iterator[Offence]:
    """Law 6: nobody is told. No signals, no overridden save, no look-up of tables by name, nothing waiting for a commit."""
    told = ("receiver", "Signal", "get_model", "on_commit", "post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and source.layer == "models":
            overridden = (part for part in node.body if isinstance(part, ast.FunctionDef) and part.name in ("save", "delete"))
            yield from ((part.lineno, f"{node.name}.{part.name} is overridden") for part in overridden)
        elif isinstance(node, ast.Name | ast.Attribute) and last(dotted(node)) in told:
            yield node.lineno, f"{dotted(node)}: compare revisions instead"


def test_tables_are_imported_only_inside_their_own_room() -> None:
    assert broken(imports_foreign_tables) == []


def test_no_row_leads_back_up_into_another_room() -> None:
    assert broken(points_back, lambda source: source.layer == "models") == []


def test_nobody_is_told() -> None:
    assert broken(tells) == []


def test_every_row_belongs_to_a_workspace() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    homeless = {model._meta.label for model in ours if not _belongs(model)}
    assert homeless == set(WITHOUT_WORKSPACE)


def _belongs(model: type[models.Model]) -> bool:
    return bool({"workspace", "workspace_id"} & {field.name for field in model._meta.get_fields()})


@pytest.mark.parametrize("code", ["from milepost.people.models import Person", "from milepost.people import models"])
def test_the_law_notices_a_borrowed_table(code: str) -> None:
    assert list(imports_foreign_tables(written(code, "plans.reads")))
    assert not list(imports_foreign_tables(written(code, "people.reads")))


def test_the_law_notices_a_reference_that_points_back() -> None:
    assert list(points_back(written('by = models.ForeignKey("people.Person", on_delete=models.CASCADE)', "plans.models")))


@pytest.mark.parametrize(
    "code",
    [
        "@receiver(post_save)\ndef f(): ...",
        "transaction.on_commit(f)",
        "apps.get_model('plans', 'Task')",
        "class Task(Model):\n    def save(self): ...",
    ],
)
def test_the_law_notices_whoever_tells(code: str) -> None:
    assert list(tells(written(code, "plans.models")))
