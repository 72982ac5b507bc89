"""What a timeline is printed on."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from milepost.exchange.gantt import DEEPEST, MOST_ACROSS

LEVELS = (DEEPEST, 1, 2, 3, 4, 5)


class PaperForm(forms.Form):
    """Sent as part of an address, so that it can be kept and sent on."""

    format = forms.CharField(widget=forms.HiddenInput, initial="pdf")
    paper = forms.ChoiceField(label=_("Paper"))
    turned = forms.ChoiceField(label=_("Turned"), choices=[("landscape", _("Lying (landscape)")), ("portrait", _("Upright (portrait)"))])
    across = forms.ChoiceField(
        label=_("Sheets side by side"),
        choices=[(number, number) for number in range(1, MOST_ACROSS + 1)],
        help_text=_("More than one makes a timeline to glue together."),
    )
    depth = forms.ChoiceField(label=_("What to show"))

    def __init__(self, counts: Iterable[tuple[str, int]]) -> None:
        super().__init__(label_suffix="")
        papers = [(name, f"{name} · {ngettext('%(n)s sheet', '%(n)s sheets', n) % {'n': n}}") for name, n in counts]
        levels = [(LEVELS[0], gettext("All tasks")), *((n, ngettext("%(n)s level", "%(n)s levels", n) % {"n": n}) for n in LEVELS[1:])]
        for name, choices in (("paper", papers), ("depth", levels)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
