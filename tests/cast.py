"""One small cast, used everywhere: two firms that mirror each other, built by the same writes that the doors call.

Every text of a firm holds its mark (`kestrel` in the north, `osprey` in the south), so that a word of one firm in an answer
to the other is found by looking for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from milepost.accounts import reads as accounts
from milepost.accounts import writes as joining
from milepost.audit import reads as audit
from milepost.clients import reads as clients
from milepost.clients import writes as selling
from milepost.day import writes as day
from milepost.forecast import writes as forecasts
from milepost.kernel import clock
from milepost.kernel.actor import Actor, Role
from milepost.kernel.worktime import OFFICE_WEEK
from milepost.people import models as team_models
from milepost.people import writes as team
from milepost.plans import models
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Assignment, Draft, Link, Resource, Task
from milepost.plans.edits import Set, WorkOvertime
from milepost.plans.rules import FieldKind, Filter, Shown

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
"""A Monday morning."""
PASSWORD = "four bells at harbour"
RATE = Decimal("7913.57")
MAY_COST, PONTOON = Decimal("43217.89"), Decimal("7654.31")
NORTH, SOUTH = "kestrel", "osprey"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in: how the doors know them and who they are inside. `actor` is None once they may do nothing."""

    email: str
    membership_id: int
    user_id: int
    actor: Actor
    token: str


@dataclass(frozen=True, slots=True)
class Firm:
    """A workspace with one person of each kind. `member` works on the plan, `other_member` on nothing yet."""

    mark: str
    workspace_id: int
    owner: Person
    manager: Person
    member: Person
    other_member: Person
    client: Person
    other_client: Person
    disabled: Person
    revoked_token: str
    member_person_id: int
    other_person_id: int
    absence_id: int
    project_id: int
    task_ids: dict[str, int]
    """By the task's first word: `survey`, `dredge`, `moor`, `opening`."""
    link_id: int
    snapshot_id: int
    strategic_objective_id: int
    resource_id: int
    objective_id: int
    deliverable_id: int
    import_id: int
    label_id: int
    field_id: int
    calendar_id: int
    comment_id: int
    mention_id: int
    attachment_id: int
    view_id: int
    recurrence_id: int
    risk_id: int
    fixed_cost_id: int
    overtime_id: int
    scenario_id: int
    scenario_line_id: int
    template_id: int
    client_id: int
    other_client_id: int
    contact_id: int
    other_contact_id: int

    @property
    def revision(self) -> int:
        """How far the facts of the project have moved."""
        return audit.revision(self.project_id)

    @property
    def everybody(self) -> dict[str, Person]:
        """Those who may sign in, by what they are."""
        names = ("owner", "manager", "member", "other_member", "client", "other_client")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Cast:
    north: Firm
    south: Firm


def assemble() -> Cast:
    """Both firms, in an empty database."""
    founded = joining.create_workspace(
        name=f"{NORTH} harbour",
        zone="Europe/Berlin",
        country="DE",
        region="BY",
        owner_name=f"Ada {NORTH}",
        owner_email=f"ada@{NORTH}.example",
        password=PASSWORD,
        now=NOW,
    )
    north = _firm(NORTH, _signed_in(founded.user_id, founded.workspace_id))
    return Cast(north=north, south=_firm(SOUTH, _second_owner(north.owner.actor)))


def _second_owner(founder: Actor) -> Person:
    """The south is founded by the north's owner, who hands it over and is shut out."""
    founded = joining.add_workspace(founder, name=f"{SOUTH} harbour", zone="Europe/Berlin", country="DE", region="BY", now=NOW)
    there = _signed_in(founder.user_id, founded.workspace_id)
    owner = _hired(there.actor, "ada", Role.OWNER, SOUTH)
    joining.disable_member(owner.actor, there.membership_id, version=1, now=NOW)
    return owner


def _firm(mark: str, owner: Person) -> Firm:
    boss = owner.actor
    member = _hired(boss, "mona", Role.MEMBER, mark)
    disabled = _hired(boss, "dora", Role.MANAGER, mark)
    joining.disable_member(boss, disabled.membership_id, version=1, now=NOW)
    manager = _hired(boss, "max", Role.MANAGER, mark)
    working = team.add_person(boss, name=f"Mona {mark}", email=member.email, user_id=member.user_id, now=NOW)
    resting = team.add_person(boss, name=f"Otto {mark}", country="AT", now=NOW)
    absence = team.record_absence(boss, resting.id, first=date(2026, 3, 16), last=date(2026, 3, 20), because=f"sailing {mark}", now=NOW)
    _able(boss, resting.id, mark)
    joining.issue_token(boss, name=f"spare {mark}", now=NOW)
    joining.make_link(boss, purpose="calendar", thing=0, now=NOW)
    client, other_client = _hired(boss, "cleo", Role.CLIENT, mark), _hired(boss, "carl", Role.CLIENT, mark)
    project = _plan(boss, manager.actor, member, mark)
    return Firm(
        **project,
        **_clients(manager.actor, project["project_id"], client, other_client, mark),
        strategic_objective_id=planning.add_strategic_objective(
            boss, name=f"Deeper harbours {mark}", by_on=date(2026, 12, 31), project_ids=[project["project_id"]], now=NOW
        ),
        snapshot_id=day.share_snapshot(boss, project["project_id"], days=365, now=max(NOW, clock.now())).id,
        mark=mark,
        workspace_id=boss.workspace_id,
        owner=owner,
        manager=manager,
        member=member,
        other_member=_hired(boss, "otto", Role.MEMBER, mark),
        client=client,
        other_client=other_client,
        disabled=disabled,
        revoked_token=_revoked(manager.actor, mark),
        member_person_id=working.id,
        other_person_id=resting.id,
        absence_id=absence.id,
    )


