"""Reads a case: a small plan beside its dates, or beside the refusal it gets. The file's name is what it claims.

as_of = 2026-03-02                       # by default the day the plan starts
links = ["Design FS Build +2d"]          # FS SS FF SF; d h m working, ed eh elapsed, % of the predecessor
[tasks]
Design = { days = 3 }                    # or hours, minutes, elapsed_days; under = "Summary"; constraint = "SNET 2026-03-05 08:00"
[calendars]
Nights = { mon-fri = "22:00-06:00", off = ["2026-12-25"] }
[people]
Ada = { calendar = "Nights" }            # work = ["Ada on Build 16h 100% after 8h"]
[dates]
Design = "2026-03-02 08:00 → 2026-03-04 17:00"
[late] [total] [free] [why]              # the same for late dates, floats ("8h"), sentences
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from milepost.kernel.worktime import DayException, OtherWeek, Shift, Week, WorkingTime
from milepost.plans.draft import Assignment, Calendar, Constraint, Draft, LagUnit, Link, LinkKind, Resource, Task, TaskType

CASES = Path(__file__).parent / "cases"
DAY: tuple[Shift, ...] = ((480, 720), (780, 1020))
STANDARD = "Standard"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LAG = re.compile(r"([+-]?\d+)(ed|eh|em|d|h|m|e%|%)")
_MINUTES = {"d": 480, "h": 60, "m": 1, "ed": 1440, "eh": 60, "em": 1}


@dataclass(frozen=True)
class Case:
    """A case as read: the draft, the day, and the tables that say what must come out."""

    name: str
    draft: Draft
    as_of: date
    expected: dict[str, Any]


def cases(kind: str) -> list[Path]:
    """The files of `correct` or `refused`."""
    return sorted((CASES / kind).glob("*.toml"))


def read(path: Path) -> Case:
    """The case in a file."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    draft = draft_of(table)
    expected = {
        key: table[key] for key in ("dates", "late", "total", "free", "why", "warnings", "refused", "finish", "critical") if key in table
    }
    return Case(path.stem, draft, table.get("as_of") or draft.start.date(), expected)


def draft_of(table: dict[str, Any]) -> Draft:
    """The draft a case describes."""
    calendars = _calendars(table.get("calendars", {}))
    numbers = {calendar.name: calendar.uid for calendar in calendars}
    tasks = _tasks(table.get("tasks", {}), numbers)
    uids = {task.name: task.uid for task in tasks}
    people = tuple(
        Resource(i, name, calendar=numbers.get(person.get("calendar", STANDARD)))
        for i, (name, person) in enumerate(table.get("people", {}).items())
    )
    return Draft(
        name="A case",
        start=table.get("start", datetime(2026, 3, 2, 8)),
        finish=table.get("project_finish"),
        from_finish=table.get("from_finish", False),
        tasks=tasks,
        links=tuple(_link(text, uids) for text in table.get("links", [])),
        calendars=calendars,
        calendar=numbers[table.get("calendar", STANDARD)],
        resources=people,
        assignments=tuple(_work(i, text, uids, people) for i, text in enumerate(table.get("work", []))),
        honours_constraints=table.get("honours_constraints", True),
        minutes_per_day=table.get("minutes_per_day", 480),
    )


def _calendars(table: dict[str, Any]) -> tuple[Calendar, ...]:
    own = {STANDARD: {"mon-fri": "08:00-12:00 13:00-17:00"}} | table
    return tuple(Calendar(i, name, _time(entry)) for i, (name, entry) in enumerate(own.items(), 1))


def _time(entry: dict[str, Any]) -> WorkingTime:
    others = tuple(OtherWeek(_day(o["first"]), _day(o["last"]), _week(o)) for o in entry.get("other_weeks", []))
    off = tuple(DayException(_day(text.split()[0]), _day(text.split()[-1])) for text in entry.get("off", []))
    special = tuple(DayException(_day(on), _day(on), _shifts(hours)) for on, hours in entry.get("special", {}).items())
    return WorkingTime(_week(entry), others, off + special)


