"""What is asked about the calendars of a project."""

from __future__ import annotations

from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import get_language, gettext, to_locale
from django.utils.translation import gettext_lazy as _

from milepost.kernel.worktime import OFFICE_WEEK, DayException
from milepost.people.reads import FIRM
from milepost.plans.reads import CalendarView
from milepost.web.forms.fields import DayField, HoursField
from milepost.web.forms.page import PageForm, Write
from milepost.web.forms.people import place_choices
from milepost.web.visit import Visit

PLACE = "place"


class CalendarForm(PageForm):
    """A name, seven days, Monday first, and whose public holidays are free. Without a calendar it begins as the office works."""

    refused_at = {"week": "day_0"}

    name = forms.CharField(label=_("Name"), max_length=200)
    holidays = forms.ChoiceField(
        label=_("Public holidays"),
        required=False,
        choices=[(FIRM, _("Free: those of the firm")), (PLACE, _("Free: those of another place")), ("", _("Not free: the week decides"))],
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, visit: Visit, shown: CalendarView | None = None, **options: Any) -> None:
        kept = FIRM if shown is None else shown.holidays
        country, _dash, region = ("", "", "") if kept in ("", FIRM) else kept.partition("-")
        week = OFFICE_WEEK if shown is None else shown.week
        typed = {f"day_{number}": shifts for number, shifts in enumerate(week)}
        said = {"name": shown.name if shown else "", "holidays": PLACE if country else kept, "country": country, "region": region}
        super().__init__(visit, {**said, **typed}, version=shown.version if shown else None, **options)
        place_choices(self, country)
        countries = self.fields["country"]
        countries.choices = [("", gettext("Which one?")), *countries.choices[1:]]  # type: ignore[attr-defined]
        names = get_day_names("wide", locale=to_locale(get_language() or "en"))
        for number in range(7):
            self.fields[f"day_{number}"] = HoursField(label=names[number])

    def days(self) -> list[forms.BoundField]:
        """The fields of the week."""
        return [self[f"day_{number}"] for number in range(7)]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("holidays") == PLACE and not typed.get("country"):
            self.add_error("country", gettext("Say the country whose public holidays are free."))
        return typed

    def went_through(self, write: Write) -> bool:
        return super().went_through(lambda typed: write(_said(typed)))


def _said(typed: dict[str, Any]) -> dict[str, Any]:
    place = "-".join(part for part in (typed["country"], typed["region"]) if part)
    kept = {"name": typed["name"], "holidays": place if typed["holidays"] == PLACE else typed["holidays"]}
    return {**kept, "week": [typed[f"day_{number}"] for number in range(7)], **{key: typed[key] for key in ("version",) if key in typed}}


class DayOffForm(PageForm):
    """Days that differ from the week: off, or with hours of their own."""

    refused_at = {"exceptions": "first"}

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"), required=False, help_text=_("Leave empty for a single day."))
    called = forms.CharField(
        label=_("What it is"), required=False, max_length=200, help_text=_("Such as company holidays, or stocktaking.")
    )
    hours = HoursField(label=_("Hours"), help_text=_("Empty: a day off. Such as 9:00-13:00 for a day that is worked."))

    def __init__(self, visit: Visit, shown: CalendarView, **options: Any) -> None:
        super().__init__(visit, version=shown.version, **options)

    def went_through(self, write: Write) -> bool:
        return super().went_through(lambda typed: write({"version": typed["version"], "day": _day(typed)}))


def _day(typed: dict[str, Any]) -> DayException:
    return DayException(typed["first"], typed["last"] or typed["first"], typed["hours"], typed["called"])
