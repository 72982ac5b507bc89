"""Whatever the engine can say is collected for translation."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.forecast import snapshot
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence
from scripts import words
from tests.engine import casebook


def _said(sentence: Sentence) -> Iterator[str]:
    yield sentence.text
    for value in sentence.values.values():
        if isinstance(value, Sentence):
            yield from _said(value)


def _sentences() -> Iterator[Sentence]:
    for path in (*casebook.cases("correct"), *casebook.cases("refused")):
        case = casebook.read(path)
        try:
            conclusion = snapshot.conclude(case.draft, as_of=case.as_of)
        except Refusal as refusal:
            yield refusal.sentence
            continue
        yield from (warning.sentence for warning in conclusion.warnings)
        yield from (conclusion.why(task.uid) for task in case.draft.tasks)


def test_every_sentence_of_every_case_is_in_the_catalogue() -> None:
    known = {message.id for message in words.collected()}
    spoken = {text for sentence in _sentences() for text in _said(sentence)}
    assert len(spoken) > 50
    assert {text for text in spoken - known if any(letter.isalpha() for letter in text.split("}")[-1] + text.split("{")[0])} == set()
