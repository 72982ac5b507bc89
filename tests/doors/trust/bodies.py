"""What a well-meaning caller sends to each writing address. An address that is not here fails the tests that need it."""

from __future__ import annotations

from tests.cast import Firm
from tests.doors.trust.knocking import Body

Bodies = dict[tuple[str, str], Body]
PLACE = {"country": "DE", "region": "BY"}
SETTLED = {"name": "Renamed", "zone": "Europe/Berlin", **PLACE, "language": "en"}
WEEKLY = {"rhythm": "week", "first_on": "2026-03-02", "times": 2}
RATE = {"from_on": "2026-06-01", "per_hour": "80.50", "currency": "EUR"}
WEEK = [[[540, 1020]]] * 5 + [[], []]
DAYS = {f"day_{number}": "9:00-17:00" if number < 5 else "" for number in range(7)}


def bodies(firm: Firm) -> Bodies:
    """Every writing address of the API and of the pages, with ids of this firm."""
    return {**_api(firm), **_pages(firm)}


def _api(firm: Firm) -> Bodies:
    outcome = {"name": "Renamed", "version": 1}
    task = {"name": "Renamed", "duration_minutes": 60, "version": 1}
    risk = {"name": "New", "percent": 10, "minutes": 60, "owner_id": firm.other_person_id, "task_ids": [firm.task_ids["moor"]]}
    disabled = {"membership_id": firm.disabled.membership_id}
    edits = {"edits": [{"kind": "set", "task_id": firm.task_ids["moor"], "version": 1, "typed": {"duration": "4d"}}]}
    return {
        ("POST", "/api/projects"): Body({"name": "New", "start_on": "2026-03-02"}),
        ("PUT", "/api/projects/{project_id}"): Body({"name": "Renamed", "start_on": "2026-03-02", "version": 1}),
        ("POST", "/api/projects/start"): Body(
            {"name": "New", "start_on": "2026-03-02", "outline": "Dig 2d\nPlant 1d", "expected_on": "2026-04-01"}
        ),
        ("POST", "/api/projects/{project_id}/template"): Body({"name": "New"}),
        ("PUT", "/api/projects/{project_id}/expected"): Body({"on": "2026-05-01", "version": 1}),
        ("DELETE", "/api/templates/{template_id}"): Body(),
        ("POST", "/api/outlines"): Body({"outline": "Dig 2d", "start_on": "2026-03-02"}),
        ("POST", "/api/projects/{project_id}/team"): Body({"person_id": firm.other_person_id}),
        ("PUT", "/api/resources/{resource_id}/person"): Body({"person_id": firm.other_person_id}),
        ("POST", "/api/projects/{project_id}/promised-dates"): Body({"on": "2026-05-01", "task_id": firm.task_ids["moor"]}),
        ("POST", "/api/projects/{project_id}/baselines"): Body({"name": "As signed", "because": "signed"}),
        ("POST", "/api/projects/{project_id}/edits"): Body(edits),
        ("GET", "/api/projects/{project_id}/days-off"): Body(query="?first=20500&last=20600"),
        ("POST", "/api/projects/{project_id}/preview"): Body(edits),
        ("POST", "/api/projects/{project_id}/undo"): Body({}),
        ("POST", "/api/projects/{project_id}/redo"): Body({}),
        ("POST", "/api/projects/{project_id}/tasks"): Body({"name": "New", "duration_minutes": 60, "after_id": firm.task_ids["survey"]}),
        ("PUT", "/api/tasks/{task_id}"): Body(task),
        ("PUT", "/api/tasks/{task_id}/estimate"): Body(
            {"best_minutes": 240, "likely_minutes": 480, "worst_minutes": 960, "version": 1}, ids={"task_id": firm.task_ids["moor"]}
        ),
        ("POST", "/api/projects/{project_id}/runs"): Body({"kind": "simulation"}),
        ("POST", "/api/projects/{project_id}/runs/cancel"): Body({"kind": "levelling"}),
        ("DELETE", "/api/tasks/{task_id}"): Body(query="?version=1", ids={"task_id": firm.task_ids["moor"]}),
        ("DELETE", "/api/tasks/{task_id}/branch"): Body(query="?version=1", ids={"task_id": firm.task_ids["opening"]}),
        ("POST", "/api/tasks/{task_id}/progress"): Body({"percent": 10}, ids={"task_id": firm.task_ids["dredge"]}),
        ("POST", "/api/tasks/{task_id}/links"): Body({"successor_id": firm.task_ids["moor"]}, ids={"task_id": firm.task_ids["survey"]}),
        ("DELETE", "/api/links/{link_id}"): Body(),
        ("POST", "/api/tasks/{task_id}/assignments"): Body({"resource_id": firm.resource_id}),
        ("DELETE", "/api/tasks/{task_id}/assignments/{resource_id}"): Body(ids={"task_id": firm.task_ids["dredge"]}),
        ("POST", "/api/projects/{project_id}/objectives"): Body({"name": "New"}),
        ("PUT", "/api/objectives/{objective_id}"): Body(outcome),
        ("DELETE", "/api/objectives/{objective_id}"): Body(query="?version=1"),
        ("POST", "/api/projects/{project_id}/deliverables"): Body(
            {
                "name": "New",
                "criteria": [{"text": "It stands"}],
                "objective_id": firm.objective_id,
                "owner_id": firm.other_person_id,
                "task_ids": [firm.task_ids["moor"]],
            }
        ),
        ("PUT", "/api/deliverables/{deliverable_id}"): Body(
            {**outcome, "objective_id": firm.objective_id, "owner_id": firm.other_person_id, "task_ids": [firm.task_ids["moor"]]}
        ),
        ("DELETE", "/api/deliverables/{deliverable_id}"): Body(query="?version=1"),
        ("POST", "/api/projects/{project_id}/risks"): Body(risk),
        ("PUT", "/api/risks/{risk_id}"): Body({**risk, "version": 1}),
        ("PUT", "/api/risks/{risk_id}/state"): Body({"state": "happened", "version": 1}),
        ("DELETE", "/api/risks/{risk_id}"): Body(query="?version=1"),
        ("POST", "/api/projects/{project_id}/scenarios"): Body({"name": "New", **edits}),
        ("PUT", "/api/scenarios/{scenario_id}"): Body({"name": "Renamed", "note": "", "version": 1}),
        ("DELETE", "/api/scenarios/{scenario_id}"): Body(query="?version=1"),
        ("POST", "/api/scenarios/{scenario_id}/edits"): Body(edits),
        ("POST", "/api/scenarios/{scenario_id}/preview"): Body(edits),
        ("POST", "/api/scenarios/{scenario_id}/adopt"): Body({"version": 1, "line_ids": [firm.scenario_line_id]}),
        ("PUT", "/api/projects/{project_id}/budget"): Body({"amount": "9000", "currency": "EUR", "version": 1}),
        ("POST", "/api/projects/{project_id}/fixed-costs"): Body({"name": "New", "amount": "10.50", "task_id": firm.task_ids["moor"]}),
        ("PUT", "/api/fixed-costs/{cost_id}"): Body({"name": "New", "amount": "10", "paid": "9", "task_id": None, "version": 1}),
        ("DELETE", "/api/fixed-costs/{cost_id}"): Body(query="?version=1"),
        ("POST", "/api/projects/{project_id}/due-dates"): Body(
            {"dates": [{"kind": "task", "id": firm.task_ids["moor"], "version": 1, "on": "2026-05-04"}]}
        ),
        ("GET", "/api/projects/{project_id}/due-cost"): Body(query=f"?kind=task&item_id={firm.task_ids['moor']}&on=2026-05-04"),
        ("PUT", "/api/projects/{project_id}/due-confidence"): Body({"percent": 90, "version": 1}),
        ("PUT", "/api/projects/{project_id}/rank"): Body({"priority": 700, "programme": "New", "version": 1}),
        ("POST", "/api/imports"): Body(file=True),
        ("POST", "/api/projects/{project_id}/imports"): Body(file=True, form={"version": firm.revision}),
        ("POST", "/api/projects/{project_id}/difference"): Body(file=True),
        ("POST", "/api/imports/{import_id}/take-over"): Body(),
        ("POST", "/api/imports/{import_id}/drop"): Body(),
        ("POST", "/api/labels"): Body({"name": "New"}),
        ("PUT", "/api/labels/{label_id}"): Body(outcome),
        ("DELETE", "/api/labels/{label_id}"): Body(query="?version=1"),
        ("POST", "/api/projects/{project_id}/fields"): Body({"name": "New", "kind": "text"}),
        ("PUT", "/api/fields/{field_id}"): Body(outcome),
        ("DELETE", "/api/fields/{field_id}"): Body(query="?version=1"),
        ("POST", "/api/projects/{project_id}/calendars"): Body({"name": "New", "week": WEEK}),
        ("PUT", "/api/projects/{project_id}/calendar"): Body({"calendar_id": firm.calendar_id, "version": 1}),
        ("PUT", "/api/projects/{project_id}/calendars/{calendar_id}"): Body({"name": "Renamed", "week": WEEK, "version": 1}),
        ("DELETE", "/api/projects/{project_id}/calendars/{calendar_id}"): Body(query="?version=1"),
        ("POST", "/api/tasks/{task_id}/comments"): Body({"text": "New"}),
        ("PUT", "/api/comments/{comment_id}"): Body({"text": "Other", "version": 1}),
        ("DELETE", "/api/comments/{comment_id}"): Body(query="?version=1"),
        ("POST", "/api/mentions/{mention_id}/seen"): Body(),
        ("POST", "/api/tasks/{task_id}/attachments"): Body(file=True),
        ("DELETE", "/api/attachments/{attachment_id}"): Body(),
        ("POST", "/api/projects/{project_id}/views"): Body({"name": "New", "shown": {}}),
        ("PUT", "/api/views/{view_id}"): Body({"name": "Renamed", "shown": {"look": "table"}, "version": 1}),
        ("DELETE", "/api/views/{view_id}"): Body(query="?version=1"),
        ("PUT", "/api/projects/{project_id}/board"): Body({"limits": {"doing": 3}, "version": 1}),
        ("PUT", "/api/deliverables/{deliverable_id}/parts/{person_id}"): Body({"part": "A", "version": 1}),
        ("POST", "/api/projects/{project_id}/recurrences"): Body({"name": "New", "duration_minutes": 60, "repeat": WEEKLY}),
        ("PUT", "/api/recurrences/{recurrence_id}"): Body({"name": "Renamed", "duration_minutes": 60, "repeat": WEEKLY, "version": 1}),
        ("DELETE", "/api/recurrences/{recurrence_id}"): Body(query="?version=1"),
        ("POST", "/api/clients"): Body({"name": "New"}),
        ("PUT", "/api/clients/{client_id}"): Body(outcome),
        ("POST", "/api/clients/{client_id}/contacts"): Body({"name": "New", "user_id": firm.client.user_id}),
        ("PUT", "/api/contacts/{contact_id}"): Body({**outcome, "user_id": firm.client.user_id}),
        ("POST", "/api/projects/{project_id}/promises"): Body({"client": "New", "on": "2026-05-01", "task_id": firm.task_ids["moor"]}),
        ("POST", "/api/people"): Body({"name": "New", "user_id": firm.other_member.user_id, **PLACE}),
        ("PUT", "/api/people/{person_id}"): Body({**outcome, "user_id": firm.member.user_id, **PLACE}),
        ("PUT", "/api/people/{person_id}/week"): Body({"week": WEEK, "version": 1}),
        ("PUT", "/api/people/{person_id}/roles"): Body({"roles": ["Diver"], "version": 1}),
        ("PUT", "/api/people/{person_id}/skills"): Body({"skills": [{"name": "Diving", "level": 4}], "version": 1}),
        ("PUT", "/api/people/{person_id}/rates"): Body({**RATE, "version": 1}),
        ("DELETE", "/api/people/{person_id}/rates"): Body(query="?from_on=2026-01-01&version=1", ids={"person_id": firm.other_person_id}),
        ("POST", "/api/projects/{project_id}/health/mend"): Body(
            {"check": "lags", "task_id": firm.task_ids["moor"], "revision": firm.revision}
        ),
        ("POST", "/api/projects/{project_id}/recovery/follow"): Body({"number": 1, "revision": firm.revision}),
        ("POST", "/api/projects/{project_id}/recovery/try"): Body({"number": 1, "revision": firm.revision, "name": "New"}),
        ("POST", "/api/projects/{project_id}/proposal/accept"): Body({"revision": firm.revision, "task_ids": None}),
        ("POST", "/api/projects/{project_id}/delays/take-back"): Body({"task_ids": None}),
        ("POST", "/api/people/{person_id}/absences"): Body({"first": "2026-06-01", "last": "2026-06-05"}),
        ("DELETE", "/api/absences/{absence_id}"): Body(),
        ("PUT", "/api/me/name"): Body(outcome),
        ("PUT", "/api/me/language"): Body({"language": "en", "version": 1}),
        ("POST", "/api/workspaces"): Body(SETTLED),
        ("PUT", "/api/workspaces/{workspace_id}"): Body({**SETTLED, "version": 1}),
        ("POST", "/api/members"): Body({"email": "new@harbour.example", "name": "New", "role": "member"}),
        ("PUT", "/api/members/{membership_id}/role"): Body({"role": "manager", "version": 1}),
        ("POST", "/api/members/{membership_id}/disable"): Body({"version": 1}),
        ("POST", "/api/members/{membership_id}/first-password"): Body({"version": 1}),
        ("POST", "/api/members/{membership_id}/enable"): Body({"version": 2}, ids=disabled),
        ("POST", "/api/tokens"): Body({"name": "New"}),
        ("DELETE", "/api/tokens/{token_id}"): Body(),
        ("POST", "/api/feeds"): Body({"project_id": firm.project_id}),
        ("DELETE", "/api/feeds/{feed_id}"): Body(),
        ("POST", "/api/projects/{project_id}/snapshots"): Body({"days": 7}),
        ("POST", "/api/strategy/objectives"): Body({"name": "New", "project_ids": [firm.project_id]}),
        ("PUT", "/api/strategy/objectives/{strategic_objective_id}"): Body({"name": "New", "project_ids": [firm.project_id], "version": 1}),
        ("DELETE", "/api/strategy/objectives/{strategic_objective_id}"): Body(query="?version=1"),
        ("DELETE", "/api/projects/{project_id}/snapshots/{snapshot_id}"): Body(),
    }