def _week(entry: dict[str, Any]) -> Week:
    week: list[tuple[Shift, ...]] = [()] * 7
    for key, hours in entry.items():
        first, _, last = key.partition("-")
        if first in _DAYS:
            for day in range(_DAYS.index(first), _DAYS.index(last or first) + 1):
                week[day] = _shifts(hours)
    return tuple(week)


def _shifts(text: str) -> tuple[Shift, ...]:
    shifts = []
    for part in text.split():
        begin, end = (int(clock[:2]) * 60 + int(clock[3:5]) for clock in part.split("-"))
        shifts.append((begin, end if end > begin or part.endswith("!") else end + 1440))
    return tuple(shifts)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _tasks(table: dict[str, dict[str, Any]], calendars: dict[str, int]) -> tuple[Task, ...]:
    levels: dict[str, int] = {}
    parents = {entry["under"] for entry in table.values() if "under" in entry}
    tasks = []
    for uid, (name, entry) in enumerate(table.items(), 1):
        levels[name] = levels.get(entry.get("under", ""), 0) + 1
        tasks.append(_task(entry.get("uid", uid), name, levels[name], name in parents, entry, calendars))
    return tuple(tasks)


def _task(uid: int, name: str, level: int, summary: bool, entry: dict[str, Any], calendars: dict[str, int]) -> Task:
    minutes = entry.get("days", 0) * 480 + entry.get("hours", 0) * 60 + entry.get("minutes", 0)
    elapsed = entry.get("elapsed_days", 0) * 1440
    constraint, _, at = entry.get("constraint", "ASAP").partition(" ")
    return Task(
        uid=uid,
        name=name,
        level=level,
        summary=summary,
        milestone=minutes + elapsed == 0,
        duration_minutes=int(minutes + elapsed),
        elapsed=elapsed > 0,
        type=TaskType(entry.get("type", "fixed_units")),
        manual="manual" in entry,
        manual_start=_moment(entry.get("manual", {}).get("start")),
        manual_finish=_moment(entry.get("manual", {}).get("finish")),
        constraint=Constraint(constraint),
        constraint_at=_moment(at),
        deadline_at=_moment(entry.get("deadline")),
        calendar=calendars[entry["calendar"]] if "calendar" in entry else None,
        ignores_resource_calendars=entry.get("ignores_people", False),
        percent=entry.get("percent", 0),
        actual_start=_moment(entry.get("began")),
        actual_finish=_moment(entry.get("finished")),
        actual_minutes=int(entry.get("done_hours", 0) * 60),
        remaining_minutes=int(entry["left_hours"] * 60) if "left_hours" in entry else None,
        stop_at=_moment(entry.get("stopped")),
        resume_at=_moment(entry.get("resumes")),
        levelling_delay_minutes=entry.get("levelling_days", 0) * 1440,
        active=entry.get("active", True),
        external="external" in entry,
        saved_start=_moment(entry.get("external", {}).get("start")),
        saved_finish=_moment(entry.get("external", {}).get("finish")),
    )


def _link(text: str, uids: dict[str, int]) -> Link:
    found = re.fullmatch(r"(.+?) (FS|SS|FF|SF) (.+?)(?: ([+-]\S+))?", text)
    assert found, text
    before, kind, after, lag = found.groups()
    number, unit = (0, "m") if lag is None else _lag(lag)
    return Link(uids.get(before, 999), uids[after], LinkKind(kind), number * _MINUTES.get(unit, 1), _unit(unit))


def _lag(text: str) -> tuple[int, str]:
    found = _LAG.fullmatch(text)
    assert found, text
    return int(found[1]), found[2]


def _unit(unit: str) -> LagUnit:
    percent = {"%": LagUnit.PERCENT, "e%": LagUnit.ELAPSED_PERCENT}
    return percent.get(unit) or (LagUnit.ELAPSED if unit.startswith("e") else LagUnit.WORKING)


def _work(uid: int, text: str, uids: dict[str, int], people: tuple[Resource, ...]) -> Assignment:
    found = re.fullmatch(r"(.+?) on (.+?) (\d+)h(?: (\d+)%)?(?: after (\d+)h)?", text)
    assert found, text
    who = next(person.uid for person in people if person.name == found[1])
    return Assignment(uid, uids[found[2]], who, int(found[4] or 100), int(found[3]) * 60, delay_minutes=int(found[5] or 0) * 60)
