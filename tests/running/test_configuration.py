"""Milepost refuses to start on an unsafe configuration, says what to do, and never refuses the documented installations."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.mail import send_mail
from django.test import override_settings

from milepost.config import environment, settings
from milepost.config.checks import refuse_if_unsafe, safe_configuration
from milepost.config.databases import database

GOOD_KEY = "a-key-of-at-least-32-characters-0123456789"


def problems(home: Path, *, key: str = GOOD_KEY, hosts: tuple[str, ...] = ("localhost",), **values: str) -> list[str]:
    surroundings = environment.read({"MILEPOST_HOME": str(home), **values})
    with override_settings(ENVIRONMENT=surroundings, SECRET_KEY=key, SECRET_KEY_IS_KEPT=bool(key), ALLOWED_HOSTS=list(hosts)):
        return [str(problem.id) for problem in safe_configuration()]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"MILEPOST_PORT": "9000"},
        {"MILEPOST_WEB_PROCESSES": "1"},
        {"MILEPOST_FORECASTS_ON": "4"},
        {"MILEPOST_FORECASTS_ON": "tls://10.0.0.5:8786"},
        {"MILEPOST_DEBUG": "1"},
        {"MILEPOST_URL": "https://plans.example.com"},
        {"MILEPOST_URL": "https://plans.example.com", "MILEPOST_BIND": "0.0.0.0"},
        {"MILEPOST_URL": "http://localhost:8000", "MILEPOST_BIND": "0.0.0.0"},
    ],
)
def test_the_documented_installations_start(tmp_path: Path, values: dict[str, str]) -> None:
    assert problems(tmp_path, **values) == []


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"MILEPOST_URL": "plans.example.com"}, "milepost.E003"),
        ({"MILEPOST_URL": "ftp://plans.example.com"}, "milepost.E003"),
        ({"MILEPOST_URL": "http://plans.example.com"}, "milepost.E004"),
        ({"MILEPOST_BIND": "0.0.0.0"}, "milepost.E005"),
        ({"MILEPOST_URL": "https://plans.example.com", "MILEPOST_DEBUG": "1"}, "milepost.E006"),
    ],
)
def test_an_address_that_would_give_things_away_is_refused(tmp_path: Path, values: dict[str, str], problem: str) -> None:
    assert problem in problems(tmp_path, **values)


def test_a_missing_key_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, key="") == ["milepost.E001"]


@pytest.mark.parametrize("key", ["short", "x" * 50])
def test_a_guessable_key_is_refused(tmp_path: Path, key: str) -> None:
    assert problems(tmp_path, key=key) == ["milepost.E002"]


@pytest.mark.parametrize("host", ["*", "*.example.com"])
def test_answering_to_any_name_is_refused(tmp_path: Path, host: str) -> None:
    assert problems(tmp_path, hosts=("localhost", host)) == ["milepost.E007"]


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text(GOOD_KEY)
    (tmp_path / "secret_key").chmod(0o644)
    assert problems(tmp_path) == ["milepost.E008"]


def test_a_home_that_others_can_write_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert problems(tmp_path) == ["milepost.E008"]


def test_the_refusal_ends_the_process_with_a_sentence_and_the_way_out() -> None:
    surroundings = environment.read({"MILEPOST_URL": "http://plans.example.com"})
    with override_settings(ENVIRONMENT=surroundings), pytest.raises(SystemExit, match=r"clear text.*Put a proxy with TLS"):
        refuse_if_unsafe()


@pytest.mark.parametrize("port", ["", "abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(ValueError, match="number from 1 to 65535"):
        environment.read({"MILEPOST_PORT": port})


@pytest.mark.parametrize("count", ["abc", "0", "33", "-1"])
def test_no_number_of_web_servers_is_refused(count: str) -> None:
    with pytest.raises(ValueError, match="number from 1 to 32"):
        environment.read({"MILEPOST_WEB_PROCESSES": count})


def test_a_kind_of_database_we_do_not_run_on_is_refused() -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        database(environment.read({"MILEPOST_DATABASE_URL": "mysql://localhost/milepost"}))


def test_every_postgresql_connection_has_its_limits() -> None:
    named = database(environment.read({"MILEPOST_DATABASE_URL": "postgresql://u:p@db.example.com:5433/plans?sslmode=require"}))
    place = tuple(named[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD"))
    assert place == ("db.example.com", "5433", "plans", "u", "p")
    assert named["OPTIONS"]["sslmode"] == "require"
    for limit in ("jit=off", "lock_timeout=", "statement_timeout="):
        assert limit in named["OPTIONS"]["options"]


def test_names_from_the_environment_are_added_to_the_addresses_own() -> None:
    surroundings = environment.read({"MILEPOST_URL": "https://a.example.com", "MILEPOST_ALLOWED_HOSTS": "b.example.com, c.example.com"})
    assert surroundings.more_hosts == ("b.example.com", "c.example.com")
    assert surroundings.https
    assert os.fspath(surroundings.home).startswith("/")


def test_a_letter_that_cannot_be_sent_is_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    with override_settings(EMAIL_BACKEND=settings.EMAIL_BACKEND):
        send_mail("A new password", "https://plans.example.com/accounts/password/reset/key/", None, ["ada@example.com"])
    assert capfd.readouterr() == ("", "")
