"""Everything the morning says of one plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from milepost.day.rules.facts import Facts
from milepost.day.rules.late import slipping, standing
from milepost.day.rules.today import finishable
from milepost.day.rules.values import Brief, Caution, TaskLine
from milepost.forecast.rules import Conclusion
from milepost.kernel.say import say
from milepost.plans.draft import Draft


def brief(draft: Draft, conclusion: Conclusion, promised: date | None) -> Brief:
    """Everything the morning says of one plan."""
    facts = Facts(draft)
    lines = {
        task.uid: TaskLine(task.name, conclusion.task(task.uid), conclusion.why(task.uid))
        for task in draft.tasks
        if task.uid in conclusion.rows
    }
    return Brief(
        project=draft.name,
        as_of=conclusion.as_of,
        start=conclusion.start,
        finish=conclusion.finish,
        promised=promised,
        standing_working_days=standing(conclusion, promised),
        tasks=tuple(lines.values()),
        critical_path=tuple(lines[uid] for uid in conclusion.critical_path if uid in lines),
        finishable=finishable(draft, conclusion, facts=facts),
        slipping=slipping(draft, conclusion, facts=facts),
        warnings=tuple(_warnings(draft, conclusion)),
    )


def _warnings(draft: Draft, conclusion: Conclusion) -> Iterator[Caution]:
    for warn in conclusion.warnings:
        yield Caution(warn.code, warn.sentence, warn.task)
    for loss in draft.losses:
        counted = say("{sentence} ({count} times)", sentence=loss.sentence, count=loss.count) if loss.count > 1 else loss.sentence
        yield Caution(loss.code, counted)
