"""The tags of our templates: icons, dates, lengths, standings, terms, the rail. How they look: docs/look.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from milepost.accounts.rules import may
from milepost.kernel import clock
from milepost.kernel.say import Sentence
from milepost.kernel.words import TERMS
from milepost.plans.reads import FieldValue
from milepost.plans.rules import FieldKind
from milepost.web import charts, pictures, spoken
from milepost.web import marked as markdown

register = template.Library()

ICONS = Path(__file__).resolve().parent.parent / "static" / "build" / "icons.json"


@cache
def _icons() -> Mapping[str, str]:
    drawn: dict[str, str] = json.loads(ICONS.read_text())
    return drawn


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "flag" %}`: one of the icons listed in frontend/icons.ts, inline. Decoration: the words stand beside it."""
    return mark_safe(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{_icons()[name]}</svg>')  # noqa: S308 our own file


def _today() -> date:
    return clock.now().astimezone(timezone.get_current_timezone()).date()


@register.filter
def day(on: date | None, style: str = "") -> str:
    """`{{ promised.on|day }}`: "Thu 12 Mar" in a `time` element; `|day:"long"` for titles; nothing for None."""
    if on is None:
        return ""
    said = spoken.day(on, today=_today(), long=style == "long")
    iso = on.isoformat(timespec="minutes") if isinstance(on, datetime) else on.isoformat()
    return format_html('<time datetime="{0}" title="{1}">{2}</time>', iso, iso.replace("T", " "), said)


@register.filter
def short_day(on: date | None) -> str:
    """`{{ on|short_day }}`: "12 Mar"."""
    if on is None:
        return ""
    return format_html('<time datetime="{0}" title="{0}">{1}</time>', on.isoformat(), spoken.short_day(on, today=_today()))


@register.filter
def grid_day(on: date | None) -> str:
    """`{{ row.start|grid_day }}`: "Thu 12 Mar" in a column of dates; the weekday gives way to the year where that is another."""
    if on is None:
        return ""
    return day(on) if on.year == _today().year else short_day(on)


@register.simple_tag
def dates_span(start: datetime, finish: datetime) -> SafeString:
    """`{% dates_span dates.start dates.finish %}`: "Mon 16 – Fri 20 Mar"."""
    said = spoken.span(start.date(), finish.date(), today=_today())
    iso = f"{start:%Y-%m-%d %H:%M} – {finish:%Y-%m-%d %H:%M}"
    return format_html('<span class="figures" title="{}">{}</span>', iso, said)


@register.simple_tag
def short_span(first: date, last: date) -> SafeString:
    """`{% short_span outlook.p50_on outlook.p80_on %}`: "10–16 Mar"."""
    said = spoken.short_span(first, last, today=_today())
    return format_html('<span class="figures" title="{} – {}">{}</span>', first.isoformat(), last.isoformat(), said)


@register.filter
def absolute(number: int) -> int:
    """`{{ minutes|absolute }}`: without its sign."""
    return abs(number)


@register.filter
def when(at: datetime | None, zone: str = "") -> str:
    """`{{ change.at|when:project.zone }}`: an instant as "yesterday 16:40", in the zone given or the reader's own."""
    if at is None:
        return ""
    said = spoken.when(at, zone=zone or timezone.get_current_timezone_name(), now=clock.now())
    return format_html('<time datetime="{0}" title="{0}">{1}</time>', spoken.utc(at), said)


@register.filter
def duration(minutes: int | None, minutes_per_day: int = 480) -> str:
    """`{{ task.duration_minutes|duration:project.minutes_per_day }}`: "3 d 4 h"."""
    return "" if minutes is None else spoken.duration(int(minutes), minutes_per_day=minutes_per_day)


@register.filter
def hours(minutes: int) -> str:
    """`{{ task.minutes|hours }}`: "7.5"."""
    return spoken.hours(minutes)


@register.filter
def distance(working_days: int | None) -> str:
    """`{{ standing|distance }}`: "4 working days late"."""
    return spoken.distance(working_days)


@register.filter
def kind(working_days: int | None) -> str:
    """`{{ standing|kind }}`: late, risk, kept or plain, as a class."""
    return spoken.kind(working_days)


@register.filter
def say(sentence: Sentence | str | None) -> str:
    """`{{ refusal.sentence|say }}`: a sentence from below, in the reader's language, its dates as the page says dates."""
    return _localised(sentence).translated(gettext) if isinstance(sentence, Sentence) else sentence or ""


def _localised(sentence: Sentence) -> Sentence:
    return Sentence(sentence.text, {name: _said(value) for name, value in sentence.values.items()})


def _said(value: object) -> object:
    if isinstance(value, Sentence):
        return _localised(value)
    if isinstance(value, datetime):
        return f"{spoken.day(value, today=_today())} {spoken.clock_time(value)}"
    return spoken.day(value, today=_today()) if isinstance(value, date) else value


@register.simple_tag
def standing_chip(working_days: int | None, state: str = "", promised: date | None = None, until: date | None = None) -> SafeString:
    """`{% standing_chip standing.days standing.state standing.promised_on standing.p80_on %}`: the distance to the promise as a chip.

    Its colour and shape say whether the 8-in-10 date keeps the promise, too.
    """
    tone = spoken.tone(state, working_days, promised=promised, until=until)
    shape = {"late": "circle-alert", "risk": "flag", "kept": "check", "plain": "circle-dot"}[tone]
    return format_html('<span class="chip {}">{}{}</span>', tone, icon(shape), spoken.state(state, working_days))


@register.simple_tag
def term(key: str, text: str = "") -> SafeString:
    """`{% term "total-float" %}`: the term with its meaning on hover, focus or tap; a link to its place among the words."""
    meant = TERMS[key]
    return format_html(
        '<a class="term" href="{}#{}" aria-description="{}">{}</a>', reverse("words"), key, say(meant.meaning), text or say(meant.name)
    )


@register.simple_tag
def field_value(held: FieldValue) -> str:
    """`{% field_value value %}`: what a task says in a custom field, days as the page says days."""
    return day(date.fromisoformat(held.value)) if held.kind is FieldKind.DATE else held.value


@register.filter
def marked(text: str) -> SafeString:
    """`{{ comment.text|marked }}`: what somebody wrote in Markdown."""
    return markdown.marked(text)


@register.filter
def initials(name: str) -> str:
    """`{{ person.name|initials }}`: "AK"."""
    return spoken.initials(name)


@register.simple_tag
def who(name: str, short: str = "") -> SafeString:
    """`{% who person.name person.initials %}`: a person as a disc with initials, the name for those who cannot see it."""
    short = short or spoken.initials(name)
    disc = '<span class="who" title="{0}"><span aria-hidden="true">{1}</span><span class="sr">{0}</span></span>'
    return format_html(disc, name, short[:2].upper())


@register.simple_tag
def done(percent: int) -> SafeString:
    """`{% done task.percent %}`: how far, as a short bar; the figure stands beside it."""
    return format_html('<progress class="done" value="{}" max="100" aria-hidden="true"></progress>', percent)


@register.inclusion_tag("components/rail.html", takes_context=True)
def rail(context: template.Context) -> dict[str, Any]:
    """The way around, with the page one is on marked; only what this person may open."""
    actor = getattr(context["request"], "actor", None)
    here = context["request"].path
    guide = ("guide", "book-open", _("Guide"), ("/guide/", "/words/"))
    pages = [
        ("today", "sun", _("Today"), ("/",)),
        ("projects", "list-tree", _("Projects"), ("/projects/", "/tasks/", "/imports/", "/portfolio/", "/strategy/")),
        ("people", "users", _("People"), ("/people/",)),
    ]
    lower = [guide, ("settings", "settings", _("Settings"), ("/settings/",))]
    if actor is None or not may(actor.role, "day.see"):
        pages, lower = [("promises", "flag", _("Promises"), ("/promises/",))] if actor else [], [guide]
    return {
        "pages": [_place(*place, here) for place in pages],
        "lower": [_place(*place, here) for place in lower],
        "user": context.get("user"),
        "csrf_token": context.get("csrf_token"),
    }


def _place(name: str, shape: str, text: str, roots: tuple[str, ...], here: str) -> dict[str, object]:
    current = here == "/" if roots == ("/",) else here.startswith(roots)
    return {"url": reverse(name), "icon": shape, "text": text, "current": current}


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The theme the reader chose, for `<html data-theme>`; empty where the system decides."""
    chosen = context["request"].COOKIES.get("theme", "") if "request" in context else ""
    return chosen if chosen in {"light", "dark"} else ""


@register.simple_tag
def promise_line(line: pictures.Line, scale: pictures.Scale) -> SafeString:
    """`{% promise_line row.line scale %}`: the promise line of one row, on the scale of its list."""
    return pictures.promise_line(line, scale)


@register.simple_tag
def share(percent: int) -> SafeString:
    """`{% share driver.share_percent %}`: a bar as long as the figure beside it says."""
    return charts.share(percent)


@register.filter
def money(amount: Decimal, currency: str) -> str:
    """`{{ report.expected|money:report.currency }}`: "€12,500.00", as the reader's language writes it."""
    return spoken.money(amount, currency)


@register.filter
def signed(days: int) -> str:
    """`{{ part.days|signed }}`: "+3", "−1", "0"."""
    return f"+{days}" if days > 0 else f"−{-days}" if days else "0"


@register.simple_tag
def promise_axis(scale: pictures.Scale) -> SafeString:
    """`{% promise_axis scale %}`: today and the months, under a list of promise lines."""
    return pictures.axis(scale)
