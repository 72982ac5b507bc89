"""What is asked about projects: files, names, outcomes, promises, baselines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milepost.plans import reads as plans
from milepost.plans.rules import Response
from milepost.plans.writes import CriterionText
from milepost.web.forms.fields import DayField, IdsField, LengthField
from milepost.web.forms.page import PageForm
from milepost.web.visit import Visit

ACCEPTED = ".xml,application/xml,text/xml"
NAME_LENGTH = 300


class FileForm(PageForm):
    file = forms.FileField(label=_("The file"), allow_empty_file=True, widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}))


class ProjectForm(PageForm):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autofocus": True}))
    start_on = DayField(label=_("First day of work"))


class RankForm(PageForm):
    programme = forms.CharField(
        label=_("Programme"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "programmes", "autocomplete": "off"}),
        help_text=_("Projects of one name are run together. Empty: it stands alone."),
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        widget=forms.NumberInput(attrs={"min": 0, "max": 1000, "step": 50, "class": "short"}),
        help_text=_("0 to 1000. Where projects need the same people, the higher one goes first; 500 is usual."),
    )


class ExpectedForm(PageForm):
    on = DayField(label=_("The date the client expects"), required=False, help_text=_("Such as end of june. Nothing is promised by it."))


class ScenarioForm(PageForm):
    name = forms.CharField(
        label=_("What you try"),
        max_length=200,
        help_text=_("Such as “A second tester from May”."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    note = forms.CharField(label=_("Why, in a sentence"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class BudgetForm(PageForm):
    amount = forms.DecimalField(label=_("What it may cost"), required=False, max_digits=14, decimal_places=2, min_value=0)
    currency = forms.CharField(label=_("Currency"), max_length=3, help_text=_("Three letters, such as EUR."))

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class FixedCostForm(PageForm):
    name = forms.CharField(label=_("What for"), max_length=NAME_LENGTH, help_text=_("Such as “Licences for forty seats”."))
    amount = forms.DecimalField(label=_("What it is planned to cost"), max_digits=14, decimal_places=2, min_value=0)
    paid = forms.DecimalField(
        label=_("What it cost in the end"),
        required=False,
        max_digits=14,
        decimal_places=2,
        min_value=0,
        help_text=_("Empty as long as it is not paid."),
    )
    risk_id = forms.TypedChoiceField(label=_("When it is to be paid"), required=False, coerce=int, empty_value=None)

    def __init__(self, visit: Visit, risks: Iterable[plans.Risk], initial: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(visit, initial, **options)
        happens = [(risk.id, gettext("Only if this happens: %(risk)s") % {"risk": risk.name}) for risk in risks]
        self.fields["risk_id"].choices = [("", gettext("In any case")), *happens]  # type: ignore[attr-defined]


class BaselineForm(PageForm):
    name = forms.CharField(label=_("Name of the baseline"), max_length=NAME_LENGTH, help_text=_("Such as “As signed”."))
    because = forms.CharField(
        label=_("Why it is frozen"), required=False, max_length=1000, help_text=_("Such as “Change request 4 was signed”.")
    )


class PromiseForm(PageForm):
    client = forms.CharField(
        label=_("Client"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"list": "clients", "autocomplete": "off"})
    )
    to_whom = forms.CharField(label=_("To whom"), required=False, max_length=NAME_LENGTH, help_text=_("The person who was told."))
    on = DayField(label=_("Which date"))
    paper = forms.CharField(
        label=_("By which paper"), required=False, max_length=500, help_text=_("Such as the contract, an e-mail of 3 March, a meeting.")
    )
    because = forms.CharField(
        label=_("Why this date, or why it moves"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ObjectiveForm(PageForm):
    name = forms.CharField(label=_("What must be better afterwards"), max_length=NAME_LENGTH)
    metric = forms.CharField(label=_("Measured by"), required=False, max_length=NAME_LENGTH, help_text=_("Such as minutes per invoice."))
    baseline_value = forms.CharField(label=_("Today it is"), required=False, max_length=100)
    target = forms.CharField(label=_("It shall be"), required=False, max_length=100)
    by_on = DayField(label=_("By when"), required=False)


class StrategicObjectiveForm(ObjectiveForm):
    project_ids = forms.TypedMultipleChoiceField(
        label=_("Projects that serve it"), required=False, coerce=int, empty_value=[], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, projects: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(forms.ChoiceField, self.fields["project_ids"]).choices = list(projects)


class DeliverableForm(PageForm):
    name = forms.CharField(label=_("What is handed over"), max_length=NAME_LENGTH)
    criteria = forms.CharField(
        label=_("Acceptance criteria"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One condition per line."),
    )
    met = forms.MultipleChoiceField(label=_("Of these, met already"), required=False, widget=forms.CheckboxSelectMultiple)
    objective_id = forms.TypedChoiceField(label=_("Serves the objective"), required=False, coerce=int, empty_value=None)
    owner_id = forms.TypedChoiceField(label=_("Who answers for it"), required=False, coerce=int, empty_value=None)
    review_minutes = LengthField(label=_("Time for the review"), required=False)
    task_ids = IdsField(label=_("Its tasks"), required=False)

    def __init__(self, visit: Visit, choices: Choices, initial: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(visit, initial, **options)
        self.fields["objective_id"].choices = [("", gettext("None")), *choices.objectives]  # type: ignore[attr-defined]
        self.fields["owner_id"].choices = [("", gettext("Nobody yet")), *choices.people]  # type: ignore[attr-defined]
        self.fields["met"].choices = [(text, text) for text in choices.criteria]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        met = set(typed.pop("met", []))
        lines = [line.strip() for line in typed.get("criteria", "").splitlines() if line.strip()]
        typed["criteria"] = [CriterionText(line, line in met) for line in lines]
        typed["review_minutes"] = typed.get("review_minutes") or 0
        return typed


class RiskForm(PageForm):
    name = forms.CharField(label=_("What may happen"), max_length=NAME_LENGTH)
    effect = forms.CharField(label=_("What it would do"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    percent = forms.IntegerField(
        label=_("In how many of 100 cases"),
        widget=forms.NumberInput(attrs={"min": 1, "max": 99, "list": "chances", "class": "short"}),
        help_text=_("5 is very unlikely, 20 unlikely, 40 possible, 60 likely, 80 very likely."),
    )
    minutes = LengthField(label=_("How much longer each of its tasks takes then"), required=False)
    response = forms.ChoiceField(
        label=_("What we do"),
        choices=[
            (Response.REDUCE, _("Reduce: make it less likely or less bad")),
            (Response.AVOID, _("Avoid: plan so that it cannot happen")),
            (Response.TRANSFER, _("Transfer: somebody else carries it")),
            (Response.ACCEPT, _("Accept: live with it if it comes")),
        ],
    )
    measures = forms.CharField(label=_("How, exactly"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    owner_id = forms.TypedChoiceField(label=_("Who keeps an eye on it"), required=False, coerce=int, empty_value=None)
    review_on = DayField(label=_("When we look at it again"), required=False)
    task_ids = IdsField(label=_("The tasks it would make longer"), required=False)

    def __init__(self, visit: Visit, people: list[tuple[int, str]], initial: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(visit, initial, **options)
        self.fields["owner_id"].choices = [("", gettext("Nobody yet")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        return typed | {"minutes": typed.get("minutes") or 0}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a deliverable may refer to: objectives and people by id and name, and the criteria it has so far."""

    objectives: list[tuple[int, str]]
    people: list[tuple[int, str]]
    criteria: list[str]


class TaskForm(PageForm):
    name = forms.CharField(label=_("What is to be done"), max_length=NAME_LENGTH)
    duration_minutes = LengthField(label=_("How long it takes"), help_text=_("Such as 3d, 4h or 90m; 0 for a milestone."))
