"""Finding: projects, tasks, outcomes, people, promises and words of the field by what is written in them.

The texts of a plan are held folded in memory, and read again when its ledger has a newer line. Why not in the database:
docs/decisions/search-in-memory.md.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from milepost.accounts import rules as permissions
from milepost.audit import reads as audit
from milepost.clients import reads as clients
from milepost.kernel.actor import Actor
from milepost.kernel.words import TERMS
from milepost.people import reads as people
from milepost.plans import reads as plans
from milepost.search import rules

MOST_HELD = 200_000_000
"""Characters of text that one process holds at most."""
FEW, MANY = 5, 8
MANY_OF = ("task",)
NAMED_BY = {"metric": "objective", "criterion": "deliverable", "note": "task"}
"""What a text inside something leads to."""
NAMES = ("task", "deliverable", "objective", "risk")
"""Kinds of text that are names; what stands inside something is worth a step less."""
LONGEST_LIST = 24

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was looked for: `kind` is project, task, deliverable, objective, risk, comment, person, promise or term.

    `id` is the thing's own number, of a comment that of its task, of a term 0: it has a `key`. `excerpt` is what was written inside,
    where that and not the name answers.
    """

    kind: str
    id: int
    name: str
    project_id: int | None = None
    project_name: str = ""
    excerpt: str = ""
    key: str = ""


Graded = Iterator[tuple[int, Found]]
Pages = Mapping[str, rules.Page]
"""The texts of one plan by kind."""

_held: OrderedDict[int, tuple[str, Pages]] = OrderedDict()
_lock = Lock()


def found(actor: Actor, question: str, *, translate: Translate = str) -> tuple[Found, ...]:
    """What answers the question among all that the actor may see, best first; a word that is nowhere may be one letter wrong.

    `translate` is a gettext function: terms are found in the reader's language. An empty question finds the projects.
    """
    asked = rules.words(question)
    projects = plans.visible_names(actor)
    if not asked:
        return tuple(map(_project, projects))[:LONGEST_LIST]
    pages = _pages([pk for pk, _ in projects])
    known = [*map(_project, projects), *_people(actor)]
    answers = _answers(actor, known, pages, asked, translate)
    if answers:
        return answers
    meant = tuple(_meant(word, pages) for word in asked)
    return _answers(actor, known, pages, meant, translate) if meant != asked else ()


def these(actor: Actor, *, tasks: Sequence[int] = (), projects: Sequence[int] = ()) -> tuple[Found, ...]:
    """The tasks and projects with these numbers, in this order, tasks first; those that the actor may not know are left out."""
    by_id = {row.id: row for row in plans.written(actor, "task", tasks)} if tasks else {}
    known = {project.id: project for project in map(_project, plans.visible_names(actor))} if projects else {}
    first = [_of_plan(by_id[pk], ()) for pk in tasks if pk in by_id]
    return (*first, *(known[pk] for pk in projects if pk in known))


def _answers(actor: Actor, known: Iterable[Found], pages: Sequence[Pages], asked: Sequence[str], translate: Translate) -> tuple[Found, ...]:
    graded = [
        *_by_name(known, asked),
        *_in_plans(actor, pages, asked),
        *_by_name(_promises(actor), asked, also=lambda each: each.excerpt),
        *_terms(asked, translate),
    ]
    graded.sort(key=lambda each: each[0])
    return tuple(each for _, each in graded)[:LONGEST_LIST]


def _by_name(things: Iterable[Found], asked: Sequence[str], also: Callable[[Found], str] | None = None) -> Graded:
    graded = [(rules.fit(rules.folded(f"{each.name} {also(each)}" if also else each.name), asked), each) for each in things]
    fitting = sorted(((fit, each) for fit, each in graded if fit is not None), key=lambda pair: (pair[0], len(pair[1].name)))
    yield from fitting[:FEW]


def _in_plans(actor: Actor, pages: Sequence[Pages], asked: Sequence[str]) -> Graded:
    """A thing that is found by its name and by a text inside it is found once, by its name."""
    seen: set[tuple[str, int]] = set()
    for kind in plans.TEXTS:
        hits = [hit for page in pages if kind in page for hit in page[kind].find(asked)]
        best = sorted(hits, key=lambda hit: hit[0])[: MANY if kind in MANY_OF else FEW]
        rows = {row.id: row for row in plans.written(actor, kind, [number for _, number in best])} if best else {}
        for fit, number in best:
            thing = (NAMED_BY.get(kind, kind), number)
            if number in rows and thing not in seen:
                seen.add(thing)
                yield fit + (kind not in NAMES), _of_plan(rows[number], asked)


def _of_plan(row: plans.Written, asked: Sequence[str]) -> Found:
    inside = rules.excerpt(row.text, asked) if row.text != row.title else ""
    return Found(NAMED_BY.get(row.kind, row.kind), row.id, row.title, row.project_id, row.project_name, inside)


def _project(named: tuple[int, str]) -> Found:
    return Found("project", *named, project_id=named[0])


def _people(actor: Actor) -> Iterator[Found]:
    for pk, name in people.names(actor):
        yield Found("person", pk, name)


def _promises(actor: Actor) -> Iterator[Found]:
    """Each promise that holds, under what was promised; found also by whom it was given to."""
    if not permissions.may(actor.role, "clients.see_promises"):
        return
    for each in clients.promises(actor):
        name = each.task_name or each.project_name
        yield Found("promise", each.id, name, each.project_id, each.project_name, f"{each.client} {each.to_whom}".strip())


def _terms(asked: Sequence[str], translate: Translate) -> Graded:
    named = ((key, term.name.translated(translate), term.meaning.translated(translate)) for key, term in TERMS.items())
    known = [Found("term", 0, name, excerpt=meaning, key=key) for key, name, meaning in named]
    yield from _by_name(known, asked, also=lambda each: TERMS[each.key].short)


def _meant(word: str, kept: Iterable[Pages]) -> str:
    """The word, or where it is nowhere in any plan, the one of a name there that was probably meant."""
    if any(word in page for pages in kept for page in pages.values()):
        return word
    names = (pages[kind].vocabulary for pages in kept for kind in NAMES if kind in pages)
    return next((other for known in names if (other := rules.meant(word, known))), word)


def _pages(project_ids: Sequence[int]) -> list[Pages]:
    """The texts of these projects, as they are now."""
    newest = audit.newest_digests(project_ids)
    with _lock:
        known = {pk: _held[pk][1] for pk, digest in newest.items() if pk in _held and _held[pk][0] == digest}
    stale = [pk for pk in newest if pk not in known]
    now = known | _read(stale) if stale else known
    with _lock:
        for pk, pages in now.items():
            _held[pk] = (newest[pk], pages)
            _held.move_to_end(pk)
        _forget()
    return list(now.values())


def _read(project_ids: Sequence[int]) -> dict[int, Pages]:
    read: dict[int, dict[str, rules.Page]] = {pk: {} for pk in project_ids}
    for kind in plans.TEXTS:
        lines: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for project, number, text in plans.texts(kind, project_ids):
            lines[project].append((number, text))
        for project, written in lines.items():
            read[project][kind] = rules.Page(written)
    return dict(read)


def _forget() -> None:
    """Lets go of the plans that nobody looked into for longest."""
    held = sum(len(page) for _, pages in _held.values() for page in pages.values())
    while held > MOST_HELD and len(_held) > 1:
        _, (_, pages) = _held.popitem(last=False)
        held -= sum(map(len, pages.values()))
