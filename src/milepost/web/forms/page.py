"""The form of a page: what was typed stays, refusals stand beside their fields, stale edits show both values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.web.forms.fields import DayField, LengthField, refused
from milepost.web.numbers import whole
from milepost.web.once import FIELD, fresh, once
from milepost.web.visit import Visit

Write = Callable[[dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a stale edit: what stands there now, and what was typed."""

    label: str
    current: str
    yours: str


class PageForm(forms.Form):
    """Filled from `visit` when it was sent, else from `initial`. With `version` it edits something that others may edit, too.

    A page with several forms says of each by `sent` whether it is the one that was sent.
    """

    refused_at: ClassVar[Mapping[str, str]] = {}
    """Where a refusal stands whose `field` is called otherwise here."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        visit: Visit,
        initial: Mapping[str, Any] | None = None,
        *,
        version: int | None = None,
        minutes_per_day: int = 480,
        sent: bool | None = None,
    ) -> None:
        sent = visit.method == "POST" if sent is None else sent
        super().__init__(
            visit.POST if sent else None,
            visit.FILES if sent else None,
            initial={**(initial or {}), FIELD: fresh()},
            label_suffix="",
            auto_id=f"{type(self).__name__.removesuffix('Form').lower()}_%s",
        )
        self.visit, self.version = visit, version
        self.answer = ""
        self.status = 200
        self.stale: tuple[Difference, ...] = ()
        if version is not None:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=version)
        self._prepare_fields(minutes_per_day)

    def _prepare_fields(self, minutes_per_day: int) -> None:
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = self.visit.today
            if isinstance(field, LengthField):
                field.minutes_per_day = minutes_per_day

    def went_through(self, write: Write) -> bool:
        """Whether the form was sent, is valid, and `write` did it. `answer` is then the address that `write` gave back.

        A refusal is kept beside its field. What the actor may not see or do is not the form's matter and goes on up.
        """
        if not self.is_bound:
            return False
        if not self.is_valid():
            self.status = 422
            return False
        try:
            self.answer = once(self.visit, lambda: write(self._typed()))
        except (NotFound, NotAllowed):
            raise
        except Refusal as refusal:
            return self.refuse(refusal)
        return True

    def _typed(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != FIELD}

    def refuse(self, refusal: Refusal) -> bool:
        """Keeps a refusal beside the field it is about, or above the form. Gives back False: nothing went through."""
        self.status = refusal.status
        if isinstance(refusal, Stale):
            self._show_both(refusal)
        place = self.refused_at.get(refusal.field or "", refusal.field or "")
        self.add_error(place if place in self.fields else None, refused(refusal))
        return False

    def _show_both(self, stale: Stale) -> None:
        """Both values of every field that differs; the form now names the version that stands there, so that sending it again decides."""
        self.stale = both(stale, self._label)
        self.data = self.visit.POST.copy()
        self.data["version"] = str(self.version)

    def _label(self, name: str) -> str:
        return str(self.fields[name].label) if name in self.fields and self.fields[name].label else name.replace("_", " ")


def version_sent(visit: Visit) -> int | None:
    """The version that a form of buttons alone names."""
    return whole(visit.POST.get("version", ""))


def both(refusal: Refusal, label: Callable[[str], str] = lambda name: name.replace("_", " ")) -> tuple[Difference, ...]:
    """The fields in which a stale edit differs from what stands there; nothing for any other refusal."""
    current, yours = refusal.details.get("current"), refusal.details.get("yours")
    if not isinstance(current, Mapping) or not isinstance(yours, Mapping):
        return ()
    return tuple(
        Difference(label(name), _plain(there), _plain(yours.get(name))) for name, there in current.items() if there != yours.get(name)
    )


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return gettext("nothing") if value in (None, "") else str(value)


def number_sent(visit: Visit, name: str) -> int:
    """The whole number that a form holds under this name; -1 where it holds none."""
    number = whole(visit.POST.get(name, ""))
    return -1 if number is None else number
