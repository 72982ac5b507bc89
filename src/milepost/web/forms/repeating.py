"""What is asked about a task that comes back."""

from __future__ import annotations

from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from milepost.plans.rules import Repeat, Rhythm
from milepost.plans.rules.repeating import FARTHEST_APART, MOST_TIMES
from milepost.web.forms.fields import DayField, LengthField
from milepost.web.forms.page import PageForm
from milepost.web.visit import Visit

RHYTHMS = [(Rhythm.DAY.value, _("days")), (Rhythm.WEEK.value, _("weeks")), (Rhythm.MONTH.value, _("months"))]


class RepeatForm(PageForm):
    name = forms.CharField(label=_("What comes back"), max_length=280)
    duration = LengthField(label=_("How long each time"))
    every = forms.IntegerField(label=_("Every"), min_value=1, max_value=FARTHEST_APART, initial=1)
    rhythm = forms.ChoiceField(label=_("What"), choices=RHYTHMS, initial=Rhythm.WEEK.value)
    first_on = DayField(label=_("From"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days of the week"), required=False, coerce=int, empty_value=[], widget=forms.CheckboxSelectMultiple
    )
    month_day = forms.IntegerField(label=_("On this day of the month"), required=False, min_value=1, max_value=31)
    until_on = DayField(label=_("Until"), required=False)
    times = forms.IntegerField(label=_("or so many times"), required=False, min_value=1, max_value=MOST_TIMES)
    refused_at = {"duration_minutes": "duration"}

    def __init__(self, visit: Visit, initial: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(visit, initial, **options)
        days = get_day_names("abbreviated", locale=to_locale(get_language() or "en"))
        self.fields["weekdays"].choices = [(number, days[number]) for number in range(7)]  # type: ignore[attr-defined]

    def rule(self, said: dict[str, Any]) -> dict[str, Any]:
        """What was typed, as a write takes it. Days of the week count for weeks, a day of the month for months."""
        rhythm = Rhythm(said["rhythm"])
        repeat = Repeat(
            every=said["every"],
            rhythm=rhythm,
            first_on=said["first_on"],
            weekdays=tuple(said["weekdays"]) if rhythm is Rhythm.WEEK else (),
            month_day=said["month_day"] if rhythm is Rhythm.MONTH else None,
            until_on=said["until_on"],
            times=said["times"],
        )
        return {"name": said["name"], "duration_minutes": said["duration"], "repeat": repeat}
