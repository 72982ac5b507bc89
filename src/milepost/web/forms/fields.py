"""Fields that read what people type: days, lengths of time, hours of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from milepost.exchange import typed
from milepost.kernel.refusal import Refusal
from milepost.kernel.worktime import Shift
from milepost.web.hours import typed_shifts, written_shifts
from milepost.web.numbers import whole


def refused(refusal: Refusal) -> ValidationError:
    """A refusal as a form says it, in the reader's language."""
    return ValidationError(refusal.sentence.translated(gettext), code=refusal.code)


class DayField(forms.CharField):
    """A day as people type it. `today` is set by the form it stands in."""

    today: date

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 40)
        options.setdefault("help_text", _("Such as fri, +3d, 12 mar."))
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off", "class": "short"}

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return typed.day(text, today=self.today, locale=get_language() or "en")
        except Refusal as refusal:
            raise refused(refusal) from None

    def prepare_value(self, value: Any) -> Any:
        return format_date(value, "d MMM y", locale=(get_language() or "en").replace("-", "_")) if isinstance(value, date) else value


class LengthField(forms.CharField):
    """A length of working time; cleans to minutes. `minutes_per_day` is the project's, set by the form it stands in."""

    minutes_per_day = 480

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 40)
        options.setdefault("help_text", _("Such as 3d, 4h or 90m."))
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off", "class": "short"}

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return typed.length(text, self.minutes_per_day)
        except Refusal as refusal:
            raise refused(refusal) from None

    def prepare_value(self, value: Any) -> Any:
        return typed.written_length(value, per_day=self.minutes_per_day) if isinstance(value, int) else value


class IdsField(forms.Field):
    """Ids of things that were ticked; cleans to a list of integers."""

    widget = forms.MultipleHiddenInput
    most = 20_000

    def clean(self, value: Any) -> list[int]:
        typed = {whole(str(text)) for text in value or []} - {None}
        return sorted(number for number in typed if number is not None)[: self.most]


class HoursField(forms.CharField):
    """The shifts of one weekday: "9:00-13:00, 14:00-18:00"; empty where nobody works."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=100, required=False, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off", "placeholder": _("off")}

    def clean(self, value: Any) -> tuple[Shift, ...]:
        try:
            return typed_shifts(super().clean(value))
        except Refusal as refusal:
            raise refused(refusal) from None

    def prepare_value(self, value: Any) -> Any:
        return written_shifts(value) if isinstance(value, tuple) else value
