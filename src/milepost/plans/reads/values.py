"""What the reads of plans hand out: frozen values, safe to give to a page.

Times without a zone are wall-clock times of the project's zone; instants ending in `_at` that a person caused are aware UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from milepost.kernel.say import Sentence


@dataclass(frozen=True, slots=True)
class Promised:
    """A date told to somebody, of the whole project where `task_id` is None."""

    id: int
    project_id: int
    on: date
    task_id: int | None
    task_name: str
    because: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Project:
    """A project without its tasks. `revision` counts every change of its facts; `version` only those of its own fields."""

    id: int
    name: str
    zone: str
    native: bool
    start: datetime
    minutes_per_day: int
    status_on: date | None
    version: int
    revision: int
    task_count: int
    """Tasks that are not summaries."""
    done_count: int
    promised: Promised | None
    file_name: str
    """The file last taken over; empty for a project made here."""
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """What every page of a project must know of it."""

    id: int
    name: str
    zone: str
    minutes_per_day: int


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody on a task: `resource_id` in the plan's team, `person_id` where the team member is linked to a person."""

    resource_id: int
    name: str
    initials: str
    units: int
    person_id: int | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as a row of the plan. Dates are in the forecast, under the same `uid`."""

    id: int
    uid: int
    name: str
    level: int
    wbs: str
    summary: bool
    milestone: bool
    duration_minutes: int
    elapsed: bool
    percent: int
    remaining_minutes: int
    best_minutes: int | None
    worst_minutes: int | None
    """How long it takes if all goes well, and if little does; None where nobody said."""
    actual_start: datetime | None
    actual_finish: datetime | None
    deadline_at: datetime | None
    active: bool
    external: bool
    manual: bool
    deliverable_id: int | None
    version: int
    who: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskPlace:
    """Which task of which project."""

    id: int
    uid: int
    name: str
    project_id: int
    project_name: str
    zone: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """`tasks` from `offset` on, of `total` in the plan's order."""

    total: int
    offset: int
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as seen from one task: `task_id`, `uid` and `name` are the other end."""

    id: int
    task_id: int
    uid: int
    name: str
    kind: str
    lag: int
    unit: str
    percent: int
    """Per cent complete of the other end."""


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """What somebody said of a task, and when."""

    id: int
    percent: int
    remaining_minutes: int
    started_at: datetime | None
    finished_at: datetime | None
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """One task with what surrounds it. `may_report`: whether this actor may record progress on it."""

    line: TaskLine
    project_id: int
    project_name: str
    zone: str
    minutes_per_day: int
    constraint: str
    constraint_at: datetime | None
    priority: int
    effort_minutes: int
    notes: str
    saved_start: datetime | None
    saved_finish: datetime | None
    baseline_start: datetime | None
    baseline_finish: datetime | None
    """In the baseline the project is compared with."""
    parent_name: str
    predecessors: tuple[LinkLine, ...]
    successors: tuple[LinkLine, ...]
    progress: tuple[ProgressLine, ...]
    """Newest first."""
    may_report: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Objective:
    id: int
    project_id: int
    name: str
    metric: str
    baseline_value: str
    target: str
    by_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class Criterion:
    id: int
    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A result that is handed over. `remaining_minutes` is what its tasks still need; `complete` when none is left."""

    id: int
    project_id: int
    name: str
    objective_id: int | None
    owner_id: int | None
    """A person of the people room."""
    owner: str
    review_minutes: int
    criteria: tuple[Criterion, ...]
    task_ids: tuple[int, ...]
    task_uids: tuple[int, ...]
    percent: int
    remaining_minutes: int
    complete: bool
    version: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """By when something is to be finished: `kind` is task or deliverable; `on` is None where nobody said."""

    kind: str
    id: int
    name: str
    on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """A frozen plan, and why it was frozen. `finish` is the latest finish in it."""

    id: int
    number: int
    name: str
    because: str
    frozen_at: datetime
    by: str
    finish: datetime | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of a plan as it is today."""

    task_id: int
    uid: int
    name: str
    done: bool


@dataclass(frozen=True, slots=True)
class FrozenTask:
    """One task as a baseline froze it, and what it is today. `task_id` is None where it was removed since."""

    uid: int
    task_id: int | None
    name: str
    summary: bool
    milestone: bool
    start: datetime | None
    finish: datetime | None
    duration_minutes: int
    effort_minutes: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a project is for, what it hands over, and the day the client expects it; None where nobody said."""

    expected_on: date | None
    objectives: tuple[Objective, ...]
    deliverables: tuple[Deliverable, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What a project is for and what was said of it, without its tasks."""

    id: int
    name: str
    zone: str
    native: bool
    start: datetime
    version: int
    objectives: tuple[Objective, ...]
    deliverables: tuple[Deliverable, ...]
    promises: tuple[Promised, ...]
    """Newest first."""
    baselines: tuple[Baseline, ...]


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody or something of the plan's team; `kind` is work, material or cost."""

    id: int
    uid: int
    name: str
    initials: str
    email: str
    kind: str
    units: int
    person_id: int | None


@dataclass(frozen=True, slots=True)
class OvertimeAgreed:
    """Somebody of the team works `minutes` longer on each working day from `first` to `last`, or on Saturdays too."""

    id: int
    resource_id: int
    name: str
    first: date
    last: date
    minutes: int
    saturdays: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one task that a file would change. Values are plain: text, number, ISO time or None."""

    uid: int
    name: str
    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class TaskName:
    uid: int
    name: str


@dataclass(frozen=True, slots=True)
class ProgressKept:
    """A task whose progress was recorded here: `ours` per cent stays (`kept`) unless the `file` says more."""

    uid: int
    name: str
    ours: int
    file: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking a file over would do to a project, against its `revision`. Lists are complete, in the file's order."""

    revision: int
    added: tuple[TaskName, ...]
    removed: tuple[TaskName, ...]
    changed: tuple[Change, ...]
    progress: tuple[ProgressKept, ...]
    links_added: int
    links_removed: int
    assignments_added: int = 0
    assignments_removed: int = 0
    project: tuple[Change, ...] = ()
    """Fields of the project itself; uid 0."""

    @property
    def empty(self) -> bool:
        """True where the file says what the project already says."""
        lists = (self.added, self.removed, self.changed, self.project)
        counts = (self.links_added, self.links_removed, self.assignments_added, self.assignments_removed)
        return not (any(lists) or any(counts))


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal that was kept: for a page that is opened later."""

    code: str
    sentence: Sentence
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something the file held that was not kept."""

    code: str
    sentence: Sentence
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Import:
    """A file on its way. `state` is waiting, reading, ready, taken_over or refused; `percent` is how far the reading came."""

    id: int
    workspace_id: int
    project_id: int | None
    update: bool
    file_name: str
    kept_as: str
    size: int
    state: str
    percent: int
    losses: tuple[Loss, ...]
    refused: Refused | None
    difference: Difference | None
    by_id: int
    by: str
    at: datetime
    accepted_by_id: int | None = None
    """Who wants the difference to be taken over."""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that waits for being read, `since` when."""

    import_id: int
    since: datetime
