"""Who may call, how a refusal looks, and that a call is done once."""

from __future__ import annotations

import json

import pytest
from django.conf import LazySettings
from django.test import Client

from milepost.accounts.models import Token, User
from milepost.audit.models import KeptAnswer
from tests.cast import Cast
from tests.doors.api.caller import Api, told


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer mp_wrong", "Basic YTpi", "Bearer " + "x" * 5000])
def test_without_a_valid_token_nobody_is_let_in(cast: Cast, header: str) -> None:
    answer = Client().get("/api/me", headers={"Authorization": header})
    assert told(answer) == (401, "not_signed_in")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_token_is_not_saved_by_a_session(cast: Cast) -> None:
    browser = Client()
    browser.force_login(User.objects.get(pk=cast.north.owner.user_id))
    assert browser.get("/api/me").status_code == 200
    assert browser.get("/api/me", headers={"Authorization": "Bearer mp_wrong"}).status_code == 401


def test_a_revoked_token_and_a_disabled_member_are_refused_at_the_next_call(cast: Cast) -> None:
    owner, member = Api(cast.north.owner), Api(cast.north.member)
    assert member.get("/api/me").status_code == 200
    assert owner.send("POST", f"/api/members/{cast.north.member.membership_id}/disable", {"version": 1}).status_code == 200
    assert member.get("/api/me").status_code == 401


def test_reading_leaves_no_trace_and_changing_notes_the_use(cast: Cast) -> None:
    member = Api(cast.north.member)
    token = Token.objects.get(membership_id=cast.north.member.membership_id)
    member.get("/api/me")
    token.refresh_from_db()
    assert token.last_used_at is None
    member.send("PUT", "/api/me/name", {"name": "Nova", "version": 1})
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_one_learns_what_one_may(cast: Cast) -> None:
    me = Api(cast.north.member).get("/api/me").json()
    assert (me["role"], me["workspace"]["name"]) == ("member", "kestrel harbour")
    assert "plans.record_progress" in me["may"]
    assert "plans.add_project" not in me["may"]


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("GET", "/api/projects/999999", None, (404, "not_found")),
        ("POST", "/api/members", {"email": "x@y.z", "name": "X", "role": "member"}, (403, "not_allowed")),
        ("POST", "/api/people", {"name": ""}, (422, "name_empty")),
        ("POST", "/api/people", {"name": "X", "workspace_id": 2}, (422, "invalid")),
        ("POST", "/api/people", {"name": "a\x00b"}, (422, "invalid")),
        ("PUT", "/api/me/name", {"name": "X"}, (428, "version_missing")),
        ("PUT", "/api/me/name", {"name": "X", "version": 7}, (409, "stale")),
    ],
)
def test_every_refusal_has_one_shape(cast: Cast, method: str, path: str, body: object, expected: tuple[int, str]) -> None:
    manager = Api(cast.north.manager)
    assert told(manager.get(path) if method == "GET" else manager.send(method, path, body)) == expected


@pytest.mark.parametrize("content", [b"{", b"", b"[1]", b'"x"', b"\xff\xfe", b'{"name": NaN}', b"[" * 20_000])
def test_junk_is_refused_and_breaks_nothing(cast: Cast, content: bytes) -> None:
    headers = {"Authorization": f"Bearer {cast.north.owner.token}"}
    answer = Client(raise_request_exception=False).post("/api/people", content, content_type="application/json", headers=headers)
    assert answer.status_code in (400, 422)
    told(answer)


def test_a_body_that_is_too_large_is_refused(cast: Cast) -> None:
    answer = Api(cast.north.owner).send("POST", "/api/people", {"name": "x" * 6_000_000})
    assert told(answer) == (413, "too_large")


def test_refusals_speak_the_callers_language(cast: Cast, settings: LazySettings) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    answer = Api(cast.north.owner).send("POST", "/api/people", {"name": ""}, Accept_Language="de")
    assert answer["Content-Language"] == "de"


def test_the_version_may_stand_in_a_header(cast: Cast) -> None:
    owner = Api(cast.north.owner)
    path = f"/api/people/{cast.north.member_person_id}"
    version = owner.get(path)["ETag"]
    assert version == '"1"'
    changed = owner.send("PUT", path, {"name": "Mona"}, If_Match=version)
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert told(owner.send("PUT", path, {"name": "Mina"}, If_Match=version)) == (409, "stale")
    assert told(owner.send("PUT", path, {"name": "Mina"}, If_Match="W/x")) == (422, "if_match_invalid")


def test_the_version_of_a_compressed_answer_may_come_back_as_it_was(cast: Cast) -> None:
    owner = Api(cast.north.owner)
    path = f"/api/people/{cast.north.member_person_id}"
    version = owner.send("GET", path, Accept_Encoding="gzip")["ETag"]
    assert version == 'W/"1"'
    assert owner.send("PUT", path, {"name": "Mona"}, If_Match=version).status_code == 200


def test_a_repeated_key_gives_the_first_answer(cast: Cast) -> None:
    owner = Api(cast.north.owner)
    first = owner.send("POST", "/api/people", {"name": "Nell"}, Idempotency_Key="k1")
    again = owner.send("POST", "/api/people", {"name": "Nell"}, Idempotency_Key="k1")
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert owner.get("/api/people").json()["total"] == 3


def test_a_key_for_another_request_is_refused(cast: Cast) -> None:
    owner = Api(cast.north.owner)
    owner.send("POST", "/api/people", {"name": "Nell"}, Idempotency_Key="k1")
    assert told(owner.send("POST", "/api/people", {"name": "Nora"}, Idempotency_Key="k1")) == (422, "key_reused")
    assert told(owner.send("POST", "/api/clients", {"name": "Nell"}, Idempotency_Key="k1")) == (422, "key_reused")


def test_a_key_for_another_version_is_refused(cast: Cast) -> None:
    owner = Api(cast.north.owner)
    path = f"/api/people/{cast.north.member_person_id}"
    owner.send("PUT", path, {"name": "Mona"}, Idempotency_Key="k1", If_Match='"1"')
    assert told(owner.send("PUT", path, {"name": "Mona"}, Idempotency_Key="k1", If_Match='"2"')) == (422, "key_reused")


def test_a_refused_request_leaves_its_key_free(cast: Cast) -> None:
    owner = Api(cast.north.owner)
    assert told(owner.send("POST", "/api/people", {"name": ""}, Idempotency_Key="k1")) == (422, "name_empty")
    assert owner.send("POST", "/api/people", {"name": "Nell"}, Idempotency_Key="k1").status_code == 201


@pytest.mark.parametrize(
    ("path", "body"), [("/api/tokens", {"name": "x"}), ("/api/members", {"email": "n@n.example", "name": "N", "role": "member"})]
)
def test_a_secret_is_shown_once_and_kept_nowhere(cast: Cast, path: str, body: dict[str, str]) -> None:
    owner = Api(cast.north.owner)
    first = owner.send("POST", path, body, Idempotency_Key="k1").json()
    assert told(owner.send("POST", path, body, Idempotency_Key="k1")) == (422, "shown_once")
    secret = first.get("secret") or first["first_password"]
    assert secret not in json.dumps(list(KeptAnswer.objects.values_list("body", flat=True)))


def test_lists_come_a_page_at_a_time(cast: Cast) -> None:
    owner = Api(cast.north.owner)
    pages = [owner.get(f"/api/members?offset={offset}&limit=3").json() for offset in (0, 3, 6)]
    assert [len(page["items"]) for page in pages] == [3, 3, 1]
    assert {page["total"] for page in pages} == {7}
    assert told(owner.get("/api/members?limit=501")) == (422, "invalid")
