"""From a text to a sketch: a table or an outline, its levels made whole, its links resolved."""

from __future__ import annotations

from collections import Counter
from datetime import date

from milepost.exchange import typed
from milepost.exchange.outline.reading import MOST_BYTES, Context, Found, Line, Reading
from milepost.exchange.outline.table import cells_of, looks_pasted, read_table, without_heading
from milepost.exchange.outline.text import read_text
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules import LONGEST_NAME, UNKEEPABLE, Estimate, check_estimate
from milepost.plans.sketch import After, Sketch, SketchDeliverable, SketchTask

DEEPEST = 50


def read(text: str, *, today: date, locale: str = "en", per_day: int = typed.MINUTES_PER_DAY) -> Reading:
    """The plan that `text` holds: an indented outline, bullets, numbered lines, or a table with a heading (tabs, commas, semicolons).

    Lines that cannot be read are named, the others are there. Refused as a whole: more than 2 MB, more than 10,000 tasks.
    """
    if len(text) > MOST_BYTES:
        raise Refusal("outline_too_large", say("This text is larger than {megabytes} MB.", megabytes=MOST_BYTES // 1_000_000))
    context, found = Context(today, locale, per_day), Found()
    rows = cells_of(text)
    if rows is None and looks_pasted(text):
        raise without_heading()
    if rows is None:
        read_text(text, found, context=context)
    else:
        read_table(rows, found, context=context)
    return _assembled(found, context)


def read_rows(rows: list[list[str]], *, today: date, locale: str = "en", per_day: int = typed.MINUTES_PER_DAY) -> Reading:
    """The plan that the cells of a sheet hold."""
    context, found = Context(today, locale, per_day), Found()
    read_table(rows, found, context=context)
    return _assembled(found, context)


def _assembled(found: Found, context: Context) -> Reading:
    _make_levels_whole(found)
    links = _links(found, context)
    tasks = tuple(_task(line, links[place], found) for place, line in enumerate(found.lines))
    named = dict.fromkeys(task.deliverable for task in tasks if task.deliverable)
    sketch = Sketch(tasks, deliverables=tuple(SketchDeliverable(name) for name in named))
    if unsaid := sketch.without_length():
        found.assumed.append(say("{count} tasks say no length: each is taken for one day.", count=unsaid))
    return Reading(sketch, tuple(sorted(found.problems, key=lambda problem: problem.line)), tuple(found.assumed), found.links_said)


def _make_levels_whole(found: Found) -> None:
    """A task is at most one level below the one before it; the first one is on the first."""
    open_levels: list[int] = []
    for line in found.lines:
        while open_levels and open_levels[-1] >= line.level:
            open_levels.pop()
        open_levels.append(line.level)
        line.level = len(open_levels)
        if line.level > DEEPEST:
            raise Refusal("outline_too_deep", say("Tasks stand at most {most} levels deep.", most=DEEPEST))


def _links(found: Found, context: Context) -> list[list[After]]:
    names = typed.Names([(place, line.name) for place, line in enumerate(found.lines)], keys=_keys(found.lines))
    links: list[list[After]] = [[] for _ in found.lines]
    for place, line in enumerate(found.lines):
        if found.hopeless():
            break
        try:
            for link in typed.links(line.links, tasks=names, per_day=context.per_day):
                one, other = (place, link.task) if link.outgoing else (link.task, place)
                links[other].append(After(one, link.kind, link.lag, link.unit))
        except Refusal as refusal:
            found.trouble(line.number, refusal)
    return links


def _keys(lines: list[Line]) -> dict[str, int] | None:
    """The place of each line by the number that the text gives it; None where the text numbers nothing, or not clearly."""
    keys = Counter(line.key for line in lines if line.key)
    if not keys or max(keys.values()) > 1:
        return None
    return {line.key: place for place, line in enumerate(lines) if line.key}


def _task(line: Line, after: list[After], found: Found) -> SketchTask:
    if len(line.name) > LONGEST_NAME or UNKEEPABLE.search(line.name):
        found.trouble(line.number, Refusal("name_impossible", say("This name is too long or holds characters that cannot be kept.")))
    best, likely, worst = line.best_minutes, line.takes_minutes, line.worst_minutes
    if likely is None and best is not None and worst is not None:
        likely = (best + worst) // 2
    if best is not None or worst is not None:
        try:
            check_estimate(Estimate(best, likely or 0, worst))
        except Refusal as refusal:
            found.trouble(line.number, refusal)
    return SketchTask(
        name=line.name,
        level=line.level,
        takes_minutes=likely,
        best_minutes=best,
        worst_minutes=worst,
        who=tuple(dict.fromkeys(line.who)),
        after=tuple(after),
        deliverable=line.deliverable,
        start_on=line.start_on,
        due_on=line.due_on,
        notes=line.notes,
        line=line.number,
    )
