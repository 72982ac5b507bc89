"""What the first run asks: the firm, its first manager, where and in which language they work."""

from __future__ import annotations

from types import MappingProxyType

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from milepost.web import places
from milepost.web.forms.page import PageForm
from milepost.web.visit import Visit


class WelcomeForm(PageForm):
    refused_at = MappingProxyType({"email": "owner_email"})

    name = forms.CharField(
        label=_("Name of your firm or team"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autofocus": True}),
    )
    owner_name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    owner_email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("A password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )
    country = forms.ChoiceField(label=_("Country"), required=False, help_text=_("Its public holidays are free days in every plan."))
    zone = forms.ChoiceField(label=_("Time zone"), choices=places.zones)
    language = forms.ChoiceField(label=_("Language"), choices=places.languages)

    def __init__(self, visit: Visit) -> None:
        country, zone = places.guess(visit.headers.get("Accept-Language", ""))
        super().__init__(visit, {"country": country, "zone": zone, "language": get_language()})
        self.fields["country"].choices = [("", _("None")), *places.countries(get_language() or "en")]  # type: ignore[attr-defined]
        self.fields["zone"].widget.attrs["data-guess"] = "zone"
        self.fields["password"].help_text = " ".join(password_validators_help_texts()[1:2])
