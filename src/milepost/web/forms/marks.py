"""What is asked about labels and custom fields themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from milepost.plans.rules import FieldKind
from milepost.web.forms.page import PageForm

COLOURS = [
    ("soft", _("grey")),
    ("accent", _("blue")),
    ("kept", _("green")),
    ("risk", _("amber")),
    ("late", _("red")),
    ("wait", _("violet")),
]
KINDS = [
    (FieldKind.TEXT.value, _("Text")),
    (FieldKind.NUMBER.value, _("A number")),
    (FieldKind.DATE.value, _("A day")),
    (FieldKind.CHOICE.value, _("One of several")),
]


class LabelForm(PageForm):
    name = forms.CharField(label=_("What it says"), max_length=40)
    colour = forms.ChoiceField(label=_("Colour"), choices=COLOURS, widget=forms.RadioSelect, initial="soft")


class FieldChangeForm(PageForm):
    name = forms.CharField(label=_("What is asked"), max_length=300)
    choices = forms.CharField(
        label=_("To choose from"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One per line; only where one of several is chosen."),
    )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        typed["choices"] = typed.get("choices", "").splitlines()
        return typed


class FieldForm(FieldChangeForm):
    kind = forms.ChoiceField(label=_("The answer is"), choices=KINDS)
    field_order = ["name", "kind", "choices"]
