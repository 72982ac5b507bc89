"""What is asked about one task: its name and dates, who works on it, what it follows, its labels and fields, what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milepost.plans import reads as plans
from milepost.plans.draft import Constraint
from milepost.plans.rules import FieldKind
from milepost.web.forms.fields import DayField, LengthField
from milepost.web.forms.page import PageForm
from milepost.web.visit import Visit

CONSTRAINTS = [
    (Constraint.ASAP.value, _("As soon as possible")),
    (Constraint.ALAP.value, _("As late as possible")),
    (Constraint.SNET.value, _("Start no earlier than")),
    (Constraint.SNLT.value, _("Start no later than")),
    (Constraint.FNET.value, _("Finish no earlier than")),
    (Constraint.FNLT.value, _("Finish no later than")),
    (Constraint.MSO.value, _("Must start on")),
    (Constraint.MFO.value, _("Must finish on")),
]
MOST_UNITS = 10_000


class ChangeForm(PageForm):
    """Name, length, date rule, deadline, deliverable and notes of a task."""

    name = forms.CharField(label=_("What is to be done"), max_length=1000)
    duration = LengthField(label=_("How long it takes"), help_text=_("Such as 3d, 4h or 90m; 0 for a milestone."))
    constraint = forms.ChoiceField(label=_("When"), choices=CONSTRAINTS)
    constraint_on = DayField(label=_("Which day"), required=False)
    deadline_on = DayField(label=_("Deadline"), required=False, help_text=_("Warns when it is missed; moves nothing."))
    deliverable_id = forms.TypedChoiceField(label=_("Part of the deliverable"), required=False, coerce=int, empty_value=None)
    notes = forms.CharField(label=_("Notes"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))
    refused_at = {"duration_minutes": "duration", "constraint_at": "constraint_on", "deadline_at": "deadline_on"}

    def __init__(
        self, visit: Visit, initial: dict[str, Any], deliverables: list[tuple[int, str]], *, summary: bool, **options: Any
    ) -> None:
        super().__init__(visit, initial, **options)
        self.fields["deliverable_id"].choices = [("", gettext("None")), *deliverables]  # type: ignore[attr-defined]
        if summary:
            for name in ("duration", "constraint", "constraint_on"):
                del self.fields[name]


class PeopleForm(PageForm):
    """Who works on a task, each with the share of their time. Empty: not on it."""

    joins = forms.TypedChoiceField(label=_("Somebody else"), required=False, coerce=int, empty_value=None)
    joins_units = forms.IntegerField(label=_("with % of their time"), required=False, min_value=1, max_value=MOST_UNITS, initial=100)

    def __init__(self, visit: Visit, team: Iterable[plans.TeamMember], who: Iterable[plans.Who], **options: Any) -> None:
        on_it = list(who)
        super().__init__(visit, {f"units_{one.resource_id}": one.units for one in on_it}, **options)
        named = {one.resource_id for one in on_it}
        for one in on_it:
            self.fields[f"units_{one.resource_id}"] = forms.IntegerField(label=one.name, required=False, min_value=0, max_value=MOST_UNITS)
        others = [(one.id, one.name) for one in team if one.id not in named and one.kind == "work"]
        self.fields["joins"].choices = [("", gettext("Nobody")), *others]  # type: ignore[attr-defined]

    @property
    def on_it(self) -> list[forms.BoundField]:
        """The fields of those who are on the task."""
        return [self[name] for name in self.fields if name.startswith("units_")]

    def wanted(self, typed: Mapping[str, Any]) -> dict[int, int]:
        """Units by team member, as they shall be; 0 for who shall not be on it."""
        units = {int(name.removeprefix("units_")): value or 0 for name, value in typed.items() if name.startswith("units_")}
        if typed["joins"]:
            units[typed["joins"]] = typed["joins_units"] or 100
        return units


class LinksForm(PageForm):
    """What a task waits for, as people write links."""

    after = forms.CharField(
        label=_("It waits for"),
        required=False,
        max_length=4000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Names of tasks or the numbers of their rows, such as: Design, 12, 2d after Survey. Empty: it waits for nothing."),
    )


class MarksForm(PageForm):
    """The labels of a task, and what it says in the custom fields of its project."""

    labels = forms.TypedMultipleChoiceField(
        label=_("Labels"), required=False, coerce=int, empty_value=[], widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, visit: Visit, labels: Iterable[plans.Label], fields: Iterable[plans.CustomField], initial: Mapping[str, Any], **options: Any
    ) -> None:
        super().__init__(visit, initial, **options)
        choices = [(label.id, label.name) for label in labels]
        self.fields["labels"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["labels"]
        for field in fields:
            self.fields[f"field_{field.id}"] = _input(field)
            self.fields[f"was_{field.id}"] = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
        self._prepare_fields(480)

    def said(self, typed: Mapping[str, Any], field_id: int) -> tuple[str, str | None]:
        """What shall stand in a custom field, and what stood there when the form was shown."""
        value = typed[f"field_{field_id}"]
        return value.isoformat() if isinstance(value, date) else value or "", typed[f"was_{field_id}"] or None


def _input(field: plans.CustomField) -> forms.Field:
    if field.kind is FieldKind.DATE:
        return DayField(label=field.name, required=False)
    if field.kind is FieldKind.CHOICE:
        return forms.ChoiceField(label=field.name, required=False, choices=[("", ""), *((each, each) for each in field.choices)])
    number = {"inputmode": "decimal", "class": "short"} if field.kind is FieldKind.NUMBER else {}
    widget = forms.TextInput(attrs={"autocomplete": "off", **number})
    return forms.CharField(label=field.name, required=False, max_length=300, widget=widget)


class CommentForm(PageForm):
    text = forms.CharField(
        label=_("Say something"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("@ and a name tells that person of the team."),
    )


class AttachmentForm(PageForm):
    file = forms.FileField(label=_("Add a file"), allow_empty_file=True)
