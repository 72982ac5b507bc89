"""Queries that are worded once: whatever is asked, the answer is the one that Django gives, in one statement."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.kernel.actor import Actor, Role
from milepost.kernel.refusal import NotFound
from milepost.plans import models
from milepost.plans.reads.visible import project_row, visible_to
from milepost.tables import Worded, change, insert
from tests.cast import Cast

TASKS = Worded(lambda ids: models.Task.objects.filter(pk__in=ids).select_related("project").order_by("pk"))
NAMES = Worded(lambda name: models.Task.objects.filter(name=name).values_list("name", flat=True))


def test_each_asking_has_its_own_values(cast: Cast) -> None:
    moor, survey = (models.Task.objects.get(pk=cast.north.task_ids[name]) for name in ("moor", "survey"))
    assert [TASKS(ids=[moor.pk]), TASKS(ids=[survey.pk])] == [[moor], [survey]]
    assert [NAMES(name=moor.name), NAMES(name=survey.name), NAMES(name="?")] == [[moor.name], [survey.name], []]


@pytest.mark.parametrize("many", [0, 1, 3, 30])
def test_lists_of_any_length_are_asked(cast: Cast, many: int) -> None:
    wanted = [*cast.north.task_ids.values(), *range(10**6, 10**6 + 30)][:many]
    assert TASKS(ids=wanted) == list(models.Task.objects.filter(pk__in=wanted).order_by("pk"))


def test_rows_are_whole_and_what_belongs_to_them_is_at_hand(cast: Cast) -> None:
    (kept,) = models.Task.objects.filter(pk=cast.north.task_ids["moor"])
    with CaptureQueriesContext(connection) as queries:
        (found,) = TASKS(ids=[kept.pk])
        assert found.project.pk == cast.north.project_id
    assert len(queries) == 1
    assert {field.attname: getattr(found, field.attname) for field in kept._meta.concrete_fields} == {
        field.attname: getattr(kept, field.attname) for field in kept._meta.concrete_fields
    }


@pytest.mark.parametrize("who", ["owner", "manager", "member", "other_member", "client"])
def test_who_sees_what_is_worded_for_each_role_apart(cast: Cast, who: str) -> None:
    actor = getattr(cast.north, who).actor
    for firm in (cast.north, cast.south):
        sees = visible_to(actor).filter(pk=firm.project_id).exists()
        assert sees == _finds(actor, firm.project_id)


def _finds(actor: Actor, project_id: int) -> bool:
    try:
        return project_row(actor, project_id).pk == project_id
    except NotFound:
        return False


def test_a_value_that_is_not_asked_for_is_a_mistake(cast: Cast) -> None:
    forgetful = Worded(lambda task_id, role: models.Task.objects.filter(pk__gt=0))
    with pytest.raises(ValueError, match="not every value"):
        forgetful(task_id=1, role=Role.OWNER)


def test_a_row_is_added_and_changed_as_django_would(cast: Cast) -> None:
    label = models.Label(workspace_id=cast.north.workspace_id, name="Steel", colour="blue")
    insert(label)
    assert models.Label.objects.get(pk=label.pk).name == "Steel"
    change(models.Label, label.pk, {"name": "Iron"})
    assert models.Label.objects.get(pk=label.pk).name == "Iron"
    change(models.Label, 10**9, {"name": "Nobody"})
    assert not models.Label.objects.filter(name="Nobody").exists()
