"""Any order of sentences leaves the plan as a few lines of plain Python say it should be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from milepost.audit import reads as audit
from milepost.kernel.refusal import Refusal, Stale
from milepost.plans import reads, writes
from milepost.plans.draft import Constraint
from milepost.plans.reads.remembered import _plans
from tests.cast import NOW, assemble

NAMES = st.sampled_from(["survey", "dredge", "moor", "opening"])
MINUTES = st.integers(0, 5000)


class Plan(RuleBasedStateMachine):
    """The oracle: of each task its version, what was last said, and how much was said; of the project the promised day."""

    @initialize()
    def begin(self) -> None:
        self.run = transaction.atomic()
        self.run.__enter__()
        self.firm = assemble().north
        self.actor = self.firm.manager.actor
        self.versions = {"survey": 2, "dredge": 1, "moor": 1, "opening": 1}
        self.percent = {"survey": 50, "dredge": 0, "moor": 0, "opening": 0}
        self.duration = {"survey": 960, "dredge": 2400, "moor": 480, "opening": 0}
        self.said = {"survey": 1, "dredge": 0, "moor": 0, "opening": 0}
        self.lengthened: dict[str, set[int]] = {name: set() for name in self.versions}
        """The versions at which the duration became another one."""
        self.promised = date(2026, 5, 15)
        self.revision = self.firm.revision
        self.now = NOW

    def teardown(self) -> None:
        """Each run in a transaction of its own that is rolled back."""
        if hasattr(self, "run"):
            transaction.set_rollback(True)
            self.run.__exit__(None, None, None)

    def tick(self) -> Any:
        self.now += timedelta(minutes=7)
        return self.now

    @rule(name=NAMES, percent=st.integers(-5, 105))
    def reports_per_cent(self, name: str, percent: int) -> None:
        possible = 0 <= percent <= 100 and (self.duration[name] > 0 or percent in (0, 100))
        report = {"percent": percent, "remaining_minutes": None, "now": self.tick()}
        if not possible:
            with pytest.raises(Refusal):
                writes.record_progress(self.actor, self.firm.task_ids[name], **report)
            return
        writes.record_progress(self.actor, self.firm.task_ids[name], **report)
        self.percent[name] = percent
        self.said[name] += 1
        self.versions[name] += 1
        self.revision += 1

    @rule(name=NAMES, duration=MINUTES, behind=st.integers(0, 1))
    def changes_the_duration(self, name: str, duration: int, behind: int) -> None:
        change = {"name": name, "constraint": Constraint.ASAP, "constraint_at": None, "deadline_at": None, "now": self.tick()}
        version = self.versions[name] - behind
        together = version > 0 and (version not in self.lengthened[name] or duration == self.duration[name])
        if behind and not together:
            with pytest.raises(Stale):
                writes.change_task(self.actor, self.firm.task_ids[name], duration_minutes=duration, version=version, **change)  # type: ignore[arg-type]
            return
        writes.change_task(self.actor, self.firm.task_ids[name], duration_minutes=duration, version=version, **change)  # type: ignore[arg-type]
        if duration != self.duration[name]:
            self.lengthened[name].add(self.versions[name])
        self.duration[name] = duration
        self.versions[name] += 1
        self.revision += 1

    @rule(days=st.integers(0, 400))
    def promises(self, days: int) -> None:
        self.promised = date(2026, 3, 2) + timedelta(days=days)
        writes.promise_date(self.actor, self.firm.project_id, on=self.promised, now=self.tick())
        self.revision += 1

    @invariant()
    def the_plan_is_what_was_said(self) -> None:
        for name in self.versions:
            task = reads.task(self.actor, self.firm.task_ids[name])
            kept = (task.line.version, task.line.percent, task.line.duration_minutes, len(task.progress))
            assert kept == (self.versions[name], self.percent[name], self.duration[name], self.said[name]), name

    @invariant()
    def what_is_remembered_of_the_plan_is_what_is_kept(self) -> None:
        seen, memory = reads.draft(self.firm.project_id), dict(_plans)
        _plans.clear()
        assert reads.draft(self.firm.project_id) == seen
        _plans.update(memory)

    @invariant()
    def the_project_and_the_ledger_agree(self) -> None:
        project = reads.project(self.actor, self.firm.project_id)
        assert project.promised is not None
        assert (project.promised.on, project.revision) == (self.promised, self.revision)
        assert audit.verify(self.actor.workspace_id).sound


def run(examples: int, steps: int) -> None:
    chosen = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Plan, settings=chosen)


@pytest.mark.django_db
def test_any_order_of_sentences() -> None:
    run(examples=6, steps=12)


@pytest.mark.slow
@pytest.mark.django_db
def test_any_order_of_sentences_for_long() -> None:
    run(examples=200, steps=50)
