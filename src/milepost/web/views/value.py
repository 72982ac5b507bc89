"""Planned and done work of a project as curves, indices in words, and a table that says the same."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milepost.accounts.rules import may
from milepost.forecast import reads as forecasts
from milepost.plans import reads as plans
from milepost.web import curves, spoken
from milepost.web.visit import Visit


@require_safe
def value(visit: Visit, project_id: int) -> HttpResponse:
    """Against the baseline that was frozen last."""
    found = forecasts.earned_value(visit.actor, project_id, now=visit.now)
    page: dict[str, object] = {
        "project": plans.heading(visit.actor, project_id),
        "value": found,
        "may_freeze": may(visit.actor.role, "plans.freeze_baseline"),
    }
    if found:
        ahead = fan(forecasts.outlook(visit.actor, project_id, now=visit.now))
        page |= {
            "fan": ahead,
            "conclusion": curves.value_sentence(found, today=visit.today),
            "chart": curves.value_curve(found, ahead, today=visit.today),
            "rows": [(point, share(point.planned, found), share(point.earned, found)) for point in found.points],
            "indices": list(indices(found)),
        }
    return render(visit, "value/value.html", page)


def fan(likely: forecasts.Outlook | None) -> curves.Fan | None:
    if likely is None or likely.p50_on is None or likely.p80_on is None:
        return None
    return curves.Fan(likely.p50_on, likely.p80_on)


def share(minutes: int | None, found: forecasts.EarnedValue) -> int | None:
    return None if minutes is None else 100 * minutes // found.budget


def indices(found: forecasts.EarnedValue) -> Iterator[tuple[str, str, str, str]]:
    """Each figure that can be worked out: its name, its term, the figure, and what it means, of this project."""
    hundred = {
        "earned": _of_hundred(found.spi),
        "days": _of_hundred(found.spi_time),
        "rest": _of_hundred(found.tspi),
        "spent": _of_hundred(found.cpi),
    }
    if found.spi is not None:
        yield _("Work done"), "spi", _figure(found.spi), _("%(earned)s hours of work done for 100 that were planned by now") % hundred
    if found.spi_time is not None:
        yield _("Days won"), "earned-schedule", _figure(found.spi_time), _("%(days)s days of the baseline done in 100 days") % hundred
    if found.tspi is not None and 0 < found.earned < found.budget and found.tspi > 0:
        yield (
            _("Pace still needed"),
            "tspi",
            _figure(found.tspi),
            _("%(rest)s days of the baseline in 100 days, to end when it does") % hundred,
        )
    if found.cpi is not None:
        yield _("Work for the hours"), "cpi", _figure(found.cpi), _("%(spent)s hours of work done in 100 hours spent") % hundred
    if found.at_completion is not None:
        whole = {"budget": spoken.hours(found.budget)}
        yield _("Hours at the end"), "eac", spoken.hours(found.at_completion), _("%(budget)s were planned for the whole") % whole


def _of_hundred(index: float | None) -> int:
    return round(100 * (index or 0))


def _figure(index: float) -> str:
    return str(formats.number_format(round(index, 2), 2))
