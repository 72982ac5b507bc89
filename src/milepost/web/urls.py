"""The addresses of the pages. Those in `INSIDE` need a person; those in `OPEN` say for themselves whom they let in."""

from __future__ import annotations

from django.urls import URLPattern, path

from milepost.web.views import (
    errors,
    export,
    find,
    guide,
    history,
    imports,
    outlook,
    overview,
    people,
    project,
    projects,
    promises,
    settings,
    task,
    team,
    today,
    welcome,
)
from milepost.web.visit import signed_in

OPEN: list[URLPattern] = [
    path("welcome/", welcome.welcome, name="welcome"),
    path("no-workspace/", welcome.no_workspace, name="no_workspace"),
    path("guide/", guide.contents, name="guide"),
    path("guide/<slug:page>/", guide.page, name="guide_page"),
    path("words/", guide.words, name="words"),
    path("keys/", find.keys, name="keys"),
]

OWN = "accounts.change_own"

INSIDE: list[URLPattern] = [
    path("", signed_in(today.today), name="today"),
    path("find/", signed_in(find.find, needs=OWN), name="find"),
    path("promises/", signed_in(promises.promises, needs="clients.see_promises"), name="promises"),
    path("projects/", signed_in(projects.projects), name="projects"),
    path("projects/add/", signed_in(projects.add), name="project_add"),
    path("projects/import/", signed_in(imports.bring), name="project_import"),
    path("imports/<int:import_id>/", signed_in(imports.file), name="import"),
    path("imports/<int:import_id>/take-over/", signed_in(imports.take_over), name="import_take_over"),
    path("imports/<int:import_id>/drop/", signed_in(imports.drop), name="import_drop"),
    path("projects/<int:project_id>/", signed_in(project.project), name="project"),
    path("projects/<int:project_id>/plan.json", signed_in(project.plan_json), name="project_plan"),
    path("projects/<int:project_id>/change/", signed_in(projects.change), name="project_change"),
    path("projects/<int:project_id>/import/", signed_in(imports.bring_again), name="project_reimport"),
    path("projects/<int:project_id>/export/", signed_in(export.export), name="project_export"),
    path("projects/<int:project_id>/history/", signed_in(history.history), name="project_history"),
    path("projects/<int:project_id>/overview/", signed_in(overview.overview), name="project_overview"),
    path("projects/<int:project_id>/outlook/", signed_in(outlook.outlook), name="project_outlook"),
    path("projects/<int:project_id>/runs/<slug:kind>/ask/", signed_in(outlook.ask), name="run_ask"),
    path("projects/<int:project_id>/runs/<slug:kind>/cancel/", signed_in(outlook.cancel), name="run_cancel"),
    path("projects/<int:project_id>/promise/", signed_in(overview.promise), name="project_promise"),
    path("projects/<int:project_id>/baseline/", signed_in(overview.freeze), name="project_baseline"),
    path("projects/<int:project_id>/objectives/add/", signed_in(overview.add_objective), name="objective_add"),
    path("projects/<int:project_id>/objectives/<int:objective_id>/", signed_in(overview.objective), name="objective"),
    path("projects/<int:project_id>/objectives/<int:objective_id>/remove/", signed_in(overview.remove_objective), name="objective_remove"),
    path("projects/<int:project_id>/deliverables/add/", signed_in(overview.add_deliverable), name="deliverable_add"),
    path("projects/<int:project_id>/deliverables/<int:deliverable_id>/", signed_in(overview.deliverable), name="deliverable"),
    path(
        "projects/<int:project_id>/deliverables/<int:deliverable_id>/remove/",
        signed_in(overview.remove_deliverable),
        name="deliverable_remove",
    ),
    path("projects/<int:project_id>/tasks/pick/", signed_in(overview.tasks_to_pick), name="tasks_to_pick"),
    path("projects/<int:project_id>/team/", signed_in(team.team), name="project_team"),
    path("projects/<int:project_id>/team/add/", signed_in(team.add), name="team_add"),
    path("projects/<int:project_id>/team/<int:resource_id>/", signed_in(team.link), name="team_link"),
    path("projects/<int:project_id>/tasks/add/", signed_in(projects.add_task), name="task_add"),
    path("tasks/<int:task_id>/", signed_in(task.task), name="task"),
    path("tasks/<int:task_id>/progress/", signed_in(task.progress), name="task_progress"),
    path("tasks/<int:task_id>/estimate/", signed_in(task.estimate), name="task_estimate"),
    path("people/", signed_in(people.team), name="people"),
    path("people/add/", signed_in(people.add), name="person_add"),
    path("people/<int:person_id>/", signed_in(people.person), name="person"),
    path("people/<int:person_id>/change/", signed_in(people.change), name="person_change"),
    path("people/<int:person_id>/week/", signed_in(people.week), name="person_week"),
    path("people/<int:person_id>/absences/", signed_in(people.absence), name="person_absence"),
    path("people/<int:person_id>/absences/<int:absence_id>/remove/", signed_in(people.remove_absence), name="absence_remove"),
    path("settings/", signed_in(settings.you, needs=OWN), name="settings"),
    path("settings/name/", signed_in(settings.name, needs=OWN), name="settings_name"),
    path("settings/language/", signed_in(settings.language, needs=OWN), name="settings_language"),
    path("settings/workspace/", signed_in(settings.workspace), name="settings_workspace"),
    path("settings/workspace/<int:workspace_id>/choose/", signed_in(settings.choose_workspace, needs=OWN), name="workspace_choose"),
    path("settings/regions/", signed_in(settings.regions), name="regions"),
    path("settings/members/", signed_in(settings.members), name="settings_members"),
    path("settings/members/add/", signed_in(settings.add_member), name="member_add"),
    path("settings/members/<int:membership_id>/", signed_in(settings.member), name="member"),
    path("settings/members/<int:membership_id>/disable/", signed_in(settings.disable_member), name="member_disable"),
    path("settings/members/<int:membership_id>/enable/", signed_in(settings.enable_member), name="member_enable"),
    path("settings/members/<int:membership_id>/first-password/", signed_in(settings.first_password), name="member_first_password"),
    path("settings/tokens/", signed_in(settings.tokens), name="settings_tokens"),
    path("settings/tokens/add/", signed_in(settings.issue_token), name="token_add"),
    path("settings/tokens/<int:token_id>/revoke/", signed_in(settings.revoke_token), name="token_revoke"),
    path("settings/history/", signed_in(history.workspace), name="settings_history"),
]

urlpatterns = [*OPEN, *INSIDE]

handler400, handler403, handler404, handler500 = errors.bad_request, errors.forbidden, errors.not_found, errors.broken
handler429 = errors.too_many
