"""A new project as far as its form has come: what was typed, chosen or sent as a file, read as a sketch, and what would be of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language

from milepost.exchange import outline, sheets, templates, typed
from milepost.exchange.outline.reading import MOST_BYTES
from milepost.forecast import reads as forecasts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import Sentence
from milepost.plans import reads as plans
from milepost.plans.sketch import Sketch
from milepost.web.visit import Visit

OWN = "own-"
"""What the key of a template of the workspace begins with, before its id."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What stands in the three large fields: the list of tasks, the objectives, the deliverables."""

    outline: str = ""
    objectives: str = ""
    deliverables: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """`refusal` says why there is no list at all, `problems` which of its lines are to be mended, `assumed` what nobody wrote."""

    template: str
    texts: Texts
    sketch: Sketch
    refusal: Refusal | None = None
    problems: tuple[outline.Problem, ...] = ()
    assumed: tuple[Sentence, ...] = ()

    def usable(self, *, today: date) -> Sketch:
        """The whole sketch. Refuses, beside the field it stands in, what could not be read."""
        if self.refusal:
            raise at(self.refusal, "outline")
        outline.Reading(self.sketch, self.problems).usable(field="outline")
        try:
            objectives = outline.read_objectives(self.texts.objectives, today=today, locale=_locale())
        except Refusal as refusal:
            raise at(refusal, "objectives") from None
        try:
            deliverables = outline.read_deliverables(self.texts.deliverables)
        except Refusal as refusal:
            raise at(refusal, "deliverables") from None
        brought = {each.name: each for each in self.sketch.deliverables}
        written = {each.name: replace(brought.get(each.name, each), criteria=each.criteria) for each in deliverables}
        named = {task.deliverable for task in self.sketch.tasks} if not self.template else set()
        kept = {name: each for name, each in brought.items() if name in named} | written
        return replace(self.sketch, objectives=objectives, deliverables=tuple(kept.values()))


def at(refusal: Refusal, field: str) -> Refusal:
    """The same refusal, of the field it stands beside."""
    return Refusal(refusal.code, refusal.sentence, field=field, details=refusal.details)


def begun(visit: Visit) -> Begun:
    """What the form says so far."""
    sent = visit.POST if visit.method == "POST" else visit.GET
    chosen = sent.get("template", "")
    brought = template_of(visit.actor, chosen)
    texts = Texts(sent.get("outline", ""), *_outcomes(visit, brought))
    if brought is not None:
        return Begun(chosen, texts, brought)
    try:
        text = _from_file(visit) or texts.outline
        reading = outline.read(text, today=visit.today, locale=_locale())
    except Refusal as refusal:
        return Begun("", texts, Sketch(), refusal=refusal)
    ordered = visit.method != "POST" or "in_order" in sent
    read = reading.in_sequence() if ordered else reading
    return Begun("", replace(texts, outline=text), read.sketch, None, read.problems, read.assumed)


def template_of(actor: Actor, key: str) -> Sketch | None:
    """The sketch of a template, of Milepost's own or of the workspace; None where the key names none."""
    try:
        if key.startswith(OWN) and key.removeprefix(OWN).isdecimal():
            return plans.template_sketch(actor, int(key.removeprefix(OWN)[:18]))
        return templates.template(key).sketch
    except NotFound:
        return None


def _outcomes(visit: Visit, brought: Sketch | None) -> tuple[str, str]:
    """Objectives and deliverables as typed; where nobody touched what the last template filled in, those of the one chosen now."""
    sent = visit.POST if visit.method == "POST" else visit.GET
    before = _written(template_of(visit.actor, sent.get("filled", "")))
    fresh = _written(brought)
    typed_now = [" ".join(sent.get(name, "").split()) for name in ("objectives", "deliverables")]
    untouched = [not text or text == " ".join(old.split()) for text, old in zip(typed_now, before, strict=True)]
    objectives, deliverables = (
        new if same else sent.get(name, "") for name, same, new in zip(("objectives", "deliverables"), untouched, fresh, strict=True)
    )
    return objectives, deliverables


def _written(sketch: Sketch | None) -> tuple[str, str]:
    if sketch is None:
        return "", ""
    return outline.written_objectives(sketch.objectives), outline.written_deliverables(sketch.deliverables)


def _from_file(visit: Visit) -> str:
    file: UploadedFile[bytes] | None = visit.FILES.get("file") if visit.method == "POST" else None
    return sheets.text_of(file.read(MOST_BYTES + 1), name=str(file.name)) if file else ""


def first_finish(visit: Visit, sketch: Sketch) -> forecasts.FirstFinish | None:
    """When it would be done; None where days or links cannot be read yet."""
    try:
        days = [_day(visit, name) for name in ("start_on", "expected_on")]
        return forecasts.first_finish(visit.actor, sketch, start_on=days[0] or visit.today, expected_on=days[1], now=visit.now)
    except Refusal:
        return None


def _day(visit: Visit, name: str) -> date | None:
    text = visit.POST.get(name, "")
    return typed.day(text, today=visit.today, locale=_locale()) if text.strip() else None


def _locale() -> str:
    return get_language() or "en"
