"""What is asked about oneself, the workspace, its members and tokens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milepost.accounts.reads import WorkspaceView
from milepost.kernel.actor import Role
from milepost.web import places
from milepost.web.forms.page import PageForm
from milepost.web.forms.people import place_choices
from milepost.web.visit import Visit

ROLES = [
    (Role.OWNER.value, _("Owner: everything, and who the owners are")),
    (Role.MANAGER.value, _("Manager: plans, promises, people, imports")),
    (Role.MEMBER.value, _("Member: their own tasks and projects")),
    (Role.CLIENT.value, _("Client: only what was promised to them")),
]


class NameForm(PageForm):
    name = forms.CharField(label=_("Your name"), max_length=200)


class LanguageForm(PageForm):
    language = forms.ChoiceField(label=_("Your language"), required=False)

    def __init__(self, visit: Visit, *args: Any, **options: Any) -> None:
        super().__init__(visit, *args, **options)
        self.fields["language"].choices = [("", gettext("That of the workspace")), *places.languages()]  # type: ignore[attr-defined]


class WorkspaceForm(PageForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False, help_text=_("Its public holidays are free days in every plan."))
    region = forms.ChoiceField(label=_("Region"), required=False)
    zone = forms.ChoiceField(label=_("Time zone"), choices=places.zones)
    language = forms.ChoiceField(label=_("Language"), choices=places.languages)

    def __init__(self, visit: Visit, workspace: WorkspaceView, **options: Any) -> None:
        initial = {name: getattr(workspace, name) for name in ("name", "country", "region", "zone", "language")}
        super().__init__(visit, initial, version=workspace.version, **options)
        place_choices(self, workspace.country)
        self.fields["country"].choices[0] = ("", gettext("None"))  # type: ignore[attr-defined]


class MemberForm(PageForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Role.MEMBER.value)


class RoleForm(PageForm):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)


class TokenForm(PageForm):
    name = forms.CharField(label=_("What it is for"), max_length=200, help_text=_("Such as the program that will use it."))


class FeedForm(PageForm):
    project = forms.TypedChoiceField(label=_("What to show"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, projects: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(forms.ChoiceField, self.fields["project"]).choices = [("", _("My tasks, and every promised date")), *projects]
