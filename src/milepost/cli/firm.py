"""The demo firm of `firm.toml`, told through the ordinary writes in the order in which its people would have said it.

Every date of the file is a number of working days from the day of loading, so that the firm is alive whenever it is loaded:
something is late, something is on the edge, and something can be finished today.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib.resources import files
from tomllib import loads
from typing import Any
from zoneinfo import ZoneInfo

from milepost.accounts import reads as accounts
from milepost.accounts import writes as joining
from milepost.cli import beside
from milepost.clients import writes as clients
from milepost.forecast import writes as forecasts
from milepost.kernel.actor import Actor, Role
from milepost.kernel.worktime import OFFICE_DAY, WorkingTime
from milepost.people import reads as people
from milepost.people import writes as team
from milepost.plans import reads as plans_reads
from milepost.plans import writes as plans
from milepost.plans.draft import Constraint, LagUnit, LinkKind
from milepost.plans.edits import Assign, Edit, Set, Unassign

Told = dict[str, Any]
"""A table of the file."""

DAY_BEGINS, DAY_ENDS = time(hour=OFFICE_DAY[0][0] // 60), time(hour=OFFICE_DAY[-1][1] // 60)
OFFICE_CLOSES = time(21)
"""By then everything of the day has been said."""
COMPARED_DAYS = 20
"""Working days of which the firm has kept what moved its finishes."""
JUST_NOW = timedelta(minutes=5)
MINUTES = {"d": 480, "h": 60, "m": 1}
AFTER = re.compile(r"(?P<name>.+?)(?: (?P<kind>FS|SS|FF|SF)(?P<lag>[+-]\d+[dhm])?)?")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the demo who can sign in."""

    email: str
    password: str
    role: str


def told_firm() -> Told:
    """The file, as it stands."""
    return loads(files("milepost.cli").joinpath("firm.toml").read_text())


def minutes(text: str) -> int:
    """Working minutes of "1d 4h"."""
    return sum(int(part[:-1]) * MINUTES[part[-1]] for part in text.split())


def working_days(working: WorkingTime, today: date, *, around: int = 250) -> Callable[[int], date]:
    """A look-up from a number of working days to the date: 0 is `today`, or the next working day where nobody works today."""
    closed = {off.first + timedelta(days=n) for off in working.exceptions if not off.shifts for n in range((off.last - off.first).days + 1)}
    near = (today + timedelta(days=n) for n in range(-around, around))
    open_days = [day for day in near if working.week[day.weekday()] and day not in closed]
    first = next(place for place, day in enumerate(open_days) if day >= today)
    return lambda number: open_days[first + number]


@dataclass(slots=True)
class Telling:
    """The firm while it is being told: who acts, the calendar, and the numbers that the writes gave back, by name."""

    firm: Told
    owner: Actor
    on: Callable[[int], date]
    zone: ZoneInfo
    now: datetime
    actors: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)
    events: list[tuple[datetime, Callable[[datetime], object]]] = field(default_factory=list)

    @property
    def lead(self) -> Actor:
        return self.actors[self.firm["firm"]["manager"]]

    def at(self, number: int, clock: time = DAY_BEGINS) -> datetime:
        """The instant at which the firm's clocks show `clock` on that working day."""
        return datetime.combine(self.on(number), clock, self.zone)

    def later(self, number: int, clock: time, say: Callable[[datetime], object]) -> None:
        """Something that is said on that day, in its turn; what is said today was said a moment ago, whatever the hour."""
        instant = self.at(number, clock) if number < 0 else self.now - JUST_NOW
        self.events.append((instant, say))

    def tell(self) -> None:
        """Says everything, the oldest first."""
        for instant, say in sorted(self.events, key=lambda event: event[0]):
            say(instant)


