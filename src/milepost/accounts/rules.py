"""Who may do what, in one table, and what a name, an address, a password or a token must look like."""

from __future__ import annotations

import hashlib
import re
import secrets
from zoneinfo import available_timezones

import holidays

from milepost.kernel.actor import Role
from milepost.kernel.refusal import Refusal, Stale, VersionMissing
from milepost.kernel.say import say

OWNER = frozenset({Role.OWNER})
MANAGES = frozenset({Role.OWNER, Role.MANAGER})
WORKS = MANAGES | {Role.MEMBER}
EVERYONE = frozenset(Role)

PERMISSIONS: dict[str, frozenset[Role]] = {
    "accounts.see_workspace": EVERYONE,
    "accounts.change_workspace": OWNER,
    "accounts.add_workspace": OWNER,
    "accounts.see_members": MANAGES,
    "accounts.see_ledger": MANAGES,
    "accounts.add_member": OWNER,
    "accounts.change_role": OWNER,
    "accounts.disable_member": OWNER,
    "accounts.enable_member": OWNER,
    "accounts.give_first_password": OWNER,
    "accounts.issue_token": WORKS,
    "accounts.revoke_token": WORKS,
    "accounts.make_link": WORKS,
    "accounts.revoke_link": WORKS,
    "accounts.change_own": EVERYONE,
    "people.see": WORKS,
    "people.add_person": MANAGES,
    "people.change_person": MANAGES,
    "people.see_rates": MANAGES,
    "people.set_working_week": MANAGES,
    "people.record_absence": WORKS,
    "people.remove_absence": WORKS,
    "plans.see": WORKS,
    "plans.see_history": MANAGES,
    "plans.import_plan": MANAGES,
    "plans.reimport_plan": MANAGES,
    "plans.export_plan": MANAGES,
    "plans.record_progress": WORKS,
    "plans.promise_date": MANAGES,
    "plans.freeze_baseline": MANAGES,
    "plans.add_project": MANAGES,
    "plans.change_project": MANAGES,
    "plans.add_objective": MANAGES,
    "plans.change_objective": MANAGES,
    "plans.remove_objective": MANAGES,
    "plans.add_deliverable": MANAGES,
    "plans.change_deliverable": MANAGES,
    "plans.remove_deliverable": MANAGES,
    "plans.add_risk": MANAGES,
    "plans.change_risk": MANAGES,
    "plans.remove_risk": MANAGES,
    "plans.see_costs": MANAGES,
    "plans.change_costs": MANAGES,
    "plans.see_strategy": MANAGES,
    "plans.change_strategy": MANAGES,
    "plans.see_scenarios": MANAGES,
    "plans.change_scenario": MANAGES,
    "plans.add_task": MANAGES,
    "plans.change_task": MANAGES,
    "plans.estimate_task": MANAGES,
    "plans.add_link": MANAGES,
    "plans.remove_link": MANAGES,
    "plans.remove_task": MANAGES,
    "plans.undo": WORKS,
    "plans.save_template": MANAGES,
    "plans.remove_template": MANAGES,
    "plans.change_labels": MANAGES,
    "plans.change_calendars": MANAGES,
    "plans.comment": WORKS,
    "plans.attach": WORKS,
    "plans.save_view": WORKS,
    "plans.share_view": MANAGES,
    "plans.repeat_task": MANAGES,
    "forecast.see": WORKS,
    "forecast.see_calibration": MANAGES,
    "forecast.see_others": MANAGES,
    "forecast.ask_run": MANAGES,
    "forecast.cancel_run": MANAGES,
    "clients.see": MANAGES,
    "clients.see_promises": EVERYONE,
    "clients.add_client": MANAGES,
    "clients.change_client": MANAGES,
    "clients.promise": MANAGES,
    "day.see": WORKS,
    "day.see_portfolio": MANAGES,
    "day.share_snapshot": MANAGES,
}
"""Each permission and the roles that have it. Which things a role sees is another question: each room's `visible_to`."""

LANGUAGES = ("en",)
"""Those that the pages are wholly written in."""

LONGEST_NAME = 200
MOST_LINKS = 50
"""Secret links that one person may hold at a time."""
TOKEN_PREFIX = "mp_"  # noqa: S105 - the visible beginning of every token, not a secret
_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,189}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


def may(role: Role, permission: str) -> bool:
    """Whether the role has the permission. A permission that is not in the table is a mistake in the code: KeyError."""
    return role in PERMISSIONS[permission]


def email(text: str) -> str:
    """The address as it is kept, in lower case; refuses what is none."""
    address = text.strip().lower()
    if not _ADDRESS.fullmatch(address) or _UNPRINTABLE.search(address):
        raise Refusal("email_invalid", say("“{text}” is not an e-mail address.", text=text[:80]), field="email")
    return address


def name(text: str, *, field: str = "name") -> str:
    """The name without spaces around it; refuses an empty one, one that is too long, and control characters."""
    kept = text.strip()
    if not kept:
        raise Refusal("name_empty", say("Please give a name."), field=field)
    if len(kept) > LONGEST_NAME:
        raise Refusal("name_too_long", say("A name has at most {longest} characters.", longest=LONGEST_NAME), field=field)
    if _UNPRINTABLE.search(kept):
        raise Refusal("name_unprintable", say("A name is one line of ordinary characters."), field=field)
    return kept


def check_zone(zone: str) -> None:
    """Refuses what is not the name of a time zone, such as Europe/Berlin."""
    if zone not in available_timezones():
        raise Refusal("zone_unknown", say("“{zone}” is not a time zone. Europe/Berlin is one.", zone=zone[:80]), field="zone")


def check_place(country: str, region: str) -> None:
    """Refuses a country (ISO 3166, `DE`) or region of it (`BY`) whose public holidays are not known. Both may be empty."""
    regions = holidays.list_supported_countries(include_aliases=True)
    if country and country not in regions:
        raise Refusal("country_unknown", say("The public holidays of “{country}” are not known.", country=country[:80]), field="country")
    if region and region not in regions.get(country, ()):
        raise Refusal(
            "region_unknown", say("“{region}” is not a region of {country}.", region=region[:80], country=country), field="region"
        )


def check_language(language: str) -> None:
    """Refuses a language that Milepost does not speak."""
    if language not in LANGUAGES:
        raise Refusal("language_unknown", say("Milepost does not speak “{language}” yet.", language=language[:20]), field="language")


def check_version(asked: int | None, *, current: int, yours: object, now_there: object) -> None:
    """Refuses a change of something that has changed since it was read, or that does not say what it read."""
    if asked is None:
        raise VersionMissing()
    if asked != current:
        raise Stale(yours=yours, current=now_there)


def new_secret() -> str:
    """A token to hand out once: 256 random bits behind a beginning that secret scanners can recognise."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def new_link_secret() -> str:
    """What stands in the address of a secret link: 256 random bits."""
    return secrets.token_urlsafe(32)


def shown(secret: str) -> str:
    """The beginning of a token that may be shown in a list."""
    return secret[: len(TOKEN_PREFIX) + 6]


def digest(secret: str) -> str:
    """What is kept of a token. Unsalted on purpose: the secret is random, and one look-up must find it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def first_password() -> str:
    """A password for somebody who was just added, to be handed over and changed."""
    return secrets.token_urlsafe(12)
