"""How long a snapshot can be read."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from milepost.web.forms.page import PageForm

LENGTHS = [(7, _("for a week")), (30, _("for 30 days")), (90, _("for 90 days")), (365, _("for a year"))]


class SnapshotForm(PageForm):
    days = forms.TypedChoiceField(label=_("It can be read"), choices=LENGTHS, coerce=int, initial=30)
