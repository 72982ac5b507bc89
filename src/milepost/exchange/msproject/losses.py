"""What a file held that Milepost did not keep: counted, with the first example, each kind in one sentence."""

from __future__ import annotations

from milepost.kernel.say import Sentence, say
from milepost.plans.draft import Loss

SENTENCES: dict[str, Sentence] = {
    "assignment_without_task": say("Assignments of tasks or resources that the file does not hold were left out."),
    "baseline_number": say("Baselines beyond number 10, and those that stand in the file twice, were left out."),
    "baselines_of_assignments": say("Baselines of single assignments and resources were left out; those of the tasks were kept."),
    "blank_rows": say("Blank rows were left out."),
    "calendar_assumed": say("The file names no working time, so Monday to Friday was taken, with the hours of its settings."),
    "calendar_day_assumed": say("Days for which a calendar says nothing were taken as ordinary working days, the weekend as free."),
    "calendar_missing": say("Calendars that the file names but does not hold were replaced by the project's."),
    "calendar_circle": say("Calendars that are based on themselves were read on their own."),
    "constraint_without_date": say("Constraints without a date were left out."),
    "contours": say("Uneven spreads of work over an assignment were read as even."),
    "costs": say("Costs, rates and budgets were left out."),
    "custom_fields": say("Values of custom fields and outline codes were left out."),
    "exception_without_days": say("Calendar exceptions without days were left out."),
    "external_links": say("Links to tasks of other projects were left out."),
    "hyperlinks": say("Hyperlinks were left out."),
    "link_without_task": say("Links from tasks that the file does not hold were left out."),
    "link_twice": say("Links that stand in the file twice were read once."),
    "material_labels": say("Units of materials were left out."),
    "names_cut": say("Names longer than 255 characters were cut."),
    "notes_of_resources": say("Notes of resources and assignments were left out."),
    "no_name": say("Tasks and resources without a name were given their number as a name."),
    "outline_jump": say("Tasks that skip a level of the outline were moved under the task above them."),
    "recurrences": say("Rules of recurring tasks were left out; each occurrence was kept as a task."),
    "resource_availability": say("Changing availability of resources was left out; the highest units were kept."),
    "subprojects": say("Inserted projects were read as single tasks."),
    "timephased": say("Values spread over single days were left out; the totals were kept."),
    "views": say("Views, filters, tables, reports and macros were left out."),
}


class Losses:
    """Counts what is lost while a file is read."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, str] = {}

    def add(self, code: str, example: str = "", count: int = 1) -> None:
        """`code` is a key of `SENTENCES`; the first example that is not empty is kept."""
        self._counts[code] = self._counts.get(code, 0) + count
        if example and code not in self._examples:
            self._examples[code] = example[:120]

    def all(self) -> tuple[Loss, ...]:
        """In the order of the codes."""
        return tuple(Loss(code, SENTENCES[code], self._counts[code], self._examples.get(code, "")) for code in sorted(self._counts))
