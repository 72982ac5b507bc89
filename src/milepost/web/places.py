"""Zones, countries and languages to choose from, named in the reader's language, and a good guess for a newcomer."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

import holidays
from babel import Locale
from babel.core import get_global
from django.conf import settings
from django.utils.translation import to_locale

Choices = list[tuple[str, str]]

_ZONE_OF = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "MX": "America/Mexico_City",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}
"""The zone in which most people of a country live, where it has several."""


@cache
def zones() -> Choices:
    """Every zone that is a place, and UTC."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


@cache
def countries(language: str) -> Choices:
    """The countries whose public holidays are known, by name."""
    names = Locale.parse(to_locale(language)).territories
    known = {code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2 and code in names}
    return sorted(((code, names[code]) for code in known), key=lambda choice: choice[1])


def regions(country: str) -> Choices:
    """The regions of a country that keep holidays of their own, by name."""
    if country not in holidays.list_supported_countries(include_aliases=False):
        return []
    names = holidays.country_holidays(country).get_subdivision_aliases()
    return sorted(((code, (called or [code])[0]) for code, called in names.items()), key=lambda choice: choice[1])


def languages() -> Choices:
    """What Milepost speaks, each in its own words: the languages it was wholly translated into."""
    return [(code, name) for code, name in settings.LANGUAGES if code == "en" or _is_translated(code)]


def _is_translated(code: str) -> bool:
    return any((Path(folder) / code / "LC_MESSAGES" / "django.po").is_file() for folder in settings.LOCALE_PATHS)


def guess(accepted: str) -> tuple[str, str]:
    """Country and zone of whoever sends this `Accept-Language`; both may be empty."""
    country = next((part.upper() for tag in accepted.split(",") for part in tag.split(";")[0].strip().split("-")[1:] if len(part) == 2), "")
    if not country:
        alone = accepted.split(",")[0].split(";")[0].strip().lower()
        country = {"de": "DE"}.get(alone, "")
    if country not in {code for code, _ in countries("en")}:
        return "", "UTC"
    return country, _ZONE_OF.get(country) or _first_zone(country)


def _first_zone(country: str) -> str:
    zones_there = sorted(
        zone for zone, territory in get_global("zone_territories").items() if territory == country and zone in available_timezones()
    )
    return zones_there[0] if zones_there else "UTC"
