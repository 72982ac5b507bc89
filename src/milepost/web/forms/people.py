"""What is asked about people and when they work."""

from __future__ import annotations

from typing import Any

from babel.dates import get_day_names
from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext, to_locale
from django.utils.translation import gettext_lazy as _

from milepost.kernel.worktime import Week
from milepost.web import places
from milepost.web.forms.fields import DayField, HoursField
from milepost.web.forms.page import PageForm, Write
from milepost.web.visit import Visit


def place_choices(form: PageForm, country: str) -> None:
    """Fills the choices of `country` and `region`: the regions are those of the country typed, else of `country`, and follow it."""
    chosen = form.data.get("country", "") if form.is_bound else country
    form.fields["country"].choices = [("", gettext("That of the workspace")), *places.countries(get_language() or "en")]  # type: ignore[attr-defined]
    form.fields["region"].choices = [("", gettext("Everywhere")), *places.regions(chosen)]  # type: ignore[attr-defined]
    asked_anew = {"hx-get": reverse("regions"), "hx-trigger": "change", "hx-target": f"#{form['region'].id_for_label}"}
    form.fields["country"].widget.attrs.update(asked_anew)


class PersonForm(PageForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    country = forms.ChoiceField(label=_("Country"), required=False, help_text=_("Whose public holidays are free days."))
    region = forms.ChoiceField(label=_("Region"), required=False)
    user_id = forms.TypedChoiceField(
        label=_("Signs in as"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Then this person sees and reports their own tasks."),
    )

    def __init__(self, visit: Visit, members: list[tuple[int, str]], initial: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(visit, initial, **options)
        place_choices(self, (initial or {}).get("country", ""))
        self.fields["user_id"].choices = [("", gettext("Nobody: does not sign in")), *members]  # type: ignore[attr-defined]


class WeekForm(PageForm):
    """Seven fields, Monday first. `week` as the writes want it."""

    day_0 = HoursField()
    day_1 = HoursField()
    day_2 = HoursField()
    day_3 = HoursField()
    day_4 = HoursField()
    day_5 = HoursField()
    day_6 = HoursField()

    def __init__(self, visit: Visit, week: Week, **options: Any) -> None:
        super().__init__(visit, {f"day_{number}": shifts for number, shifts in enumerate(week)}, **options)
        names = get_day_names("wide", locale=to_locale(get_language() or "en"))
        for number in range(7):
            self.fields[f"day_{number}"].label = names[number]

    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{number}"] for number in range(7)]

    def went_through(self, write: Write) -> bool:
        return super().went_through(lambda typed: write(_with_week(typed)))


def _with_week(typed: dict[str, Any]) -> dict[str, Any]:
    return {"week": [typed[f"day_{number}"] for number in range(7)], "version": typed.get("version")}


class AbsenceForm(PageForm):
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"), required=False, help_text=_("Leave empty for a single day."))
    because = forms.CharField(label=_("Why"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        typed["last"] = typed.get("last") or typed.get("first")
        return typed
