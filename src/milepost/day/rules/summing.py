"""The day in one sentence."""

from __future__ import annotations

from milepost.kernel.say import Sentence, say

_COUNTS = (say("two"), say("three"), say("four"), say("five"), say("six"), say("seven"), say("eight"), say("nine"), say("ten"))
_FIRST_COUNTS = (say("Two"), say("Three"), say("Four"), say("Five"), say("Six"), say("Seven"), say("Eight"), say("Nine"), say("Ten"))


def summed_up(*, projects: int, late: int, at_risk: int, kept: int, finishable: int) -> Sentence:
    """The day in two short sentences: how the promises stand, what can be finished.

    `late`, `at_risk` (kept as planned, in fewer than 8 of 10 cases) and `kept` count promises, each in one of them only.
    """
    if not projects:
        return say("There is no project yet.")
    return say("{promises} {today}", promises=_promises(late, at_risk, kept), today=_things(finishable))


def _count(number: int, words: tuple[Sentence, ...] = _COUNTS) -> Sentence | int:
    return words[number - 2] if 2 <= number <= len(words) + 1 else number


def _promises(late: int, at_risk: int, kept: int) -> Sentence:
    if not late and not at_risk:
        return _all_kept(kept)
    parts = [part for part in (_late(late), _at_risk(at_risk, first=not late), _kept(kept)) if part]
    said = parts[0]
    for part in parts[1:]:
        said = say("{first}, {then}", first=said, then=part)
    return say("{promises}.", promises=said)


def _all_kept(kept: int) -> Sentence:
    if not kept:
        return say("Nothing is promised yet.")
    return say("The one promise is kept.") if kept == 1 else say("All {count} promises are kept.", count=_count(kept))


def _late(late: int) -> Sentence | None:
    if late < 2:
        return say("One promise is late") if late else None
    return say("{count} promises are late", count=_count(late, _FIRST_COUNTS))


def _at_risk(at_risk: int, *, first: bool) -> Sentence | None:
    if at_risk < 2:
        return None if not at_risk else say("One promise is at risk") if first else say("one is at risk")
    if first:
        return say("{count} promises are at risk", count=_count(at_risk, _FIRST_COUNTS))
    return say("{count} are at risk", count=_count(at_risk))


def _kept(kept: int) -> Sentence | None:
    if kept < 2:
        return say("one is kept") if kept else None
    return say("{count} are kept", count=_count(kept))


def _things(finishable: int) -> Sentence:
    if not finishable:
        return say("Nothing can be finished today.")
    if finishable == 1:
        return say("One thing can be finished today.")
    return say("{count} things can be finished today.", count=_count(finishable, _FIRST_COUNTS))
