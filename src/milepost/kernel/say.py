"""Sentences that are translated at the door, not where they are made.

Rules, engine reasons and refusals speak before anybody knows the reader's language. They return a `Sentence`: the English
text, which is also the key of its translation, and the values that go into it. The doors translate and fill it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` with `{named}` places, and the values for them. `str()` gives the English."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.translated(lambda text: text)

    def translated(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language of `translate` (a gettext function), values that are sentences included.

        An instant reads `2026-03-05 08:00`; a door that knows the reader's locale replaces such values first.
        """
        return translate(self.text).format(**{key: _shown(value, translate) for key, value in self.values.items()})


def _shown(value: object, translate: Callable[[str], str]) -> object:
    if isinstance(value, Sentence):
        return value.translated(translate)
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value


def say(text: str, /, **values: object) -> Sentence:
    """Mark `text` for translation and keep its values beside it: `say("{task} waits for {other}", task=…, other=…)`."""
    return Sentence(text, values)


def packed(sentence: Sentence) -> dict[str, Any]:
    """The sentence as JSON for a table. Dates keep that they are dates, so that the door can still write them by locale."""
    return {"text": sentence.text, "values": {key: _packed_value(value) for key, value in sentence.values.items()}}


def _packed_value(value: object) -> object:
    if isinstance(value, Sentence):
        return packed(value)
    if isinstance(value, date):
        return {"at" if isinstance(value, datetime) else "on": value.isoformat()}
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def unpacked(kept: Mapping[str, Any]) -> Sentence:
    """The sentence that `packed` made JSON of."""
    return Sentence(kept["text"], {key: _unpacked_value(value) for key, value in kept["values"].items()})


def _unpacked_value(value: Any) -> object:
    if not isinstance(value, Mapping):
        return value
    if "text" in value:
        return unpacked(value)
    return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
