"""Find or do: what Ctrl K shows, the same as a page without script, and the list of keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milepost.plans import reads as plans
from milepost.search import reads as search
from milepost.search import rules
from milepost.web import guide
from milepost.web.commands import commands
from milepost.web.keys import keys_on
from milepost.web.numbers import whole
from milepost.web.visit import Visit

SHAPES = {
    "project": "list-tree",
    "task": "square-check",
    "deliverable": "package",
    "objective": "target",
    "risk": "triangle-alert",
    "comment": "message-square",
    "person": "user",
    "promise": "flag",
    "term": "book-open",
}
_SEEN = re.compile(r"([pt])(\d{1,15})(?:\.|$)")
LONGEST_MEMORY = 12
FEW_PAGES = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list. `act` is what the page itself does instead of opening `url`."""

    url: str
    icon: str
    name: str
    beside: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind under their name."""

    name: str
    entries: tuple[Entry, ...]


@require_safe
def find(visit: Visit) -> HttpResponse:
    """What answers `?q=`; where nothing is asked, what was opened last (`?seen=t5.p3`). Asked by a script: the list alone."""
    question = visit.GET.get("q", "")
    project = _project(visit)
    groups = list(_groups(visit, rules.words(question), question, project))
    shown = {"groups": groups, "question": question, "count": sum(len(group.entries) for group in groups)}
    return render(visit, "find/results.html" if visit.htmx else "find/find.html", shown)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of `?of=plan`, of all pages without it."""
    places = keys_on(request.GET.get("of", ""))
    fragment = getattr(request, "htmx", False)
    return render(request, "find/keys_list.html" if fragment else "find/keys.html", {"places": places})


def _groups(visit: Visit, asked: tuple[str, ...], question: str, project: int | None) -> Iterator[Group]:
    known = search.found(visit.actor, question, translate=_) if asked else _recent(visit)
    told = [each for each in known if each.kind != "term"]
    if asked:
        yield from _by_kind(told)
    elif told:
        yield Group(_("Opened last"), tuple(map(_entry, told)))
    doing = commands(visit.actor.role, asked, translate=_, in_project=project is not None)
    if doing:
        yield Group(_("Do"), tuple(Entry(one.url(project), one.icon, one.text.translated(_), act=one.act) for one in doing))
    read = (*_pages(asked), *(_entry(each) for each in known if each.kind == "term"))
    if read:
        yield Group(_("Read"), read)


def _by_kind(found: Iterable[search.Found]) -> Iterator[Group]:
    """The kinds in the order of their best answers, each with its own in order."""
    names = {
        "project": _("Projects"),
        "task": _("Tasks"),
        "deliverable": _("Deliverables"),
        "objective": _("Objectives"),
        "risk": _("Risks and issues"),
        "comment": _("Comments"),
        "person": _("People"),
        "promise": _("Promises"),
    }
    kept = list(found)
    order = list(dict.fromkeys(each.kind for each in kept))
    for kind, some in groupby(sorted(kept, key=lambda each: order.index(each.kind)), key=lambda each: each.kind):
        yield Group(names[kind], tuple(map(_entry, some)))


def _entry(found: search.Found) -> Entry:
    beside = " · ".join(part for part in (found.project_name if found.name != found.project_name else "", found.excerpt) if part)
    return Entry(_url(found), SHAPES[found.kind], found.name, beside)


def _url(found: search.Found) -> str:
    if found.kind in ("task", "comment"):
        return f"{reverse('project', args=[found.project_id])}?task={found.id}"
    if found.kind == "risk":
        return reverse("project_risks", args=[found.project_id])
    if found.kind in ("deliverable", "objective"):
        return reverse("project_overview", args=[found.project_id])
    places = {"project": ("project", [found.id]), "person": ("person", [found.id]), "promise": ("promises", [])}
    return f"{reverse('words')}#{found.key}" if found.kind == "term" else reverse(places[found.kind][0], args=places[found.kind][1])


def _pages(asked: tuple[str, ...]) -> tuple[Entry, ...]:
    """The pages of the guide whose title or opening answers."""
    if not asked:
        return ()
    pages = guide.pages(get_language() or "en")
    graded = [(rules.fit(rules.folded(f"{page.title} {page.opening}"), asked), page) for page in pages]
    best = sorted(((fit, page) for fit, page in graded if fit is not None and fit < rules.INSIDE), key=lambda pair: pair[0])
    return tuple(Entry(reverse("guide_page", args=[page.name]), "book-open", page.title, _("Guide")) for _fit, page in best[:FEW_PAGES])


def _recent(visit: Visit) -> tuple[search.Found, ...]:
    """What this browser says was opened last, as far as this person may know it; else the projects."""
    seen = _SEEN.findall(visit.GET.get("seen", ""))[:LONGEST_MEMORY]
    tasks, projects = ([int(number) for letter, number in seen if letter == wanted] for wanted in "tp")
    return search.these(visit.actor, tasks=tasks, projects=projects) or search.found(visit.actor, "")[:LONGEST_MEMORY]


def _project(visit: Visit) -> int | None:
    """The project on whose page the question is asked, if it is one that may be seen."""
    asked = whole(visit.GET.get("project", ""))
    return asked if asked in plans.visible_ids(visit.actor) else None
