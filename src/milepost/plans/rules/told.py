"""A change of a plan in one sentence, for whoever sees the plan change under their hands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from milepost.kernel.say import Sentence, say

SENTENCES: Mapping[tuple[str, str], Sentence] = MappingProxyType(
    {
        ("added", "task"): say("{by} added “{thing}”."),
        ("changed", "task"): say("{by} changed “{thing}”."),
        ("estimated", "task"): say("{by} estimated “{thing}”."),
        ("moved", "task"): say("{by} moved “{thing}”."),
        ("removed", "task"): say("{by} removed “{thing}”."),
        ("assigned", "task"): say("{by} put somebody on “{thing}”."),
        ("unassigned", "task"): say("{by} took somebody off “{thing}”."),
        ("recorded_progress", "task"): say("{by} reported on “{thing}”."),
        ("promised_date", "task"): say("{by} promised a date for “{thing}”."),
        ("promised_date", "project"): say("{by} promised a date for the whole project."),
        ("added", "link"): say("{by} linked “{predecessor}” to “{successor}”."),
        ("changed", "link"): say("{by} changed the link from “{predecessor}” to “{successor}”."),
        ("removed", "link"): say("{by} removed the link from “{predecessor}” to “{successor}”."),
        ("edited", "project"): say("{by} changed {tasks} tasks, among them “{thing}”."),
        ("undid", "change"): say("{by} undid a change of “{thing}”."),
        ("redid", "change"): say("{by} did a change of “{thing}” again."),
        ("reimported_plan", "project"): say("{by} took over a newer file."),
        ("agreed", "overtime"): say("{by} agreed overtime with {thing}."),
        ("agreed", "saturdays"): say("{by} agreed overtime with {thing}."),
        ("ended", "overtime"): say("{by} took overtime of {thing} back."),
        ("ended", "saturdays"): say("{by} took overtime of {thing} back."),
        ("chose_calendar", "project"): say("{by} said by which calendar the project works."),
        ("added", "calendar"): say("{by} made the calendar “{thing}”."),
        ("removed", "calendar"): say("{by} took the calendar “{thing}” away."),
        ("adopted", "scenario"): say("{by} took over the scenario “{thing}”."),
        ("set_due_dates", "project"): say("{by} set due dates, among them of “{thing}”."),
        ("froze_baseline", "baseline"): say("{by} froze a baseline."),
    }
)
OTHERWISE = say("{by} changed “{thing}”.")


def sentence(verb: str, kind: str, *, by: str, subject: str, before: Mapping[str, object], after: Mapping[str, object]) -> Sentence:
    """Who did what to which thing. `subject` is the name of what the line is about, `before` and `after` its values."""
    held = {**before, **after}
    names = held.get("names")
    thing = subject if kind == "task" and subject else held.get("name") or (names[0] if isinstance(names, list) and names else subject)
    known = SENTENCES.get((verb, kind), OTHERWISE)
    values = {name: held.get(name, "") for name in ("tasks", "predecessor", "successor")}
    return Sentence(known.text, {**values, "by": by, "thing": thing or kind.replace("_", " ")})
