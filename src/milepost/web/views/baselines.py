"""The frozen plans of a project: freezing one, and what moved from one to another or to today, as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from milepost.accounts.rules import may
from milepost.exchange.table_files import Cell, Table, table_file
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.forecast.reads import ComparedTask, Comparison
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import Sentence
from milepost.plans import reads as plans
from milepost.web import pictures
from milepost.web.downloads import download
from milepost.web.forms.projects import BaselineForm
from milepost.web.numbers import whole
from milepost.web.visit import Visit

SHOWN = 500
"""Tasks on the page; the file has all of them."""
KINDS: dict[str, str | Promise] = {
    "later": gettext_lazy("later"),
    "earlier": gettext_lazy("earlier"),
    "changed": gettext_lazy("same finish, other size"),
    "appeared": gettext_lazy("new"),
    "vanished": gettext_lazy("gone"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def baselines(visit: Visit, project_id: int) -> HttpResponse:
    """`?before=` and `?after=` are numbers of baselines, without `after` today; `?show=` is one kind of move."""
    project = plans.heading(visit.actor, project_id)
    form = BaselineForm(visit)
    freeze = forecasts_writes.freeze_baseline
    address = reverse("project_baselines", args=[project_id])
    if form.went_through(lambda typed: _to(address, freeze(visit.actor, project_id, **typed, now=visit.now))):
        messages.success(visit, _("The baseline is frozen: the plan as it is now can be compared with later."))
        return redirect(form.answer)
    found, refused = _compared(visit, project_id)
    page = {
        "project": project,
        "baselines": plans.baselines(visit.actor, project_id)[::-1],
        "form": form if may(visit.actor.role, "plans.freeze_baseline") else None,
        "found": found,
        "refused": refused,
        **(_shown(visit, found) if found else {}),
    }
    return render(visit, "baselines/baselines.html", page, status=form.status)


def _to(address: str, _number: int) -> str:
    return address


def _compared(visit: Visit, project_id: int) -> tuple[Comparison | None, Sentence | None]:
    """The comparison that is asked for, or why there is none."""
    try:
        return _comparison(visit, project_id), None
    except NotFound:
        raise
    except Refusal as refusal:
        return None, refusal.sentence


def _comparison(visit: Visit, project_id: int) -> Comparison | None:
    numbers = {name: whole(visit.GET.get(name, "")) for name in ("before", "after")}
    return forecasts.compare_baselines(visit.actor, project_id, **numbers, now=visit.now)


def _shown(visit: Visit, found: Comparison) -> dict[str, object]:
    show = visit.GET.get("show", "")
    chosen = [task for task in found.tasks if show not in KINDS or task.kind == show]
    days = [at.date() for task in chosen[:SHOWN] for each in (task.before, task.after) if each for at in (each.start, each.finish) if at]
    span = (min(days), max(days)) if days else None
    asked = {"before": found.before.number, **({"after": found.after.number} if found.after else {})}
    return {
        "show": show,
        "kinds": [(kind, name, found.counts[kind]) for kind, name in KINDS.items() if found.counts[kind]],
        "tasks": [(task, KINDS[task.kind], span and pictures.moved_bars(task.before, task.after, *span)) for task in chosen[:SHOWN]],
        "count": len(chosen),
        "asked": urlencode(asked),
    }


@require_safe
def file(visit: Visit, project_id: int) -> HttpResponse:
    """The comparison as a table; `?format=` is `csv` or `xlsx`."""
    found = _comparison(visit, project_id)
    kind = visit.GET.get("format", "csv")
    content, content_type = table_file(Table(_("Comparison"), _columns(), map(_cells, found.tasks if found else ())), kind)
    name = f"{plans.heading(visit.actor, project_id).name} {_('comparison')}.{kind}"
    return download(content, content_type, name)


def _columns() -> list[tuple[str, int]]:
    heads = [(_("Task"), 40), (_("What happened"), 24), (_("Working days later"), 18)]
    pairs = ((_("Start before"), _("Start after")), (_("Finish before"), _("Finish after")))
    minutes = ((_("Minutes of duration before"), _("after")), (_("Minutes of effort before"), _("after")))
    return [*heads, *((head, 18) for pair in (*pairs, *minutes) for head in pair)]


def _cells(task: ComparedTask) -> list[Cell]:
    return [task.shown.name, str(KINDS[task.kind]), task.days, *_pairs(task)]


def _pairs(task: ComparedTask) -> Iterator[Cell]:
    for name in ("start", "finish", "duration_minutes", "effort_minutes"):
        yield from (None if each is None else getattr(each, name) for each in (task.before, task.after))
