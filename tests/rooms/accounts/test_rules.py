"""One table says who may do what, and names, addresses and versions are what they should be."""

from __future__ import annotations

import pytest

from milepost.accounts import rules
from milepost.kernel.actor import Role
from milepost.kernel.refusal import Refusal, Stale, VersionMissing


def test_whatever_a_manager_may_an_owner_may() -> None:
    assert [name for name, roles in rules.PERMISSIONS.items() if Role.MANAGER in roles and Role.OWNER not in roles] == []


def test_whatever_a_member_may_a_manager_may() -> None:
    assert [name for name, roles in rules.PERMISSIONS.items() if Role.MEMBER in roles and Role.MANAGER not in roles] == []


def test_a_client_sees_promises_and_their_own_account_and_nothing_else() -> None:
    assert {name for name in rules.PERMISSIONS if rules.may(Role.CLIENT, name)} == {
        "accounts.change_own",
        "accounts.see_workspace",
        "clients.see_promises",
    }


def test_only_an_owner_decides_who_belongs_to_the_workspace() -> None:
    deciding = (
        "accounts.add_member",
        "accounts.change_role",
        "accounts.disable_member",
        "accounts.enable_member",
        "accounts.change_workspace",
    )
    assert {role for role in Role for name in deciding if rules.may(role, name)} == {Role.OWNER}


def test_a_permission_nobody_wrote_down_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        rules.may(Role.OWNER, "accounts.everything")


def refused(code: str, call: object, *args: object, **named: object) -> None:
    with pytest.raises(Refusal) as refusal:
        call(*args, **named)  # type: ignore[operator]
    assert refusal.value.code == code


def test_an_address_is_kept_in_lower_case() -> None:
    assert rules.email("  Ada@Example.ORG ") == "ada@example.org"


@pytest.mark.parametrize(
    "text", ["", "ada", "ada@", "@example.org", "a da@example.org", "a@b@c", "ada@example.org\nBcc: x@y.z", "x" * 300 + "@y.z"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    refused("email_invalid", rules.email, text)


@pytest.mark.parametrize(
    ("text", "code"), [("  ", "name_empty"), ("x" * 201, "name_too_long"), ("a\nb", "name_unprintable"), ("a\x00b", "name_unprintable")]
)
def test_what_is_no_name_is_refused(text: str, code: str) -> None:
    refused(code, rules.name, text)


def test_names_may_be_in_any_script() -> None:
    assert rules.name(" Łukasz 山田 ") == "Łukasz 山田"


@pytest.mark.parametrize("zone", ["", "Europe/Atlantis", "../etc/passwd", "UTC+1"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    refused("zone_unknown", rules.check_zone, zone)


@pytest.mark.parametrize(
    ("country", "region", "code"), [("XX", "", "country_unknown"), ("DE", "ZZ", "region_unknown"), ("", "BY", "region_unknown")]
)
def test_a_place_whose_holidays_nobody_knows_is_refused(country: str, region: str, code: str) -> None:
    refused(code, rules.check_place, country, region)


@pytest.mark.parametrize(("country", "region"), [("", ""), ("DE", ""), ("DE", "BY"), ("US", "CA")])
def test_known_places_are_accepted(country: str, region: str) -> None:
    rules.check_place(country, region)


def test_a_language_we_do_not_speak_is_refused() -> None:
    refused("language_unknown", rules.check_language, "tlh")


def test_a_change_says_which_version_it_changes() -> None:
    with pytest.raises(VersionMissing):
        rules.check_version(None, current=1, yours="b", now_there="a")


def test_a_change_of_an_old_version_gets_both_values_back() -> None:
    rules.check_version(2, current=2, yours="b", now_there="a")
    with pytest.raises(Stale) as stale:
        rules.check_version(1, current=2, yours="b", now_there="a")
    assert stale.value.details == {"yours": "b", "current": "a"}


def test_a_token_is_random_recognisable_and_never_kept_itself() -> None:
    secrets = {rules.new_secret() for _ in range(100)}
    assert len(secrets) == 100
    for secret in secrets:
        assert secret.startswith(rules.TOKEN_PREFIX)
        assert len(rules.digest(secret)) == 64
        assert len(secret) - len(rules.shown(secret)) >= 32
