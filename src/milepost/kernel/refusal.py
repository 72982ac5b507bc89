"""How Milepost says no: one sentence that names the thing and the way out, and a code that never changes."""

from __future__ import annotations

from collections.abc import Mapping

from milepost.kernel.say import Sentence, say


class Refusal(Exception):
    """A request that cannot be done as asked. Nothing was changed.

    `code` is stable and machine-readable (`date_before_start`); `sentence` is for people; `field` names the input it is
    about, if there is one; `details` are facts a program may want (the other value of a stale edit, the tasks of a circle).
    """

    status = 422

    def __init__(self, code: str, sentence: Sentence, *, field: str | None = None, details: Mapping[str, object] | None = None) -> None:
        super().__init__(str(sentence))
        self.code = code
        self.sentence = sentence
        self.field = field
        self.details = dict(details or {})


class NotFound(Refusal):
    """The thing does not exist, or this actor may not know that it does: the two look the same from outside."""

    status = 404

    def __init__(self) -> None:
        super().__init__("not_found", say("There is nothing here, or it is not yours to see."))


class NotAllowed(Refusal):
    """The actor may see the thing but not do this to it."""

    status = 403

    def __init__(self, sentence: Sentence | None = None) -> None:
        super().__init__("not_allowed", sentence or say("Your role does not allow this. Ask a manager of the workspace."))


class Stale(Refusal):
    """Somebody else changed the thing since the actor read it; `details` holds both values."""

    status = 409

    def __init__(self, *, yours: object, current: object) -> None:
        super().__init__(
            "stale",
            say("Somebody changed this while you were looking at it. Nothing of yours was saved; here are both versions."),
            details={"yours": yours, "current": current},
        )


class Underway(Refusal):
    """The same request, sent a moment ago, is not done yet: its answer can be had `seconds` later."""

    status = 409
    seconds = 5

    def __init__(self) -> None:
        super().__init__("still_underway", say("The same request is still being done. Please ask again in a few seconds."))


class VersionMissing(Refusal):
    """A change of a versioned thing that does not say which version it changes."""

    status = 428

    def __init__(self) -> None:
        sentence = say("Say which version you are changing, so that nobody's work is overwritten.")
        super().__init__("version_missing", sentence, field="version")