def _able(boss: Actor, person_id: int, mark: str) -> None:
    """What somebody is, can do, and costs; the rate is a number that stands nowhere else."""
    here = {"workspace_id": boss.workspace_id, "person_id": person_id}
    team_models.PersonRole.objects.create(**here, name=f"Pilot {mark}")
    team_models.PersonSkill.objects.create(**here, name=f"Knots {mark}", level=4)
    team_models.Rate.objects.create(**here, from_on=date(2026, 1, 1), per_hour=RATE, currency="EUR")


def plan(mark: str, email: str) -> Draft:
    """Three tasks in a row under a summary, a milestone at the end, and one person who works on them."""
    start = datetime(2026, 3, 2, 9, 0)
    return Draft(
        name=f"Harbour wall {mark}",
        start=start,
        tasks=(
            Task(1, f"phase {mark}", summary=True),
            Task(2, f"survey {mark}", level=2, duration_minutes=960, notes=f"low tide only {mark}"),
            Task(3, f"dredge {mark}", level=2, duration_minutes=2400),
            Task(4, f"moor {mark}", level=2, duration_minutes=480),
            Task(5, f"opening {mark}", milestone=True),
        ),
        links=(Link(2, 3), Link(3, 4), Link(4, 5)),
        resources=(Resource(1, f"Mona {mark}", email=email),),
        assignments=(Assignment(1, task=2, resource=1, work_minutes=960), Assignment(2, task=3, resource=1, work_minutes=2400)),
    )


def _plan(boss: Actor, manager: Actor, member: Person, mark: str) -> dict[str, Any]:
    """A project with everything that has a number of its own."""
    file = {"file_name": f"wall {mark}.xml", "now": NOW}
    project = forecasts.import_plan(manager, plan(mark, member.email), **file).project_id
    tasks = {task.name.partition(" ")[0]: task.id for task in plans.tasks(manager, project).tasks}
    objective = planning.add_objective(manager, project, name=f"Fewer floods {mark}", metric=f"floods a year {mark}", now=NOW)
    criteria = [planning.CriterionText(f"holds a spring tide {mark}")]
    parts = {"criteria": criteria, "objective_id": objective, "task_ids": [tasks["dredge"]], "now": NOW}
    deliverable = planning.add_deliverable(manager, project, name=f"The wall {mark}", **parts)
    planning.promise_date(manager, project, on=date(2026, 4, 30), because=f"said at the fair {mark}", now=NOW)
    forecasts.ask_run(manager, project, kind="levelling", now=NOW)
    planning.record_progress(member.actor, tasks["survey"], percent=50, remaining_minutes=None, note=f"half done {mark}", now=NOW)
    return {
        "project_id": project,
        "task_ids": tasks,
        "link_id": plans.task(manager, tasks["survey"]).successors[0].id,
        "resource_id": plans.team(manager, project)[0].id,
        "objective_id": objective,
        "deliverable_id": deliverable,
        "risk_id": _threatened(manager, project, tasks["dredge"], mark),
        "fixed_cost_id": _priced(manager, project, tasks["dredge"], mark),
        **_wondered(manager, project, tasks["moor"], mark),
        "overtime_id": _agreed(manager, project),
        "import_id": _handed_in(manager, project, mark),
        "comment_id": planning.comment(boss, tasks["moor"], text=f"@Mona {mark}, is the dredger booked? {mark}", now=NOW),
        **_beside(manager, member.actor, project, tasks, mark),
    }


def _threatened(manager: Actor, project: int, task_id: int, mark: str) -> int:
    """Something that may happen to the project."""
    told = {"name": f"storm {mark}", "effect": f"water in pit {mark}", "measures": f"pumps {mark}", "task_ids": [task_id]}
    return planning.add_risk(manager, project, **told, percent=20, minutes=480, now=NOW)


def _priced(manager: Actor, project: int, task_id: int, mark: str) -> int:
    """What the project may cost, and something that costs money beside work; both are numbers that stand nowhere else."""
    planning.set_budget(manager, project, amount=MAY_COST, currency="EUR", version=0, now=NOW)
    return planning.add_fixed_cost(manager, project, name=f"Pontoon {mark}", amount=PONTOON, task_id=task_id, now=NOW)


