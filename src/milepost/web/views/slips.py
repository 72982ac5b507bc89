"""The slip ledger of a project: what moved the finish over any period, by cause, as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milepost.exchange.table_files import Cell, Table, table_file
from milepost.forecast import reads as forecasts
from milepost.plans import reads as plans
from milepost.web import trends
from milepost.web.downloads import download
from milepost.web.templatetags.milepost import say
from milepost.web.visit import Visit


@require_safe
def slips(visit: Visit, project_id: int) -> HttpResponse:
    """Day by day, `?first=` to `?last=`; without them everything."""
    period = _period(visit)
    ledger = forecasts.slip_ledger(visit.actor, project_id, **period)
    page = {
        "project": plans.heading(visit.actor, project_id),
        "ledger": ledger,
        "newest_first": ledger.lines[::-1],
        "causes": [(cause, _share(cause.minutes, ledger)) for cause in ledger.causes],
        "trend": trends.finish_trend(ledger.lines, today=visit.today),
        "asked": urlencode({name: on.isoformat() for name, on in period.items() if on}),
    }
    return render(visit, "slips/slips.html", page)


@require_safe
def file(visit: Visit, project_id: int) -> HttpResponse:
    """The same as a table; `?format=` is `csv` or `xlsx`."""
    ledger = forecasts.slip_ledger(visit.actor, project_id, **_period(visit))
    kind = visit.GET.get("format", "csv")
    content, content_type = table_file(Table(_("Slips"), _columns(), _rows(ledger)), kind)
    name = f"{plans.heading(visit.actor, project_id).name} {_('slips')}.{kind}"
    return download(content, content_type, name)


def _share(minutes: int, ledger: forecasts.SlipLedger) -> int:
    """How large a cause is beside the largest, in per cent."""
    return round(100 * abs(minutes) / max(1, *(abs(cause.minutes) for cause in ledger.causes)))


def _columns() -> list[tuple[str, int]]:
    heads = [(_("Since the end of"), 14), (_("Worked out on"), 14), (_("Finish before"), 14), (_("Finish after"), 14)]
    return [*heads, (_("Cause"), 28), (_("Working minutes"), 16), (_("What happened"), 80)]


def _rows(ledger: forecasts.SlipLedger) -> Iterator[list[Cell]]:
    """A row for each cause of each day: their minutes add up to the move of the day."""
    for line in ledger.lines:
        days: list[Cell] = [line.since_on, line.as_of, line.before_on, line.finish_on]
        for part in line.parts:
            yield [*days, say(part.name), part.minutes, say(part.sentence)]
        if not line.parts:
            yield [*days, "", line.minutes, _("Nothing moved the finish.")]


def _period(visit: Visit) -> dict[str, Any]:
    return {name: _day(visit.GET.get(name, "")) for name in ("first", "last")}


def _day(text: str) -> date | None:
    """The day an address names; None where it names none that a calendar has."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
