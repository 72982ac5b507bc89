"""Which links a plan can bear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.order import comes_back, points


def check_link(outline: Sequence[tuple[int, int]], links: Iterable[tuple[int, int]], *, predecessor: int, successor: int) -> None:
    """Refuses a link that would close a circle, also through summaries.

    `outline` holds `(task, level)` in order, `links` pairs of tasks.
    """
    if comes_back(points(outline, links), predecessor=predecessor, successor=successor):
        raise Refusal(
            "link_circle", say("This link would close a circle: each of the two tasks would wait for the other."), field="successor"
        )
