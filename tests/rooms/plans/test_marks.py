"""Labels and custom fields of tasks: many at once, as one change that can be taken back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.plans import reads, writes
from milepost.plans.edits import Add, Edit, Label, SetField, Unlabel
from tests.cast import NOW, Cast, Firm, Person


def said(firm: Firm, *edits: Edit, who: Person | None = None) -> None:
    writes.edit_plan((who or firm.manager).actor, firm.project_id, edits=edits, now=NOW)


def labels(firm: Firm) -> dict[int, list[int]]:
    return dict(reads.labels_of(firm.project_id))


def values(firm: Firm, name: str) -> str | None:
    return reads.values_of(firm.project_id).get(firm.task_ids[name], {}).get(firm.field_id)


def test_several_tasks_are_labelled_as_one_change(cast: Cast) -> None:
    firm = cast.north
    said(firm, *(Label(firm.task_ids[name], firm.label_id) for name in ("survey", "dredge", "dredge")))
    assert labels(firm) == {firm.task_ids[name]: [firm.label_id] for name in ("survey", "dredge")}
    assert [label.name for label in reads.labels_on(firm.task_ids["dredge"])] == ["wet kestrel"]
    writes.undo(firm.manager.actor, firm.project_id, now=NOW)
    assert labels(firm) == {}
    writes.redo(firm.manager.actor, firm.project_id, now=NOW)
    assert len(labels(firm)) == 2


def test_a_label_comes_off(cast: Cast) -> None:
    firm = cast.north
    said(firm, Label(firm.task_ids["moor"], firm.label_id))
    said(firm, Unlabel(firm.task_ids["moor"], firm.label_id), Unlabel(firm.task_ids["survey"], firm.label_id))
    assert labels(firm) == {}
    writes.undo(firm.manager.actor, firm.project_id, now=NOW)
    assert labels(firm) == {firm.task_ids["moor"]: [firm.label_id]}


def test_a_task_that_is_added_has_its_label_and_value_at_once(cast: Cast) -> None:
    firm = cast.north
    said(firm, Add("new", "Paint"), Label("new", firm.label_id), SetField("new", firm.field_id, "4.5"))
    (task,) = labels(firm)
    assert reads.task(firm.manager.actor, task).line.name == "Paint"
    assert [(value.name, value.value) for value in reads.values_on(task)] == [("Depth kestrel", "4.5")]


def test_values_are_set_changed_and_taken_back(cast: Cast) -> None:
    firm = cast.north
    said(firm, SetField(firm.task_ids["survey"], firm.field_id, "3"), SetField(firm.task_ids["moor"], firm.field_id, "7,50"))
    assert (values(firm, "survey"), values(firm, "moor")) == ("3", "7.5")
    said(
        firm,
        SetField(firm.task_ids["survey"], firm.field_id, "4", was="3"),
        SetField(firm.task_ids["moor"], firm.field_id, None, was="7.5"),
    )
    assert (values(firm, "survey"), values(firm, "moor")) == ("4", None)
    writes.undo(firm.manager.actor, firm.project_id, now=NOW)
    assert (values(firm, "survey"), values(firm, "moor")) == ("3", "7.5")


def test_a_value_that_somebody_else_set_is_not_overwritten(cast: Cast) -> None:
    firm = cast.north
    survey = firm.task_ids["survey"]
    said(firm, SetField(survey, firm.field_id, "3"))
    with pytest.raises(Stale) as stale:
        said(firm, SetField(survey, firm.field_id, "9"), who=firm.owner)
    assert stale.value.details["yours"] == {"field_id": firm.field_id, "value": "9"}
    assert stale.value.details["current"] == {"field_id": firm.field_id, "value": "3"}
    assert values(firm, "survey") == "3"


def test_all_of_it_happens_or_nothing(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(Refusal) as refusal:
        said(firm, Label(firm.task_ids["moor"], firm.label_id), SetField(firm.task_ids["moor"], firm.field_id, "deep"))
    assert (refusal.value.code, refusal.value.details["index"]) == ("number_not_understood", 1)
    assert labels(firm) == {}


def test_labels_and_fields_of_elsewhere_are_not_found(cast: Cast) -> None:
    firm, moor = cast.north, cast.north.task_ids["moor"]
    for edit in (
        Label(moor, cast.south.label_id),
        SetField(moor, cast.south.field_id, "3"),
        Label(cast.south.task_ids["moor"], firm.label_id),
    ):
        with pytest.raises(NotFound):
            said(firm, edit)
    with pytest.raises(NotAllowed):
        said(firm, Label(moor, firm.label_id), who=firm.member)


def test_a_hundred_marks_ask_the_tables_no_more_than_one(cast: Cast) -> None:
    firm = cast.north
    said(firm, *(Add(f"{number}", f"Pile {number}") for number in range(100)))
    ids = [line.id for line in reads.tasks(firm.manager.actor, firm.project_id).tasks if line.name.startswith("Pile")]

    def cost(tasks: list[int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            said(firm, *(Label(task, firm.label_id) for task in tasks), *(SetField(task, firm.field_id, "1") for task in tasks))
        return len(queries)

    assert cost(ids[1:]) <= cost(ids[:1]) + 2


def test_a_field_that_is_taken_away_comes_back_with_its_values(cast: Cast) -> None:
    firm = cast.north
    said(firm, SetField(firm.task_ids["moor"], firm.field_id, "3"))
    writes.remove_field(firm.manager.actor, firm.field_id, version=1, now=NOW)
    assert values(firm, "moor") is None
    writes.undo(firm.manager.actor, firm.project_id, now=NOW)
    assert values(firm, "moor") == "3"


def test_comments_files_and_parts_can_be_taken_back_too(cast: Cast) -> None:
    firm = cast.north
    boss, task = firm.manager.actor, firm.task_ids["dredge"]
    writes.comment(boss, task, text="@Mona kestrel: wrong task", now=NOW)
    writes.undo(boss, firm.project_id, now=NOW)
    assert reads.comments(boss, task) == ()
    made = writes.attach(boss, task, kept=writes.keep_content([b"x"]), file_name="x.txt", now=NOW)
    writes.remove_attachment(boss, made, now=NOW)
    writes.undo(boss, firm.project_id, now=NOW)
    assert [file.id for file in reads.attachments(boss, task)] == [made]


def test_the_history_of_a_task_tells_what_hangs_on_it(cast: Cast) -> None:
    firm = cast.north
    boss, task = firm.manager.actor, firm.task_ids["survey"]
    said(firm, Label(task, firm.label_id))
    writes.comment(boss, task, text="done?", now=NOW)
    writes.comment(boss, firm.task_ids["dredge"], text="elsewhere", now=NOW)
    comment, label, *earlier = reads.talk_of(boss, task).changes
    assert (comment.line.change.verb, comment.may_undo, label.may_undo) == ("commented", True, True)
    assert "commented" not in {one.line.change.verb for one in (label, *earlier)}
