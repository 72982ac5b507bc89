"""Plans come in only after the engine agreed; what is read by the worker ends taken over, shown or refused, also after a fall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from milepost.accounts import writes as joining
from milepost.audit import reads as audit
from milepost.forecast import reads, writes
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.kernel.say import say
from milepost.kernel.worktime import WorkingTime
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Calendar, Draft, Link, Loss, Task
from tests.cast import NOW, Cast, Firm
from tests.said import last_line, lines

PLAN = Draft("Pier", datetime(2026, 3, 2, 9), tasks=(Task(1, "drive piles", duration_minutes=960), Task(2, "deck", duration_minutes=480)))
CIRCLE = replace(PLAN, links=(Link(1, 2), Link(2, 1)))
NEVER = replace(PLAN, calendar=1, calendars=(Calendar(1, "Never", WorkingTime(week=((),) * 7)),))
LATER = NOW + timedelta(hours=1)


def reading(draft: Draft) -> Callable[[Path, Callable[[float], None]], Draft]:
    def read(path: Path, progress: Callable[[float], None]) -> Draft:
        progress(0.5)
        return draft

    return read


def refusing(path: Path, progress: Callable[[float], None]) -> Draft:
    raise Refusal("file_cut_off", say("The file ends too early."))


def hand_in(firm: Firm, project_id: int | None = None) -> int:
    kept = planning.keep_bytes([b"<Project/>"])
    return planning.receive_file(firm.manager.actor, kept=kept, file_name="pier.xml", project_id=project_id, now=NOW)


def file(firm: Firm, import_id: int) -> plans.Import:
    return plans.import_(firm.manager.actor, import_id)


@pytest.mark.parametrize(("draft", "named"), [(CIRCLE, "drive piles"), (NEVER, "Never")])
def test_what_the_engine_refuses_is_refused_by_name_and_nothing_is_kept(cast: Cast, draft: Draft, named: str) -> None:
    before = lines(cast.north.manager.actor)
    with pytest.raises(Refusal, match=named):
        writes.import_plan(cast.north.manager.actor, draft, file_name="x", now=NOW)
    more = {"file_name": "x", "version": cast.north.revision, "now": NOW}
    with pytest.raises(Refusal, match=named):
        writes.reimport_plan(cast.north.manager.actor, cast.north.project_id, draft=draft, **more)  # type: ignore[arg-type]
    assert lines(cast.north.manager.actor) == before


def test_what_the_engine_takes_is_kept_with_one_line(cast: Cast) -> None:
    before = lines(cast.north.manager.actor)
    made = writes.import_plan(cast.north.manager.actor, PLAN, file_name="pier.xml", now=NOW)
    assert plans.draft(made.project_id) == PLAN
    assert lines(cast.north.manager.actor) == before + 1


def test_a_newer_file_goes_the_same_way(cast: Cast) -> None:
    firm = cast.north
    made = writes.import_plan(firm.manager.actor, PLAN, file_name="pier.xml", now=NOW)
    longer = replace(PLAN, tasks=(*PLAN.tasks, Task(3, "rails", duration_minutes=60)))
    more = {"file_name": "pier 2.xml", "version": made.revision, "now": LATER}
    writes.reimport_plan(firm.manager.actor, made.project_id, draft=longer, **more)  # type: ignore[arg-type]
    assert plans.draft(made.project_id) == longer
    assert last_line(firm.manager.actor).verb == "reimported_plan"
    with pytest.raises(Stale):
        writes.reimport_plan(firm.manager.actor, made.project_id, draft=longer, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["member", "client"])
def test_only_those_who_manage_bring_plans_and_freeze_them(cast: Cast, who: str) -> None:
    actor, project = cast.north.everybody[who].actor, cast.north.project_id
    for attempt in (
        lambda: writes.import_plan(actor, PLAN, file_name="x", now=NOW),
        lambda: writes.reimport_plan(actor, project, draft=PLAN, file_name="x", version=1, now=NOW),
        lambda: writes.freeze_baseline(actor, project, name="x", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_another_firm_finds_no_project(cast: Cast) -> None:
    actor, project = cast.south.manager.actor, cast.north.project_id
    with pytest.raises(NotFound):
        writes.reimport_plan(actor, project, draft=PLAN, file_name="x", version=1, now=NOW)
    with pytest.raises(NotFound):
        writes.freeze_baseline(actor, project, name="x", now=NOW)


def test_a_baseline_freezes_what_follows_from_the_facts_now(cast: Cast) -> None:
    firm = cast.north
    assert writes.freeze_baseline(firm.manager.actor, firm.project_id, name="Signed", now=NOW) == 11
    _, drawn = reads.concluded(firm.project_id, NOW.date())
    frozen = {each.task: (each.start, each.finish) for each in plans.draft(firm.project_id).baselines}
    dates = [drawn.columns[row] for row in range(len(drawn.columns))]
    assert frozen == {each.uid: (each.start, each.finish) for each in dates}
    assert last_line(firm.manager.actor).verb == "froze_baseline"


def test_a_file_becomes_a_project(cast: Cast) -> None:
    import_id = hand_in(cast.north)
    path = planning.kept_file(file(cast.north, import_id).kept_as)
    loss = Loss("split", say("A split was not kept."))
    writes.read_import(import_id, read=reading(replace(PLAN, losses=(loss,))), now=NOW)
    taken = file(cast.north, import_id)
    assert (taken.state, taken.percent, [each.code for each in taken.losses]) == ("taken_over", 100, ["split"])
    assert taken.project_id is not None
    assert plans.draft(taken.project_id) == PLAN
    assert not path.exists()
    assert (last_line(cast.north.manager.actor).by, last_line(cast.north.manager.actor).after["file_name"]) == ("Max kestrel", "pier.xml")


def test_a_file_that_is_done_with_is_not_read_again(cast: Cast) -> None:
    import_id = hand_in(cast.north)
    writes.read_import(import_id, read=reading(PLAN), now=NOW)
    before = lines(cast.north.manager.actor)
    writes.read_import(import_id, read=reading(PLAN), now=NOW)
    writes.read_import(10**9, read=reading(PLAN), now=NOW)
    assert lines(cast.north.manager.actor) == before


def test_a_reading_that_was_cut_off_begins_again(cast: Cast) -> None:
    import_id = hand_in(cast.north)

    def dying(path: Path, progress: Callable[[float], None]) -> Draft:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writes.read_import(import_id, read=dying, now=NOW)
    assert file(cast.north, import_id).state == "reading"
    writes.read_import(import_id, read=reading(PLAN), now=NOW)
    assert file(cast.north, import_id).state == "taken_over"


@pytest.mark.parametrize(("read", "code"), [(refusing, "file_cut_off"), (reading(replace(PLAN, name="")), "name_empty")])
def test_a_file_that_cannot_be_taken_over_says_why(cast: Cast, read: writes.Reader, code: str) -> None:
    import_id = hand_in(cast.north)
    writes.read_import(import_id, read=read, now=NOW)
    refused = file(cast.north, import_id)
    assert refused.refused is not None
    assert (refused.state, refused.refused.code, refused.project_id) == ("refused", code, None)


def test_bytes_that_are_lost_refuse_the_file(cast: Cast) -> None:
    import_id = hand_in(cast.north)
    planning.forget_bytes(file(cast.north, import_id).kept_as)

    def opening(path: Path, progress: Callable[[float], None]) -> Draft:
        assert path.read_bytes()
        return PLAN

    writes.read_import(import_id, read=opening, now=NOW)
    assert file(cast.north, import_id).state == "refused"


def test_nothing_is_done_for_somebody_who_may_no_longer(cast: Cast) -> None:
    firm = cast.north
    import_id = hand_in(firm)
    joining.disable_member(firm.owner.actor, firm.manager.membership_id, version=1, now=NOW)
    writes.read_import(import_id, read=reading(PLAN), now=NOW)
    refused = plans.import_(firm.owner.actor, import_id)
    assert refused.refused is not None
    assert (refused.state, refused.refused.code) == ("refused", "not_allowed")


def test_a_newer_file_shows_its_difference_and_waits_for_a_person(cast: Cast) -> None:
    firm = cast.north
    project = writes.import_plan(firm.manager.actor, PLAN, file_name="pier.xml", now=NOW).project_id
    longer = replace(PLAN, tasks=(*PLAN.tasks, Task(3, "rails", duration_minutes=60)))
    import_id = hand_in(firm, project)
    writes.read_import(import_id, read=reading(longer), now=NOW)
    shown = file(firm, import_id)
    assert shown.difference is not None
    assert (shown.state, [task.name for task in shown.difference.added]) == ("ready", ["rails"])
    assert plans.draft(project) == PLAN
    planning.take_over(firm.owner.actor, import_id, now=LATER)
    writes.read_import(import_id, read=reading(longer), now=LATER)
    assert (file(firm, import_id).state, plans.draft(project)) == ("taken_over", longer)
    assert last_line(firm.manager.actor).by == "Ada kestrel"


def test_where_the_project_moved_on_the_new_difference_is_shown_first(cast: Cast) -> None:
    firm = cast.north
    project = writes.import_plan(firm.manager.actor, PLAN, file_name="pier.xml", now=NOW).project_id
    import_id = hand_in(firm, project)
    longer = replace(PLAN, tasks=(*PLAN.tasks, Task(3, "rails", duration_minutes=60)))
    writes.read_import(import_id, read=reading(longer), now=NOW)
    planning.take_over(firm.manager.actor, import_id, now=LATER)
    piles = plans.names(project)[0][0]
    planning.record_progress(firm.manager.actor, piles, percent=20, remaining_minutes=None, now=LATER)
    writes.read_import(import_id, read=reading(longer), now=LATER)
    shown = file(firm, import_id)
    assert shown.difference is not None
    assert (shown.state, shown.accepted_by_id, shown.difference.revision) == ("ready", None, audit.revision(project))
    assert [each.name for each in shown.difference.progress] == ["drive piles"]
