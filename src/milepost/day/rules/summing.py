"""The day in one sentence."""

from __future__ import annotations

from milepost.kernel.say import Sentence, say

_COUNTS = (say("two"), say("three"), say("four"), say("five"), say("six"), say("seven"), say("eight"), say("nine"), say("ten"))
_FIRST_COUNTS = (say("Two"), say("Three"), say("Four"), say("Five"), say("Six"), say("Seven"), say("Eight"), say("Nine"), say("Ten"))


def summed_up(*, projects: int, late: int, kept: int, finishable: int) -> Sentence:
    """The day in two short sentences: how the promises stand, what can be finished."""
    if not projects:
        return say("There is no project yet.")
    return say("{promises} {today}", promises=_promises(late, kept), today=_things(finishable))


def _count(number: int, words: tuple[Sentence, ...] = _COUNTS) -> Sentence | int:
    return words[number - 2] if 2 <= number <= len(words) + 1 else number


def _promises(late: int, kept: int) -> Sentence:
    if not late and not kept:
        return say("Nothing is promised yet.")
    if not late:
        return say("The one promise is kept.") if kept == 1 else say("All {count} promises are kept.", count=_count(kept))
    first = say("One promise is late") if late == 1 else say("{count} promises are late", count=_count(late, _FIRST_COUNTS))
    if not kept:
        return say("{late}.", late=first)
    rest = say("one is kept") if kept == 1 else say("{count} are kept", count=_count(kept))
    return say("{late}, {kept}.", late=first, kept=rest)


def _things(finishable: int) -> Sentence:
    if not finishable:
        return say("Nothing can be finished today.")
    if finishable == 1:
        return say("One thing can be finished today.")
    return say("{count} things can be finished today.", count=_count(finishable, _FIRST_COUNTS))
