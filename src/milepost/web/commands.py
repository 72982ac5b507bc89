"""What one can tell Milepost to do from anywhere: the commands behind Ctrl K, and who may give which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from milepost.accounts.rules import may
from milepost.kernel.actor import Role
from milepost.kernel.say import Sentence, say
from milepost.search import rules


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do: a page to open, or with `act` something that the page itself does. `also` are words people type for it."""

    text: Sentence
    icon: str
    page: str = ""
    anchor: str = ""
    act: str = ""
    needs: str = "accounts.change_own"
    also: Sentence | None = None

    def url(self, project_id: int | None) -> str:
        """Where it leads; the list of keys for what the page does by itself."""
        return reverse(self.page or "keys", args=[project_id] if self in IN_A_PROJECT else []) + self.anchor


IN_A_PROJECT = (
    Command(say("Record a promise for this project"), "flag", "project_promise", needs="clients.promise", also=say("client date")),
    Command(say("Add a task to this plan"), "plus", "task_add", needs="plans.add_task", also=say("new")),
    Command(say("Open the plan"), "chart-gantt", "project", needs="plans.see", also=say("Gantt")),
    Command(say("Open the table"), "list-tree", "project", "?view=table", needs="plans.see", also=say("list grid")),
    Command(say("Open the board"), "square-kanban", "project", "?view=board", needs="plans.see", also=say("cards kanban")),
    Command(say("Open the calendar"), "calendar", "project", "?view=calendar", needs="plans.see", also=say("month week")),
    Command(say("Open the overview"), "target", "project_overview", needs="plans.see", also=say("objectives deliverables")),
    Command(say("How sure is the date"), "route", "project_outlook", needs="forecast.see", also=say("outlook simulation risk")),
    Command(say("Ways to recover"), "route", "project_recovery", needs="forecast.see", also=say("late earlier overtime catch up options")),
    Command(
        say("What if"), "git-branch", "project_scenarios", needs="plans.see_scenarios", also=say("scenario try compare simulate options")
    ),
    Command(say("Programme and priority"), "flag", "project_rank", needs="plans.change_project", also=say("rank first portfolio")),
    Command(say("Budget"), "target", "project_budget", needs="plans.see_costs", also=say("cost money expenses EAC")),
    Command(say("Risks and issues"), "flag", "project_risks", needs="forecast.see", also=say("register RAID what may happen problem")),
    Command(say("Write down a risk"), "plus", "risk_add", needs="plans.add_risk", also=say("new add issue problem")),
    Command(say("Milestone trend"), "milestone", "project_milestones", needs="forecast.see", also=say("slipping MTA chart")),
    Command(say("Planned and done"), "target", "project_value", needs="forecast.see", also=say("earned value pace burn-up S-curve")),
    Command(say("Compare baselines"), "lock", "project_baselines", needs="forecast.see", also=say("freeze keep plan what moved")),
    Command(say("The calendars of this project"), "calendar-days", "project_calendars", also=say("holidays days off week shifts")),
    Command(say("The team of this project"), "users", "project_team", needs="plans.change_project", also=say("people resources")),
    Command(say("A newer file of this plan"), "file-up", "project_reimport", needs="plans.reimport_plan", also=say("import update")),
    Command(say("Export this plan"), "download", "project_export", needs="plans.export_plan", also=say("Microsoft Project xml")),
    Command(say("The history of this project"), "history", "project_history", needs="plans.see_history", also=say("ledger who")),
)
ANYWHERE = (
    Command(say("Go to Today"), "sun", "today", needs="day.see", also=say("morning home")),
    Command(say("Due dates to set"), "calendar", "due_dates", needs="plans.change_task", also=say("deadline morning accept")),
    Command(say("Go to Projects"), "list-tree", "projects", needs="plans.see", also=say("list portfolio")),
    Command(say("All projects by programme"), "list-tree", "portfolio", needs="day.see_portfolio", also=say("portfolio priority")),
    Command(say("Objectives of the firm"), "flag", "strategy", needs="plans.see_strategy", also=say("strategy goals strategic")),
    Command(say("Wanted by several at once"), "users", "conflicts", needs="day.see_portfolio", also=say("conflict shared people")),
    Command(say("Go to Promises"), "flag", "promises", needs="clients.see_promises", also=say("client dates")),
    Command(say("Go to People"), "users", "people", needs="people.see", also=say("team absences")),
    Command(say("New project"), "plus", "project_add", needs="plans.add_project", also=say("add create start")),
    Command(say("Import a plan"), "file-up", "project_import", needs="plans.import_plan", also=say("file Microsoft Project xml")),
    Command(
        say("How good our estimates are"), "target", "calibration", needs="forecast.see_calibration", also=say("calibration reliability")
    ),
    Command(say("Add a person"), "user-plus", "person_add", needs="people.add_person", also=say("new team")),
    Command(say("Add a member"), "user-plus", "settings_members", needs="accounts.add_member", also=say("invite user role")),
    Command(say("Settings"), "settings", "settings", also=say("name language password")),
    Command(say("Tokens for programs"), "key-round", "settings_tokens", needs="accounts.issue_token", also=say("api")),
    Command(say("History of the workspace"), "history", "settings_history", needs="accounts.see_ledger", also=say("ledger")),
    Command(say("The guide"), "book-open", "guide", also=say("help manual")),
    Command(say("The words"), "book-open", "words", also=say("terms glossary")),
    Command(say("Keys of this page"), "keyboard", act="keys", also=say("shortcuts help")),
    Command(say("Light colours"), "sun", act="light", also=say("theme appearance")),
    Command(say("Dark colours"), "moon", act="dark", also=say("theme appearance night")),
    Command(say("Colours as the system has them"), "monitor", act="system", also=say("theme appearance automatic")),
    Command(say("Sign out"), "log-out", "account_logout", also=say("leave quit")),
)
AT_FIRST = ("project_add", "project_import", "project_promise", "task_add", "keys")
"""What is offered before anything was typed."""
FEW = 6


def commands(role: Role, asked: Sequence[str], *, translate: Callable[[str], str], in_project: bool) -> list[Command]:
    """What this role may do that answers the words, best first; before anything was asked, what is done most."""
    allowed = [each for each in (*(IN_A_PROJECT if in_project else ()), *ANYWHERE) if may(role, each.needs)]
    if not asked:
        return [each for each in allowed if (each.page or each.act) in AT_FIRST]
    graded = [(_fit(each, asked, translate), place, each) for place, each in enumerate(allowed)]
    return [each for _, _, each in sorted((fit, place, each) for fit, place, each in graded if fit is not None)][:FEW]


def _fit(command: Command, asked: Sequence[str], translate: Callable[[str], str]) -> int | None:
    """Letters inside a word do not call a command."""
    texts = [command.text.translated(translate), command.also.translated(translate) if command.also else ""]
    fit = rules.fit(rules.folded(" ".join(texts)), asked)
    return None if fit == rules.INSIDE else fit
