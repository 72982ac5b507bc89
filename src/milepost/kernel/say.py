"""Sentences that are translated at the door, not where they are made.

Rules, engine reasons and refusals speak before anybody knows the reader's language. They return a `Sentence`: the English
text, which is also the key of its translation, and the values that go into it. The doors translate and fill it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` with `{named}` places, and the values for them. `str()` gives the English."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)

    def translated(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language of `translate` (a gettext function), values that are sentences included."""
        spoken = {k: v.translated(translate) if isinstance(v, Sentence) else v for k, v in self.values.items()}
        return translate(self.text).format(**spoken)


def say(text: str, /, **values: object) -> Sentence:
    """Mark `text` for translation and keep its values beside it: `say("{task} waits for {other}", task=…, other=…)`."""
    return Sentence(text, values)
