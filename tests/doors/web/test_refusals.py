"""Every refusal is a page in plain words with a way out; for htmx it is a fragment."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from milepost.config import urls as addresses
from milepost.web.views import errors
from tests.cast import Firm
from tests.doors.web.conftest import Enter
from tests.doors.web.read import text

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def test_what_is_not_there_and_what_is_not_yours_look_the_same(firm: Firm, manager: Client, cast: object) -> None:
    absent, foreign = manager.get("/projects/999999/"), manager.get(f"/projects/{cast.south.project_id}/")  # type: ignore[attr-defined]
    assert absent.status_code == foreign.status_code == 404
    assert text(absent) == text(foreign)
    assert "There is nothing here, or it is not yours to see." in text(absent)


def test_a_refusal_says_where_to_go(manager: Client) -> None:
    assert 'href="/"' in manager.get("/projects/999999/").content.decode()


def test_an_address_nobody_knows_is_refused_in_our_look(client: Client) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "Nothing here" in text(answer)


def test_a_role_that_may_not_is_told_whom_to_ask(member: Client) -> None:
    answer = member.get("/projects/import/")
    assert answer.status_code == 403
    assert "Ask a manager" in text(answer)


def test_for_htmx_a_refusal_is_a_fragment(manager: Client) -> None:
    answer = manager.get("/projects/999999/", headers=HTMX)
    assert answer.status_code == 404
    assert "<html" not in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(firm: Firm, enter: Enter) -> None:
    browser = enter(firm.manager)
    browser.handler.enforce_csrf_checks = True
    answer = browser.post("/projects/add/", {"name": "Forged", "start_on": "today"})
    assert answer.status_code == 403
    assert "reload the page" in text(answer)


def test_too_many_tries_at_a_password_are_stopped_for_a_while(firm: Firm, client: Client) -> None:
    tries = [client.post("/accounts/login/", {"login": firm.manager.email, "password": f"guess {number}"}) for number in range(12)]
    assert tries[-1].status_code in (200, 429)
    assert sum("Too many" in text(answer) for answer in tries) >= 1


def test_a_request_that_makes_no_sense_is_answered_politely() -> None:
    answer = errors.bad_request(RequestFactory().get("/"), ValueError())
    assert answer.status_code == 400
    assert "Go back and try again" in text(answer)


def _breaks(request: object) -> None:
    raise RuntimeError("a fault of ours")


urlpatterns = [path("breaks/", _breaks), *addresses.urlpatterns]
handler500 = errors.broken


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_of_ours_says_so_and_hides_its_details() -> None:
    answer = Client(raise_request_exception=False).get("/breaks/")
    assert answer.status_code == 500
    assert "That is our fault" in text(answer)
    assert "RuntimeError" not in text(answer)


def test_whoever_is_no_longer_signed_in_leaves_the_panel_for_the_entrance(firm: Firm, client: Client) -> None:
    here = f"http://testserver/projects/{firm.project_id}/"
    answer = client.get("/tasks/1/", headers={**HTMX, "HX-Current-URL": here})
    assert answer["HX-Redirect"] == f"/accounts/login/?next=/projects/{firm.project_id}/"
    assert answer.content == b""
