"""Who somebody on a plan's team is."""

from __future__ import annotations

from django import forms

from milepost.web.forms.page import PageForm


class PersonChoiceForm(PageForm):
    """One person of the firm, or nobody. That there is such a person is the rooms' matter."""

    person_id = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
