"""Whether a draft can be kept at all: its references lead somewhere, its numbers and texts fit. The engine judges the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say
from milepost.plans import rules
from milepost.plans.draft import Draft

LARGEST = 2**31 - 1
LONGEST_LENGTH = 2**53
LONGEST_TEXT = {"name": 1000, "wbs": 200, "notes": 1_000_000}


def check_draft(draft: Draft) -> None:
    """Refuses a draft whose uids are used twice, whose references lead nowhere, or whose values no table can hold."""
    rules.name(draft.name)
    rules.check_day(draft.start.date(), field="start")
    _check_uids(draft)
    _check_references(draft)
    for values in ((draft,), draft.tasks, draft.links, draft.resources, draft.assignments, draft.baselines, draft.calendars):
        _check_values(values)


def _check_uids(draft: Draft) -> None:
    for values, sentence in (
        (draft.tasks, say("Two tasks of this plan have the same number. Save it again in MS Project and import that file.")),
        (draft.resources, say("Two resources of this plan have the same number. Save it again in MS Project and import that file.")),
        (draft.calendars, say("Two calendars of this plan have the same number. Save it again in MS Project and import that file.")),
    ):
        twice = [uid for uid, times in Counter(value.uid for value in values).items() if times > 1]
        if twice:
            raise Refusal("uid_used_twice", sentence, details={"uids": twice[:20]})


def _check_references(draft: Draft) -> None:
    tasks, team, calendars = ({value.uid for value in values} for values in (draft.tasks, draft.resources, draft.calendars))
    ends = [end for link in draft.links for end in (link.predecessor, link.successor)]
    _refuse_strangers(ends, tasks, "link_to_nowhere", say("A link of this plan leads to a task that is not in it."))
    assigned = [line.task for line in draft.assignments] + [line.task for line in draft.baselines]
    _refuse_strangers(assigned, tasks, "task_unknown", say("An assignment or baseline of this plan is about a task that is not in it."))
    workers = [line.resource for line in draft.assignments]
    _refuse_strangers(workers, team, "resource_unknown", say("Somebody is assigned who is not on this plan's team."))
    used = [value.calendar for value in (*draft.tasks, *draft.resources, draft)]  # type: ignore[attr-defined]
    unknown = say("Something in this plan works by a calendar that is not in it.")
    _refuse_strangers([uid for uid in used if uid is not None], calendars, "calendar_unknown", unknown)


def _refuse_strangers(named: Iterable[int], there: set[int], code: str, sentence: Sentence) -> None:
    strangers = sorted(set(named) - there)
    if strangers:
        raise Refusal(code, sentence, details={"uids": strangers[:20]})


def _check_values(values: Sequence[Any]) -> None:
    if not values:
        return
    for name in (field.name for field in fields(values[0])):
        column = [getattr(value, name) for value in values]
        if any(isinstance(value, str) for value in column):
            _check_texts(column, name)
        elif any(isinstance(value, date) for value in column):
            _check_days(column, name)
        elif any(isinstance(value, int) for value in column):
            _check_numbers(column, LONGEST_LENGTH if name == "lag" or name.endswith("_minutes") else LARGEST, name)


def _check_texts(column: Iterable[str], name: str) -> None:
    for text in set(column):
        if len(text) > LONGEST_TEXT.get(name, rules.LONGEST_NAME) or rules.UNKEEPABLE.search(text):
            sentence = say("A text of this plan is too long or holds characters that cannot be kept: “{beginning}…”.", beginning=text[:60])
            raise Refusal("text_impossible", sentence, field=name)


def _check_days(column: Iterable[date | None], name: str) -> None:
    for day in {value.date() if isinstance(value, datetime) else value for value in column if value is not None}:
        rules.check_day(day, field=name)


def _check_numbers(column: Iterable[int | None], largest: int, name: str) -> None:
    numbers = [number for number in column if number is not None]
    if max(numbers) > largest or min(numbers) < -largest:
        raise Refusal("number_too_large", say("A number of this plan is too large: {name}.", name=name), field=name)