def found(password: str, now: datetime) -> list[Account]:
    """Makes the firm as if it had worked with Milepost for months; gives back who can sign in. Needs a database without a workspace."""
    telling = _founded(told_firm(), password, now)
    _team(telling)
    _clients(telling)
    beside.label(telling.lead, telling.firm, telling.at(telling.firm["firm"]["since"], time(13)))
    for project in telling.firm["projects"]:
        _Project(telling, project).plan()
    telling.later(0, DAY_ENDS, lambda at: beside.strive(telling.owner, telling.firm, telling.on, at))
    telling.tell()
    return telling.accounts


def _founded(firm: Told, password: str, now: datetime) -> Telling:
    own, owner = firm["firm"], firm["people"][0]
    zone = ZoneInfo(own["zone"])
    founded = joining.create_workspace(
        name=own["name"],
        zone=own["zone"],
        country=own["country"],
        region=own["region"],
        owner_name=owner["name"],
        owner_email=owner["email"],
        password=password,
        now=now - timedelta(days=-own["since"] * 2),
        via="cli",
    )
    actor = accounts.actor_of(founded.user_id, via="cli")
    if actor is None:
        raise LookupError(owner["email"])
    today = now.astimezone(zone).date()
    working = people.workspace_time(founded.workspace_id, today - timedelta(days=400), today + timedelta(days=400))
    telling = Telling(firm, actor, working_days(working, today), zone, now)
    telling.actors[owner["key"]] = actor
    telling.accounts.append(Account(owner["email"], password, Role.OWNER))
    return telling


def _team(telling: Telling) -> None:
    since = telling.at(telling.firm["firm"]["since"])
    for person in telling.firm["people"]:
        key, name, email = person["key"], person["name"], person["email"]
        if "role" in person and key not in telling.actors:
            telling.actors[key] = _member(telling, name, email, Role(person["role"]), since)
        user_id = telling.actors[key].user_id if key in telling.actors else None
        view = team.add_person(telling.owner, name=name, email=email, user_id=user_id, zone=person.get("zone", ""), now=since)
        telling.people[key] = view.id
        if "week" in person:
            view = team.set_working_week(
                telling.owner, view.id, week=[_shifts(day) for day in person["week"]], version=view.version, now=since
            )
        _able(telling, view, person, since)
    for absence in telling.firm["absences"]:
        said = absence.get("said", min(absence["first"], 0) - 10)
        telling.later(said, time(11), _absent(telling, absence))


def _able(telling: Telling, view: people.PersonView, person: Told, now: datetime) -> None:
    """What somebody is, can do, and costs an hour."""
    if "roles" in person:
        view = team.set_roles(telling.owner, view.id, roles=person["roles"], version=view.version, now=now)
    if "skills" in person:
        skills = [(name, int(level)) for name, _, level in (skill.rpartition(" ") for skill in person["skills"])]
        view = team.set_skills(telling.owner, view.id, skills=skills, version=view.version, now=now)
    if "rate" in person:
        per_hour = Decimal(person["rate"])
        team.set_rate(telling.owner, view.id, from_on=now.date(), per_hour=per_hour, currency="EUR", version=view.version, now=now)


def _member(telling: Telling, name: str, email: str, role: Role, now: datetime) -> Actor:
    new = joining.add_member(telling.owner, email=email, name=name, role=role, now=now)
    telling.accounts.append(Account(email, new.first_password, role))
    actor = accounts.actor_of(new.member.user_id, via="cli")
    if actor is None:
        raise LookupError(email)
    return actor


def _shifts(day: str) -> list[list[int]]:
    """The shifts of "07:00-11:00 11:30-15:30", in minutes from midnight."""
    clocks = [[time.fromisoformat(clock) for clock in shift.split("-")] for shift in day.split()]
    return [[clock.hour * 60 + clock.minute for clock in shift] for shift in clocks]


def _absent(telling: Telling, absence: Told) -> Callable[[datetime], object]:
    first, last = telling.on(absence["first"]), telling.on(absence["last"])
    who = telling.people[absence["who"]]
    return lambda now: team.record_absence(telling.lead, who, first=first, last=last, because=absence["because"], now=now)


