"""Who somebody on a plan's team is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from milepost.web.forms.fields import DayField
from milepost.web.forms.page import PageForm

SATURDAYS = "saturdays"
LENGTHS = [
    ("30", _("half an hour longer each day")),
    ("60", _("1 hour longer each day")),
    ("120", _("2 hours longer each day")),
    ("180", _("3 hours longer each day")),
    (SATURDAYS, _("Saturdays too")),
]


class PersonChoiceForm(PageForm):
    """One person of the firm, or nobody. That there is such a person is the rooms' matter."""

    person_id = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class OvertimeForm(PageForm):
    """Who works longer, by how much, and when. Cleans to the fields of `WorkOvertime`."""

    refused_at = {"resource_ids": "resource_id", "minutes": "longer"}

    resource_id = forms.TypedChoiceField(label=_("Who"), coerce=int)
    longer = forms.ChoiceField(label=_("Works"), choices=LENGTHS, initial="60")
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))

    def with_team(self, team: list[tuple[int, str]]) -> OvertimeForm:
        """The form for a team: id and name of each."""
        self.fields["resource_id"].choices = team  # type: ignore[attr-defined]
        return self

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        who, longer = typed.pop("resource_id", 0), typed.pop("longer", "")
        hours = {"minutes": 0, "saturdays": True} if longer == SATURDAYS else {"minutes": int(longer or 0), "saturdays": False}
        return {**typed, **hours, "resource_ids": (who,)}
