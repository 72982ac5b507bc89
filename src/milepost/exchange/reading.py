"""The one way in for a plan from outside: read where it can do no harm, and looked at by the engine before anything is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from milepost.exchange.sandbox import Progress, read_in_sandbox
from milepost.forecast import snapshot
from milepost.forecast.rules import Conclusion
from milepost.plans.draft import Draft


def read_plan(path: Path | str, *, today: date, name: str = "", progress: Progress | None = None) -> Draft:
    """The plan in the file at `path`, certain to have dates.

    Refuses whatever `read_in_sandbox` refuses and whatever the engine refuses of a plan: a circle, a calendar without
    working time, links that run out of time. Nothing was kept then.
    """
    draft = read_in_sandbox(path, name=name, progress=progress)
    checked(draft, today=today)
    return draft


def checked(draft: Draft, *, today: date) -> Conclusion:
    """What the engine concludes of the plan on its own data date, else `today`; raises the engine's refusal."""
    return snapshot.conclude(draft, as_of=draft.status_on or today)
