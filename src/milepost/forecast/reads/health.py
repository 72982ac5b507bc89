"""How sound the schedule of a project is: every check with the tasks it found, why it matters, and what would mend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from milepost.accounts import reads as accounts
from milepost.forecast.reads.fresh import concluded
from milepost.forecast.rules.health import HealthCheck
from milepost.forecast.rules.mending import WHY, offer
from milepost.forecast.snapshot import health as checking
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence
from milepost.plans import reads as plans
from milepost.plans.draft import Draft, Link, Task

SHOWN = 50
"""Tasks that a check names; `found` counts them all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A task at which a check found something; `mend` says what one click would change, None where a person has to think."""

    task_id: int
    name: str
    mend: Sentence | None


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a standard. `found` of `total` tasks or links break its rule; `findings` are the first fifty tasks concerned.

    `share` is found ÷ total and may be at most `threshold`; with `at_least` it is an index that must reach it. `passed` is None
    where the plan does not hold what the check needs. `sentence` says what was found and what to do, `why` why it matters.
    """

    code: str
    title: Sentence
    passed: bool | None
    share: float | None
    threshold: float
    at_least: bool
    found: int
    total: int
    sentence: Sentence
    why: Sentence
    source: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """Every check of the facts of `revision` on the day `as_of`, in the order of their standards."""

    project_id: int
    revision: int
    as_of: date
    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks whose rule is broken more than the standard allows."""
        return tuple(check for check in self.checks if check.passed is False)


def health(actor: Actor, project_id: int, *, now: datetime) -> Health:
    """The report of the newest facts, drawn now. Refuses what the engine refuses; `NotFound` if the actor may not know the project."""
    accounts.require(actor, "forecast.see")
    project = plans.heading(actor, project_id)
    as_of = clock.today(project.zone, now)
    facts = concluded(project_id, as_of)[0]
    ids = {uid: pk for pk, uid, _name in plans.names(project_id)}
    told = _Told(facts.draft, ids)
    return Health(project_id, facts.revision, as_of, tuple(told.check(each) for each in checking.health(facts.draft, as_of=as_of).checks))


class _Told:
    """Says of each check which tasks it is about, and what would mend them."""

    def __init__(self, draft: Draft, ids: Mapping[int, int]) -> None:
        self.ids = ids
        self.tasks = {task.uid: task for task in draft.tasks}
        self.incoming: dict[int, list[Link]] = defaultdict(list)
        for link in draft.links:
            self.incoming[link.successor].append(link)

    def check(self, each: HealthCheck) -> Check:
        known = [self.tasks[uid] for uid in each.uids if uid in self.ids]
        return Check(
            code=each.code,
            title=each.title,
            passed=each.passed,
            share=each.share,
            threshold=each.threshold,
            at_least=each.at_least,
            found=each.found,
            total=each.total,
            sentence=each.sentence,
            why=WHY[each.code],
            source=each.source,
            findings=self._findings(each.code, known[:SHOWN]),
        )

    def _findings(self, code: str, tasks: Sequence[Task]) -> tuple[Finding, ...]:
        return tuple(Finding(self.ids[task.uid], task.name, offer(code, task, self.incoming[task.uid])) for task in tasks)