def _wondered(manager: Actor, project: int, task_id: int, mark: str) -> dict[str, int]:
    """What somebody tries without doing it."""
    told = {"name": f"Two boats {mark}", "note": f"yard lends one {mark}"}
    wondered = planning.add_scenario(manager, project, **told, edits=[Set(task_id, 1, {"name": f"moor twice {mark}"})], now=NOW)
    return {"scenario_id": wondered, "scenario_line_id": plans.scenario(manager, wondered).lines[0].id}


def _agreed(manager: Actor, project: int) -> int:
    """Overtime of somebody, long after the last task."""
    who = (plans.team(manager, project)[0].id,)
    edit = WorkOvertime(who, date(2031, 6, 2), date(2031, 6, 6), minutes=60)
    planning.edit_plan(manager, project, edits=[edit], now=NOW)
    return plans.overtime(manager, project)[0].id


def _beside(manager: Actor, member: Actor, project: int, tasks: dict[str, int], mark: str) -> dict[str, int]:
    """What lies beside the tasks: a label, a custom field, who was mentioned, a file, a view, a rule without tasks yet."""
    kept = planning.keep_content([f"a drawing of {mark}".encode()])
    shown = Shown(filter=Filter(text=mark))
    rule = models.Recurrence.objects.create(
        workspace_id=manager.workspace_id,
        project_id=project,
        summary_id=tasks["phase"],
        name=f"tide table {mark}",
        duration_minutes=60,
        every=1,
        rhythm="week",
        first_on=NOW.date(),
        times=2,
    )
    return {
        "label_id": planning.add_label(manager, name=f"wet {mark}", colour="wait", now=NOW),
        "calendar_id": planning.add_calendar(manager, project, name=f"Tides {mark}", week=OFFICE_WEEK, now=NOW),
        "field_id": planning.add_field(manager, project, name=f"Depth {mark}", kind=FieldKind.NUMBER, now=NOW),
        "mention_id": plans.mentions(member)[0].id,
        "attachment_id": planning.attach(manager, tasks["moor"], kept=kept, file_name=f"drawing {mark}.pdf", now=NOW),
        "view_id": planning.save_view(manager, project, name=f"Wet work {mark}", shown=shown, shared=True, now=NOW),
        "recurrence_id": rule.pk,
        "template_id": selling.save_as_template(manager, project, name=f"Harbours {mark}", now=NOW),
    }


def _clients(manager: Actor, project: int, client: Person, other: Person, mark: str) -> dict[str, int]:
    """Two clients, each with a contact who signs in; the project was promised to the first."""
    told = {
        "client": f"City of {mark}",
        "to_whom": f"Cleo {mark}",
        "paper": f"letter of 2 March {mark}",
        "because": f"not for clients {mark}",
    }
    selling.promise(manager, project, **told, on=date(2026, 5, 15), now=NOW)
    (first,) = clients.clients(manager)
    second = selling.add_client(manager, name=f"Yacht club {mark}", now=NOW)
    contact = selling.add_contact(manager, first.id, name=f"Cleo {mark}", email=client.email, user_id=client.user_id, now=NOW)
    contact_there = selling.add_contact(manager, second, name=f"Carl {mark}", email=other.email, user_id=other.user_id, now=NOW)
    return {"client_id": first.id, "other_client_id": second, "contact_id": contact, "other_contact_id": contact_there}


def _handed_in(manager: Actor, project: int, mark: str) -> int:
    kept = planning.keep_bytes([b"<Project/>"])
    return planning.receive_file(manager, kept=kept, file_name=f"later {mark}.xml", project_id=project, now=NOW)


def _hired(boss: Actor, name: str, role: Role, mark: str) -> Person:
    joined = joining.add_member(boss, email=f"{name}@{mark}.example", name=f"{name.title()} {mark}", role=role, now=NOW)
    return _signed_in(joined.member.user_id, boss.workspace_id)


def _signed_in(user_id: int, workspace_id: int) -> Person:
    actor = accounts.actor_of(user_id, via="api", workspace_id=workspace_id)
    assert actor is not None
    profile = accounts.profile(actor)
    mark = profile.email.partition("@")[2].partition(".")[0]
    membership = next(iter(accounts.visible_members(actor).filter(user_id=user_id).values_list("id", flat=True)))
    token = "" if actor.role is Role.CLIENT else joining.issue_token(actor, name=f"laptop {mark}", now=NOW).secret
    return Person(email=profile.email, membership_id=membership, user_id=user_id, actor=actor, token=token)


def _revoked(actor: Actor, mark: str) -> str:
    issued = joining.issue_token(actor, name=f"lost phone {mark}", now=NOW)
    joining.revoke_token(actor, issued.token.id, now=NOW)
    return issued.secret