def _pages(firm: Firm) -> Bodies:
    """The forms as a browser sends them."""
    due = f"{firm.project_id}-task-{firm.task_ids['moor']}-1"
    project, absence = "/projects/{project_id}", "/people/{person_id}/absences/{absence_id}/remove/"
    outcome = {"name": "Renamed", "version": 1}
    risk = {"name": "New", "percent": 10, "response": "accept", "task_ids": [firm.task_ids["moor"]]}
    weekly = {**WEEKLY, "name": "New", "duration": "1h", "every": 1, "first_on": "2026-03-09"}
    return {
        ("POST", "/projects/add/"): Body(form={"name": "New", "start_on": "2026-03-02"}),
        ("POST", "/templates/{template_id}/remove/"): Body(),
        ("POST", f"{project}/expected/"): Body(form={"on": "2026-05-01", "version": 1}),
        ("POST", f"{project}/template/"): Body(form={"name": "New"}),
        ("POST", "/projects/import/"): Body(file=True),
        ("POST", "/imports/{import_id}/take-over/"): Body(),
        ("POST", "/imports/{import_id}/drop/"): Body(),
        ("POST", f"{project}/change/"): Body(form={"name": "Renamed", "start_on": "2026-03-02", "version": 1}),
        ("POST", f"{project}/import/"): Body(file=True),
        ("POST", f"{project}/promise/"): Body(form={"client": "New", "on": "2026-05-01"}),
        ("POST", f"{project}/baselines/"): Body(form={"name": "As signed", "because": "signed"}),
        ("POST", f"{project}/objectives/add/"): Body(form={"name": "New"}),
        ("POST", f"{project}/objectives/{{objective_id}}/"): Body(form=outcome),
        ("POST", f"{project}/objectives/{{objective_id}}/remove/"): Body(form={"version": 1}),
        ("POST", f"{project}/deliverables/add/"): Body(form={"name": "New", "task_ids": [firm.task_ids["moor"]]}),
        ("POST", f"{project}/deliverables/{{deliverable_id}}/"): Body(form={**outcome, "task_ids": [firm.task_ids["moor"]]}),
        ("POST", f"{project}/deliverables/{{deliverable_id}}/remove/"): Body(form={"version": 1}),
        ("POST", f"{project}/risks/add/"): Body(form=risk),
        ("POST", f"{project}/risks/{{risk_id}}/"): Body(form={**risk, "version": 1}),
        ("POST", f"{project}/risks/{{risk_id}}/settle/"): Body(form={"state": "closed", "version": 1}),
        ("POST", f"{project}/risks/{{risk_id}}/remove/"): Body(form={"version": 1}),
        ("POST", f"{project}/team/add/"): Body(form={"person_id": firm.other_person_id}),
        ("POST", f"{project}/team/overtime/"): Body(
            form={"resource_id": firm.resource_id, "longer": "60", "first": "4 jun 2031", "last": "6 jun 2031"}
        ),
        ("POST", f"{project}/team/overtime/end/"): Body(form={"overtime_id": firm.overtime_id}),
        ("POST", f"{project}/team/{{resource_id}}/"): Body(form={"person_id": firm.other_person_id}),
        ("POST", f"{project}/tasks/add/"): Body(form={"name": "New", "duration_minutes": "4h"}),
        ("POST", f"{project}/runs/{{kind}}/ask/"): Body(ids={"kind": "simulation"}),
        ("POST", f"{project}/runs/{{kind}}/cancel/"): Body(),
        ("POST", "/tasks/{task_id}/estimate/"): Body(form={"best": "4h", "likely": "1d", "worst": "2d", "version": 1}),
        ("POST", "/tasks/{task_id}/progress/"): Body(form={"percent": 10, "remaining": "2d"}, ids={"task_id": firm.task_ids["dredge"]}),
        ("POST", "/tasks/{task_id}/change/"): Body(form={"name": "Renamed", "duration": "4h", "constraint": "ASAP", "version": 1}),
        ("POST", "/tasks/{task_id}/people/"): Body(form={"joins": firm.resource_id, "joins_units": 50}),
        ("POST", "/tasks/{task_id}/links/"): Body(form={"after": "2"}),
        ("POST", "/tasks/{task_id}/marks/"): Body(
            form={"labels": [firm.label_id], f"field_{firm.field_id}": "7", f"was_{firm.field_id}": ""}
        ),
        ("POST", "/tasks/{task_id}/undo/"): Body(),
        ("POST", "/tasks/{task_id}/comments/"): Body(form={"text": "New"}),
        ("POST", "/tasks/{task_id}/comments/{comment_id}/"): Body(form={"text": "Other", "version": 1}),
        ("POST", "/tasks/{task_id}/comments/{comment_id}/remove/"): Body(form={"version": 1}),
        ("POST", "/tasks/{task_id}/attachments/"): Body(file=True),
        ("POST", "/tasks/{task_id}/attachments/{attachment_id}/remove/"): Body(),
        ("POST", "/mentions/{mention_id}/seen/"): Body(),
        ("POST", f"{project}/fields/"): Body(form={"name": "New", "kind": "text"}),
        ("POST", f"{project}/fields/{{field_id}}/"): Body(form=outcome),
        ("POST", f"{project}/fields/{{field_id}}/remove/"): Body(form={"version": 1}),
        ("POST", f"{project}/calendars/"): Body(form={**DAYS, "name": "New"}),
        ("POST", f"{project}/calendars/use/"): Body(form={"calendar_id": firm.calendar_id, "version": 1}),
        ("POST", f"{project}/calendars/{{calendar_id}}/"): Body(form={**DAYS, **outcome}),
        ("POST", f"{project}/calendars/{{calendar_id}}/remove/"): Body(form={"version": 1}),
        ("POST", f"{project}/calendars/{{calendar_id}}/days/"): Body(form={"first": "2026-06-01", "version": 1}),
        ("POST", f"{project}/calendars/{{calendar_id}}/days/remove/"): Body(form={"first": "2026-06-01", "version": 1}),
        ("POST", f"{project}/raci/{{deliverable_id}}/{{person_id}}/"): Body(form={"part": "A", "version": 1}),
        ("POST", f"{project}/repeating/"): Body(form=weekly),
        ("POST", f"{project}/repeating/{{recurrence_id}}/"): Body(form={**weekly, "version": 1}),
        ("POST", f"{project}/repeating/{{recurrence_id}}/remove/"): Body(form={"version": 1}),
        ("POST", "/settings/labels/add/"): Body(form={"name": "New", "colour": "wait"}),
        ("POST", "/settings/labels/{label_id}/"): Body(form={**outcome, "colour": "wait"}),
        ("POST", "/settings/labels/{label_id}/remove/"): Body(form={"version": 1}),
        ("POST", "/people/add/"): Body(form={"name": "New", **PLACE}),
        ("POST", "/people/{person_id}/change/"): Body(form={**outcome, **PLACE, "user_id": firm.member.user_id}),
        ("POST", "/people/{person_id}/week/"): Body(form={**DAYS, "version": 1}),
        ("POST", "/people/{person_id}/roles/"): Body(form={"roles": "Diver", "version": 1}),
        ("POST", "/people/{person_id}/skills/"): Body(form={"skills": "Diving 4", "version": 1}),
        ("POST", "/people/{person_id}/rates/"): Body(form={**RATE, "version": 1}),
        ("POST", "/people/{person_id}/rates/remove/"): Body(
            form={"from_on": "2026-01-01", "version": 1}, ids={"person_id": firm.other_person_id}
        ),
        ("POST", f"{project}/health/{{check}}/{{task_id}}/mend/"): Body(form={"revision": firm.revision}),
        ("POST", f"{project}/recovery/follow/"): Body(form={"number": 1, "revision": firm.revision}),
        ("POST", f"{project}/recovery/try/"): Body(form={"number": 1, "revision": firm.revision}),
        ("POST", "/due-dates/accept/"): Body(form={"take": due, f"on-{due}": "4 may 2026"}),
        ("GET", f"{project}/due-cost/"): Body(query=f"?mark={due}&on-{due}=4+may+2026"),
        ("POST", f"{project}/due-confidence/"): Body(form={"percent": 90, "version": 1}),
        ("POST", f"{project}/rank/"): Body(form={"priority": 700, "programme": "New", "version": 1}),
        ("POST", f"{project}/budget/change/"): Body(form={"amount": "9000", "currency": "EUR", "version": 1}),
        ("POST", f"{project}/budget/costs/add/"): Body(form={"name": "New", "amount": "10.50"}),
        ("POST", f"{project}/budget/costs/{{cost_id}}/"): Body(form={"name": "New", "amount": "10", "paid": "9", "version": 1}),
        ("POST", f"{project}/budget/costs/{{cost_id}}/remove/"): Body(form={"version": 1}),
        ("POST", f"{project}/scenarios/add/"): Body(form={"name": "New"}),
        ("POST", f"{project}/scenarios/{{scenario_id}}/change/"): Body(form={"name": "Renamed", "version": 1}),
        ("POST", f"{project}/scenarios/{{scenario_id}}/lines/{{line_id}}/leave-out/"): Body(form={}),
        ("POST", f"{project}/scenarios/{{scenario_id}}/remove/"): Body(form={"version": 1}),
        ("POST", f"{project}/scenarios/{{scenario_id}}/adopt/"): Body(form={"version": 1, "only": 1, "line_ids": [firm.scenario_line_id]}),
        ("POST", f"{project}/level/accept/"): Body(form={"revision": firm.revision, "all": "1"}),
        ("POST", f"{project}/level/take-back/"): Body(form={"all": "1"}),
        ("POST", "/people/{person_id}/absences/"): Body(form={"first": "2026-06-01", "last": "2026-06-05"}),
        ("POST", absence): Body(ids={"person_id": firm.other_person_id}),
        ("POST", "/settings/name/"): Body(form=outcome),
        ("POST", "/settings/language/"): Body(form={"language": "", "version": 1}),
        ("POST", "/settings/workspace/"): Body(form={**SETTLED, "version": 1}),
        ("POST", "/settings/workspace/{workspace_id}/choose/"): Body(),
        ("POST", "/settings/members/add/"): Body(form={"email": "new@harbour.example", "name": "New", "role": "member"}),
        ("POST", "/settings/members/{membership_id}/"): Body(form={"role": "manager", "version": 1}),
        ("POST", "/settings/members/{membership_id}/disable/"): Body(form={"version": 1}),
        ("POST", "/settings/members/{membership_id}/first-password/"): Body(form={"version": 1}),
        ("POST", "/settings/members/{membership_id}/enable/"): Body(
            form={"version": 2}, ids={"membership_id": firm.disabled.membership_id}
        ),
        ("POST", "/settings/tokens/add/"): Body(form={"name": "New"}),
        ("POST", "/settings/tokens/{token_id}/revoke/"): Body(),
        ("POST", "/settings/feeds/add/"): Body(form={"project": ""}),
        ("POST", "/settings/feeds/{feed_id}/revoke/"): Body(),
        ("POST", "/projects/{project_id}/snapshots/"): Body(form={"days": "7"}),
        ("POST", "/strategy/add/"): Body(form={"name": "New"}),
        ("POST", "/strategy/{strategic_objective_id}/"): Body(form={"name": "New", "version": 1}),
        ("POST", "/strategy/{strategic_objective_id}/remove/"): Body(form={"version": 1}),
        ("POST", "/projects/{project_id}/snapshots/{snapshot_id}/withdraw/"): Body(),
        ("POST", "/welcome/"): Body(form={**SETTLED, "owner_name": "New", "owner_email": "n@n.example", "password": "four bells at sea"}),
    }
