"""What a new project asks: when, what for, what is handed over, who, and what is to be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from zlib import crc32

from django import forms
from django.utils.translation import gettext_lazy as _

from milepost.exchange.outline.reading import MOST_BYTES
from milepost.web.forms.fields import DayField
from milepost.web.forms.page import PageForm
from milepost.web.forms.projects import NAME_LENGTH
from milepost.web.visit import Visit

LONGEST_OUTCOMES = 50_000
MOST_ROLES = 60
WHO = "who_"
NEW = 0
"""What is chosen for a name on a task where somebody new bears it, instead of a person's id."""

OBJECTIVES = _("Invoices leave sooner: days from delivery to invoice, 12 → 3, by end of june")
DELIVERABLES = _("Invoicing module\n- An invoice leaves on the day of delivery\n- The books agree to the cent")
OUTLINE = _(
    "Concept\n  Talk to the users 3d @Mara\n  Write it down 2d (1d-5d)\nBuild\n  First version 2w <- Write it down\n  Go live (milestone)"
)

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What a new project can be made of: templates by key, people of the firm by id, and the names on the tasks as they are now.

    `newcomers`: a name on a task may become somebody of the firm.
    """

    templates: Choices
    people: Choices
    roles: tuple[str, ...] = ()
    newcomers: bool = False


class StartForm(PageForm):
    refused_at = MappingProxyType({"start": "start_on", "on": "expected_on"})

    name = forms.CharField(label=_("Name of the project"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autofocus": True}))
    start_on = DayField(label=_("First day of work"))
    expected_on = DayField(
        label=_("The date the client expects"), required=False, help_text=_("Such as end of june. Nothing is promised by it.")
    )
    promised = forms.BooleanField(label=_("This date is promised already"), required=False)
    client = forms.CharField(
        label=_("To which client"),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"list": "clients", "autocomplete": "off"}),
    )
    template = forms.ChoiceField(label=_("Begin with"), required=False, widget=forms.RadioSelect)
    outline = forms.CharField(
        label=_("Your list of tasks"),
        required=False,
        max_length=MOST_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "placeholder": OUTLINE}),
        help_text=_("Type it or paste it, also from a spreadsheet with its headings. Indented lines stand below the line before."),
    )
    file = forms.FileField(
        label=_("Or a file with such a list"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt,.md,text/csv,text/plain"}),
        help_text=_("Excel, LibreOffice, CSV or text, at most 2 MB."),
    )
    in_order = forms.BooleanField(
        label=_("One after the other, where the list does not say what waits for what"), required=False, initial=True
    )
    objectives = forms.CharField(
        label=_("What must be better afterwards"),
        required=False,
        max_length=LONGEST_OUTCOMES,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": OBJECTIVES}),
        help_text=_("One per line. Behind a colon: what it is measured by, from where → to where, by when."),
    )
    deliverables = forms.CharField(
        label=_("What is handed over"),
        required=False,
        max_length=LONGEST_OUTCOMES,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": DELIVERABLES}),
        help_text=_("One per line; below it, with a dash, what must hold before it is accepted."),
    )
    member_ids = forms.TypedMultipleChoiceField(label=_("Who works on it"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    filled = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def __init__(self, visit: Visit, offered: Offered, initial: Mapping[str, Any], **options: Any) -> None:
        super().__init__(visit, initial, **options)
        self.fields["template"].choices = offered.templates  # type: ignore[attr-defined]
        self.fields["member_ids"].choices = offered.people  # type: ignore[attr-defined]
        self.roles = dict(self._ask_roles(offered))

    def _ask_roles(self, offered: Offered) -> Iterator[tuple[str, str]]:
        """A question for each name on the tasks: who that is. By the name's digest, so that other lines may come between."""
        new = [(str(NEW), _("New: add to the people"))] if offered.newcomers else []
        choices = [("", _("Somebody, later")), *new, *offered.people]
        for role in offered.roles[:MOST_ROLES]:
            key = asked_as(role)
            self.fields[key] = forms.TypedChoiceField(label=role, required=False, coerce=int, empty_value=None, choices=choices)
            yield key, role

    def role_fields(self) -> list[forms.BoundField]:
        """The questions of who fills which role, for the page."""
        return [self[key] for key in self.roles]

    def team(self) -> dict[str, int]:
        """Who was chosen for which name."""
        return {role: self.cleaned_data[key] for key, role in self.roles.items() if self.cleaned_data.get(key)}

    def newcomers(self) -> list[str]:
        """The names whose bearers become people of the firm."""
        return [role for key, role in self.roles.items() if self.cleaned_data.get(key) == NEW]


def asked_as(role: str) -> str:
    """The name of the field that asks who a role is."""
    return f"{WHO}{crc32(role.encode()):08x}"
