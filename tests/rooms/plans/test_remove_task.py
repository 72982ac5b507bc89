"""A task leaves the plan with its links and assignments; what was said of it is kept."""

from __future__ import annotations

import pytest

from milepost.forecast import reads as forecasts
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads, writes
from milepost.plans.models import Progress, Task
from tests.cast import NOW, Cast, Firm
from tests.said import last_line, lines


def version_of(task_id: int) -> int:
    return Task.objects.get(pk=task_id).version


def remove(firm: Firm, name: str) -> None:
    writes.remove_task(firm.manager.actor, firm.task_ids[name], version=version_of(firm.task_ids[name]), now=NOW)


def test_it_is_gone_with_its_links_and_assignments_and_the_dates_follow(cast: Cast) -> None:
    firm = cast.north
    before = forecasts.concluded(firm.project_id, NOW.date())[1].finish
    remove(firm, "dredge")
    there = reads.draft(firm.project_id)
    assert [task.uid for task in there.tasks] == [1, 2, 4, 5]
    assert [(link.predecessor, link.successor) for link in there.links] == [(4, 5)]
    assert [line.task for line in there.assignments] == [2]
    assert forecasts.concluded(firm.project_id, NOW.date())[1].finish < before
    with pytest.raises(NotFound):
        reads.task(firm.manager.actor, firm.task_ids["dredge"])


def test_what_was_reported_of_it_is_kept_and_the_ledger_names_it(cast: Cast) -> None:
    firm = cast.north
    count, revision = lines(firm.manager.actor), firm.revision
    remove(firm, "survey")
    assert Progress.objects.filter(task_id=firm.task_ids["survey"]).count() == 1
    line = last_line(firm.manager.actor)
    assert (line.verb, line.kind, line.before["names"], line.after) == ("removed", "task", ["survey kestrel"], {})
    assert (lines(firm.manager.actor), firm.revision) == (count + 1, revision + 1)


def test_a_summary_goes_only_with_everything_below_it(cast: Cast) -> None:
    firm = cast.north
    top = Task.objects.get(project_id=firm.project_id, uid=1)
    with pytest.raises(Refusal) as refused:
        writes.remove_task(firm.manager.actor, top.pk, version=top.version, now=NOW)
    assert refused.value.code == "summary_with_tasks"
    writes.remove_branch(firm.manager.actor, top.pk, version=top.version, now=NOW)
    there = reads.draft(firm.project_id)
    assert ([task.uid for task in there.tasks], there.links, there.assignments) == ([5], (), ())
    assert last_line(firm.manager.actor).before["tasks"] == 4


def test_a_summary_with_nothing_left_below_it_is_an_ordinary_task(cast: Cast) -> None:
    firm = cast.north
    for name in ("survey", "dredge"):
        remove(firm, name)
    assert reads.draft(firm.project_id).tasks[0].summary
    remove(firm, "moor")
    assert not reads.draft(firm.project_id).tasks[0].summary


def test_a_task_that_changed_meanwhile_stays(cast: Cast) -> None:
    firm = cast.north
    task_id = firm.task_ids["survey"]
    for write in (writes.remove_task, writes.remove_branch):
        with pytest.raises(Stale):
            write(firm.manager.actor, task_id, version=version_of(task_id) - 1, now=NOW)
        with pytest.raises(VersionMissing):
            write(firm.manager.actor, task_id, version=None, now=NOW)


@pytest.mark.parametrize("who", ["member", "client"])
def test_only_those_who_manage_remove_tasks(cast: Cast, who: str) -> None:
    firm = cast.north
    for write in (writes.remove_task, writes.remove_branch):
        with pytest.raises(NotAllowed):
            write(firm.everybody[who].actor, firm.task_ids["moor"], version=1, now=NOW)
        with pytest.raises(NotFound):
            write(cast.south.manager.actor, firm.task_ids["moor"], version=1, now=NOW)