def _clients(telling: Telling) -> None:
    since = telling.at(telling.firm["firm"]["since"], time(12))
    for client in telling.firm["clients"]:
        client_id = clients.add_client(telling.lead, name=client["name"], now=since)
        for contact in client["contacts"]:
            name, email = contact["name"], contact["email"]
            user_id = _member(telling, name, email, Role.CLIENT, since).user_id if "role" in contact else None
            clients.add_contact(telling.lead, client_id, name=name, email=email, user_id=user_id, now=since)


class _Project:
    """One project of the file, on its way into the workspace. Its deliverables are also the phases of its plan."""

    def __init__(self, telling: Telling, told: Told) -> None:
        self.telling, self.told = telling, told
        self.id = 0
        self.places: dict[str, int] = {}
        self.tasks: dict[str, int] = {}
        self.risks: dict[str, int] = {}

    def plan(self) -> None:
        """Lines up everything that is said about the project, each on its day."""
        self.telling.later(self.told["made"], time(10), self.make)
        for promise in self.told["promises"]:
            self.telling.later(promise["made"], time(14), self.promising(promise))
        for name, hour, said in (("priority", 12, self.ranking), ("budget", 13, self.budgeting)):
            if name in self.told:
                self.telling.later(self.told["made"], time(hour), said)
        for cost in self.told.get("costs", ()):
            self.telling.later(-39 if "risk" in cost else self.told["made"], time(13), self.costing(cost))
        for name, hour, happens in (("frozen", 15, self.freezing), ("said", 16, self.saying), ("scenarios", 16, self.wondering)):
            for each in self.told.get(name, ()):
                self.telling.later(each["on"], time(hour), happens(each))
        for risk in self.told.get("risks", ()):
            self.telling.later(risk["on"], time(15), self.risking(risk))
            if "happened" in risk:
                self.telling.later(risk["happened"], time(11), self.happening(risk))
        for task in self.told["tasks"]:
            for report in task.get("reports", ()):
                self.telling.later(report["on"], DAY_ENDS, self.reporting(task, report))
        for kind in self.told.get("asked", ()):
            self.telling.later(0, DAY_ENDS, self.asking(kind))
        for day in range(max(self.told["made"], -COMPARED_DAYS), 0):
            self.telling.later(day, OFFICE_CLOSES, self.closing)

    def asking(self, kind: str) -> Callable[[datetime], object]:
        return lambda now: forecasts.ask_run(self.telling.lead, self.id, kind=kind, now=now)

    def closing(self, now: datetime) -> None:
        """What the worker does every day: compares with the day before, and keeps facts and milestones for the days after."""
        forecasts.compare(self.id, now=now)
        forecasts.keep_facts(self.id, now=now)
        forecasts.keep_milestones(self.id, now=now)

    def make(self, now: datetime) -> None:
        """The project with its objectives, team, tasks, links and deliverables."""
        start_on = self.telling.on(self.told["from"])
        self.id = plans.add_project(self.telling.lead, name=self.told["name"], start_on=start_on, now=now)
        for deliverable in self.told["deliverables"]:
            self.phase(deliverable, now)
        for task in self.told["tasks"]:
            self.links(task, now)
            self.dates(task, now, version=self.estimate(task, now))
        self.outcomes(now)
        beside.arrange(self.telling.lead, self.id, self.told, self.tasks, self.telling.people, now)
        beside.calendars(self.telling.lead, self.id, self.told, self.telling.on, _shifts, now)
        beside.repeat(self.telling.lead, self.id, self.told, self.telling.on, minutes, now)

    def saying(self, said: Told) -> Callable[[datetime], object]:
        """Somebody comments on a task, or puts a file beside it."""
        actor = self.telling.actors[said["who"]]
        return lambda now: beside.comment(actor, self.tasks[said["task"]], said, now)

    def phase(self, deliverable: Told, now: datetime) -> None:
        plans.add_task(self.telling.lead, self.id, name=deliverable["name"], level=1, now=now)
        for task in self.tasks_of(deliverable):
            length = minutes(task.get("time", ""))
            number = plans.add_task(self.telling.lead, self.id, name=task["name"], duration_minutes=length, level=2, now=now)
            self.tasks[task["name"]] = number
            for key in task.get("who", ()):
                plans.assign(self.telling.lead, number, resource_id=self.place(key, now), now=now)

    def tasks_of(self, deliverable: Told) -> Iterator[Told]:
        return (task for task in self.told["tasks"] if task["deliverable"] == deliverable["name"])

    def place(self, key: str, now: datetime) -> int:
        """Somebody's place in the team, made when first needed."""
        if key not in self.places:
            person_id = self.telling.people[key]
            self.places[key] = plans.add_to_team(self.telling.lead, self.id, person_id=person_id, now=now)
        return self.places[key]

    def links(self, task: Told, now: datetime) -> None:
        for text in task.get("after", ()):
            said = AFTER.fullmatch(text)
            if said is None:
                raise ValueError(text)
            lag, before = said["lag"] or "+0m", self.tasks[said["name"]]
            plans.add_link(
                self.telling.lead,
                before,
                successor_id=self.tasks[task["name"]],
                kind=LinkKind(said["kind"] or "FS"),
                lag=int(lag[:-1]) * MINUTES[lag[-1]],
                unit=LagUnit.WORKING,
                now=now,
            )

    def estimate(self, task: Told, now: datetime) -> int:
        """How long the task takes at best and at worst, where somebody thought about it; gives back the task's version."""
        if "estimate" not in task:
            return 1
        best, worst = map(minutes, task["estimate"])
        length = {"best_minutes": best, "likely_minutes": minutes(task["time"]), "worst_minutes": worst}
        return plans.estimate_task(self.telling.lead, self.tasks[task["name"]], **length, version=1, now=now)

    def dates(self, task: Told, now: datetime, *, version: int) -> None:
        """The task's date constraint and deadline, where it has one."""
        not_before = datetime.combine(self.telling.on(task["not_before"]), DAY_BEGINS) if "not_before" in task else None
        deadline_at = datetime.combine(self.telling.on(task["deadline"]), DAY_ENDS) if "deadline" in task else None
        if not_before is None and deadline_at is None:
            return
        plans.change_task(
            self.telling.lead,
            self.tasks[task["name"]],
            name=task["name"],
            duration_minutes=minutes(task.get("time", "")),
            constraint=Constraint.SNET if not_before else Constraint.ASAP,
            constraint_at=not_before,
            deadline_at=deadline_at,
            version=version,
            now=now,
        )

    def outcomes(self, now: datetime) -> None:
        """Objectives, and the deliverables that serve them."""
        objectives = {
            told["name"]: plans.add_objective(
                self.telling.lead,
                self.id,
                name=told["name"],
                metric=told["metric"],
                baseline_value=told["baseline"],
                target=told["target"],
                by_on=self.telling.on(told["by"]),
                now=now,
            )
            for told in self.told["objectives"]
        }
        for told in self.told["deliverables"]:
            plans.add_deliverable(
                self.telling.lead,
                self.id,
                name=told["name"],
                criteria=[plans.CriterionText(text) for text in told["criteria"]],
                objective_id=objectives[told["objective"]],
                owner_id=self.telling.people[told["owner"]],
                review_minutes=minutes(told.get("review", "")),
                task_ids=[self.tasks[task["name"]] for task in self.tasks_of(told)],
                now=now,
            )

    def promising(self, promise: Told) -> Callable[[datetime], object]:
        on, because = self.telling.on(promise["on"]), promise.get("because", "")
        if "client" not in promise:
            of = promise.get("task")
            return lambda now: plans.promise_date(
                self.telling.lead, self.id, on=on, task_id=self.tasks[of] if of else None, because=because, now=now
            )
        whose = {key: promise[key] for key in ("client", "to_whom", "paper")}
        return lambda now: clients.promise(self.telling.lead, self.id, on=on, because=because, now=now, **whose)

    def freezing(self, frozen: Told) -> Callable[[datetime], object]:
        said = {"name": frozen["name"], "because": frozen["because"]}
        return lambda now: forecasts.freeze_baseline(self.telling.lead, self.id, **said, now=now)

    def ranking(self, now: datetime) -> None:
        """Which programme it belongs to, and how far it goes first."""
        said = {"priority": self.told["priority"], "programme": self.told.get("programme", "")}
        version = plans_reads.rank(self.telling.lead, self.id).version
        plans.rank_project(self.telling.lead, self.id, **said, version=version, now=now)

    def budgeting(self, now: datetime) -> None:
        """What the project may cost."""
        plans.set_budget(self.telling.lead, self.id, amount=Decimal(self.told["budget"]), currency="EUR", version=0, now=now)

    def costing(self, cost: Told) -> Callable[[datetime], object]:
        """Something that costs money beside work."""
        said = {"name": cost["name"], "amount": Decimal(cost["amount"]), "paid": Decimal(cost["paid"]) if "paid" in cost else None}
        return lambda now: plans.add_fixed_cost(
            self.telling.lead, self.id, **said, task_id=self.tasks[cost["task"]], risk_id=self.risks.get(cost.get("risk", "")), now=now
        )

    def risking(self, risk: Told) -> Callable[[datetime], object]:
        """Somebody writes down what may happen."""

        def say(now: datetime) -> None:
            self.risks[risk["name"]] = plans.add_risk(
                self.telling.lead,
                self.id,
                **{name: risk[name] for name in ("name", "percent", "response")},
                **{name: risk[name] for name in ("effect", "measures") if name in risk},
                minutes=minutes(risk["time"]),
                task_ids=[self.tasks[name] for name in risk["tasks"]],
                owner_id=self.telling.people[risk["owner"]],
                review_on=self.telling.on(risk["review"]) if "review" in risk else None,
                now=now,
            )

        return say

    def wondering(self, scenario: Told) -> Callable[[datetime], object]:
        """Somebody tries something beside the plan, step by step."""

        def say(now: datetime) -> None:
            lead = self.telling.lead
            begun = plans.add_scenario(lead, self.id, name=scenario["name"], note=scenario["note"], now=now)
            for step in scenario["steps"]:
                plans.try_edits(lead, begun, edits=list(self.tried(step)), now=now)

        return say

    def tried(self, step: Told) -> Iterator[Edit]:
        """A step: another length, nothing at all, or somebody else."""
        task = self.tasks[step["task"]]
        version = plans_reads.task(self.telling.lead, task).line.version
        if "time" in step:
            yield Set(task, version, {"duration_minutes": minutes(step["time"])})
        if step.get("without"):
            yield Set(task, version, {"active": False})
        if "from" in step:
            yield Unassign(task, self.places[step["from"]])
            yield Assign(task, self.places[step["to"]])

    def happening(self, risk: Told) -> Callable[[datetime], object]:
        return lambda now: plans.settle_risk(self.telling.lead, self.risks[risk["name"]], state="happened", version=1, now=now)

    def reporting(self, task: Told, report: Told) -> Callable[[datetime], object]:
        """Who works on the task says how it goes; the manager for those without an account."""
        actor = next((self.telling.actors[key] for key in task.get("who", ()) if key in self.telling.actors), self.telling.lead)
        started = datetime.combine(self.telling.on(report["started"]), DAY_BEGINS) if "started" in report else None

        def say(now: datetime) -> None:
            plans.record_progress(
                actor,
                self.tasks[task["name"]],
                percent=report["percent"],
                remaining_minutes=minutes(report["left"]) if "left" in report else None,
                started_at=started,
                note=report.get("note", ""),
                now=now,
            )

        return say
