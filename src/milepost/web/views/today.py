"""Today: where every project stands, what can be finished today, what slips and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from milepost.accounts import rules
from milepost.day import reads as day
from milepost.kernel.say import Sentence
from milepost.plans import reads as plans
from milepost.web import pictures, spoken
from milepost.web.once import fresh
from milepost.web.views import due
from milepost.web.visit import Visit

SHOWN = 8
"""Entries of a narrow column before it says "and more"."""


@dataclass(frozen=True, slots=True)
class Row:
    """A project's standing as the page shows it."""

    standing: day.Standing
    line: pictures.Line
    words: str
    tone: str
    likely: str
    chance: str
    moved: Sentence | None
    """What moved the finish since the last working day; None where nothing did."""


@require_safe
def today(visit: Visit) -> HttpResponse:
    morning = day.morning(visit.actor, now=visit.now)
    rows = [row(standing, today=morning.day) for standing in morning.standings]
    dues = sorted((due.row(one) for each in morning.dues for one in each.dates), key=lambda one: (one.of.due_on is None, one.of.on))
    page = {
        "dues": dues,
        "changes": sum(one.of.due_on is not None for one in dues),
        "acceptable": sum(one.taken for one in dues),
        "more_dues": len(dues) - SHOWN,
        "once": fresh(),
        "morning": morning,
        "rows": rows,
        "scale": pictures.scale((one.line for one in rows), today=morning.day),
        "finishable_words": _finishable(morning),
        "shown_revisions": " ".join(f"{one.project_id}:{0 if one.older else one.revision}" for one in morning.standings),
        "on_its_way": any(one.outlook_older or (one.slip is not None and one.slip.older) for one in morning.standings),
        "shown": f":{SHOWN}",
        "more_slipping": len(morning.slipping) - SHOWN,
        "more_blocked": len(morning.blocked) - SHOWN,
        "more_reviews": len(morning.reviews) - SHOWN,
        "mentions": plans.mentions(visit.actor),
        "may_import": rules.may(visit.actor.role, "plans.import_plan"),
    }
    return render(visit, "today.html", page)


def row(standing: day.Standing, *, today: date) -> Row:
    """A standing with its promise line and its words."""
    line = pictures.Line.of(standing)
    return Row(
        standing=standing,
        line=line,
        words=spoken.state(standing.state, standing.days),
        tone=spoken.tone(standing.state, standing.days, promised=line.promised, until=line.until),
        likely=pictures.likely_range(line, today=today),
        chance="" if standing.chance is None else spoken.chance(standing.chance),
        moved=standing.slip.sentence if standing.slip and standing.slip.parts else None,
    )


def _finishable(morning: day.Morning) -> str:
    """ "2 deliverables, 4 tasks, 11 h of work"."""
    deliverables, tasks = morning.finishable_deliverables, morning.finishable_tasks
    if not deliverables and not tasks:
        return ""
    counted = [
        ngettext("%(number)d deliverable", "%(number)d deliverables", len(deliverables)) % {"number": len(deliverables)}
        if deliverables
        else "",
        ngettext("%(number)d task", "%(number)d tasks", len(tasks)) % {"number": len(tasks)} if tasks else "",
        _("%(time)s of work") % {"time": spoken.duration(sum(line.remaining_minutes for line in tasks))},
    ]
    return ", ".join(part for part in counted if part)
