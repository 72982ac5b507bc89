"""What is asked about people and when they work."""

from __future__ import annotations

import re
from typing import Any

from babel.dates import get_day_names
from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext, to_locale
from django.utils.translation import gettext_lazy as _

from milepost.people.reads import PersonView
from milepost.web import places
from milepost.web.forms.fields import DayField, HoursField
from milepost.web.forms.page import PageForm, Write
from milepost.web.visit import Visit

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "PLN", "CZK", "SEK", "NOK", "DKK", "HUF", "RON", "TRY", "INR", "JPY", "AUD", "CAD", "BRL", "ZAR")
_SKILL = re.compile(r"(?P<name>.+?)[\s:,]+(?P<level>\d)")


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
    zone = forms.ChoiceField(label=_("Time zone"), required=False, help_text=_("On whose clock their hours are meant."))
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
        self.fields["zone"].choices = [("", gettext("That of the workspace")), *places.zones()]  # type: ignore[attr-defined]
        self.fields["user_id"].choices = [("", gettext("Nobody: does not sign in")), *members]  # type: ignore[attr-defined]


class WeekForm(PageForm):
    """Seven fields, Monday first, and seven more for whoever works two weeks in turn. The weeks as the writes want them."""

    second_from = DayField(
        label=_("The second week holds in the week of"), required=False, help_text=_("And in every other one. Empty: all weeks are alike.")
    )

    def __init__(self, visit: Visit, shown: PersonView, **options: Any) -> None:
        weeks = {"day": shown.week, "second": shown.second_week or ((),) * 7}
        typed = {f"{which}_{number}": shifts for which, week in weeks.items() for number, shifts in enumerate(week)}
        super().__init__(visit, {**typed, "second_from": shown.second_from}, version=shown.version, **options)
        names = get_day_names("wide", locale=to_locale(get_language() or "en"))
        for which in weeks:
            for number in range(7):
                self.fields[f"{which}_{number}"] = HoursField(label=names[number])

    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{number}"] for number in range(7)]

    def second_days(self) -> list[forms.BoundField]:
        return [self[f"second_{number}"] for number in range(7)]

    def went_through(self, write: Write) -> bool:
        return super().went_through(lambda typed: write(_with_weeks(typed)))


def _with_weeks(typed: dict[str, Any]) -> dict[str, Any]:
    first, second = ([typed[f"{which}_{number}"] for number in range(7)] for which in ("day", "second"))
    since = typed["second_from"]
    alternates = since is not None or any(second)
    return {"week": first, "second_week": second if alternates else None, "second_from": since, "version": typed.get("version")}


class RolesForm(PageForm):
    roles = forms.CharField(
        label=_("Roles"), required=False, max_length=2000, help_text=_("One or several, with commas: Network engineer, Team lead.")
    )

    def __init__(self, visit: Visit, shown: PersonView, **options: Any) -> None:
        super().__init__(visit, {"roles": ", ".join(shown.roles)}, version=shown.version, **options)

    def clean_roles(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["roles"].split(",") if name.strip()]


class SkillsForm(PageForm):
    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, with a level from 1 (has seen it done) to 5 (teaches it): Python 4."),
    )

    def __init__(self, visit: Visit, shown: PersonView, **options: Any) -> None:
        lines = "\n".join(f"{skill.name} {skill.level}" for skill in shown.skills)
        super().__init__(visit, {"skills": lines}, version=shown.version, **options)

    def clean_skills(self) -> list[tuple[str, int]]:
        return [_skill(line) for line in self.cleaned_data["skills"].splitlines() if line.strip()]


def _skill(line: str) -> tuple[str, int]:
    """ "Python 4"; without a number it is 3, the middle."""
    found = _SKILL.fullmatch(line.strip())
    return (found["name"], int(found["level"])) if found else (line.strip(), 3)


class RateForm(PageForm):
    from_on = DayField(label=_("From"))
    per_hour = forms.DecimalField(label=_("Per hour"), max_digits=10, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, visit: Visit, shown: PersonView, currency: str, **options: Any) -> None:
        super().__init__(visit, {"currency": currency, "from_on": visit.today}, version=shown.version, **options)
        self.fields["currency"].choices = [(each, each) for each in CURRENCIES]  # type: ignore[attr-defined]


class RateDayForm(PageForm):
    """Which of the rates is meant: that of the day it began."""

    from_on = forms.DateField()


class AbsenceForm(PageForm):
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"), required=False, help_text=_("Leave empty for a single day."))
    because = forms.CharField(label=_("Why"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        typed["last"] = typed.get("last") or typed.get("first")
        return typed
