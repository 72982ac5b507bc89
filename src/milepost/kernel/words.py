"""Every term of the field that Milepost uses, with its plain meaning: the one place that page, guide and API share.

A term is found by its `key` (`total-float`), which is also its anchor on the page of words. `name` and `meaning` are
sentences, translated at the door like every other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from milepost.kernel.say import Sentence, say


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field. `short` is its abbreviation where people say that instead."""

    key: str
    name: Sentence
    meaning: Sentence
    short: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Terms that are read together."""

    key: str
    name: Sentence
    terms: tuple[Term, ...]


WHAT = (
    Term("project", say("Project"), say("Work with a beginning, an end and a result that somebody waits for.")),
    Term("programme", say("Programme"), say("Several projects that are run together because they only pay off together.")),
    Term("portfolio", say("Portfolio"), say("All the projects and programmes the firm runs.")),
    Term("objective", say("Objective"), say("What must be measurably better afterwards: the project is judged by it.")),
    Term(
        "strategic-objective",
        say("Objective of the firm"),
        say("What the firm as a whole wants to be measurably better at by a day; projects serve it."),
    ),
    Term("scope", say("Scope statement"), say("The agreed description of what will be delivered, and of what will not.")),
    Term(
        "deliverable",
        say("Deliverable"),
        say("A result that is handed over and can be checked, such as a document, a system or a training."),
    ),
    Term("acceptance-criteria", say("Acceptance criteria"), say("The conditions that must hold before somebody accepts a deliverable.")),
    Term("wbs", say("Work breakdown structure"), say("The whole scope taken apart, level by level, into pieces one can plan."), "WBS"),
    Term("work-package", say("Work package"), say("The lowest piece of the breakdown that somebody answers for.")),
    Term("task", say("Task (activity)"), say("A piece of work that has a duration and gets its dates from the plan.")),
    Term("summary-task", say("Summary task"), say("A heading over other tasks: its dates and its progress come from them.")),
    Term("milestone", say("Milestone"), say("A point in time without work of its own, at which something is reached or handed over.")),
    Term("client-milestone", say("Client milestone"), say("A milestone whose date was promised to the client.")),
    Term("recurring-task", say("Recurring task"), say("A task that comes back at a fixed rhythm, such as a weekly review.")),
)

HOW_LONG = (
    Term("effort", say("Effort"), say("How many hours people must work, whoever works them and whenever.")),
    Term("duration", say("Duration"), say("How much working time passes between start and finish.")),
    Term(
        "elapsed-time",
        say("Elapsed time"),
        say("Time by the clock on the wall, nights and weekends included: concrete dries on Sundays, too."),
    ),
    Term(
        "three-point-estimate",
        say("Three-point estimate"),
        say("How long a task takes if all goes well, as it usually goes, and if it goes badly."),
    ),
    Term("best-case", say("Best case (optimistic)"), say("How long a task takes if everything goes well.")),
    Term("likely-case", say("Likely case (most likely)"), say("How long a task usually takes. The plan counts with this.")),
    Term("worst-case", say("Worst case (pessimistic)"), say("How long a task takes if everything goes badly that can.")),
    Term("calendar", say("Calendar"), say("Says when work happens: the hours of each weekday and the days that differ.")),
    Term(
        "project-calendar",
        say("Project calendar"),
        say("The working hours of the project, used wherever a task or a person has none of its own."),
    ),
    Term("resource-calendar", say("Resource calendar"), say("When one person works, with that person's holidays and absences.")),
    Term("shift", say("Shift"), say("A stretch of working time within a day, such as 9:00 to 13:00.")),
    Term("exception", say("Exception"), say("A day on which the calendar differs from the ordinary week, such as a public holiday.")),
    Term("resource", say("Resource"), say("A person, a role or a thing that a task needs.")),
    Term("assignment", say("Assignment"), say("Says that a person works on a task, and with how much of their time.")),
    Term("units", say("Units"), say("The share of a person's time that goes into a task: 50 % is half the day.")),
    Term("role", say("Role"), say("What somebody is in a team, such as network engineer: people of one role can stand in for each other.")),
    Term("skill", say("Skill"), say("What somebody can do, with a level from 1, has seen it done, to 5, teaches it.")),
    Term("cost-rate", say("Cost rate"), say("What an hour of a person costs the firm. Owners and managers see it, nobody else.")),
    Term("load", say("Load"), say("The hours of work that the plans ask of a person in a period.")),
    Term(
        "over-allocation",
        say("Over-allocation"),
        say("More work on a day than a person has hours."),
    ),
    Term(
        "levelling-delay",
        say("Levelling delay"),
        say("How long a task waits for somebody who is busy elsewhere."),
    ),
    Term("capacity", say("Capacity"), say("The hours a person or a team has in a period.")),
    Term("utilisation", say("Utilisation"), say("The share of the capacity that goes into work a client pays for.")),
)

IN_WHICH_ORDER = (
    Term("network-diagram", say("Network"), say("A picture of tasks and the links between them: what waits for what.")),
    Term(
        "logical-relationship", say("Logical relationship (link)"), say("Says that the dates of one task depend on the dates of another.")
    ),
    Term("fs", say("Finish to start"), say("The second task starts when the first is finished."), "FS"),
    Term("ss", say("Start to start"), say("The second task may start once the first has started."), "SS"),
    Term("ff", say("Finish to finish"), say("The second task may finish once the first is finished."), "FF"),
    Term(
        "sf",
        say("Start to finish"),
        say("The second task may finish once the first has started; rare, mostly for handing over a shift."),
        "SF",
    ),
    Term("lag", say("Lag"), say("A wait that is built into a link, counted in working time unless it says elapsed.")),
    Term("lead", say("Lead"), say("An overlap that a link allows: the second task may begin before the first is through.")),
    Term("predecessor", say("Predecessor"), say("A task that another one has to wait for.")),
    Term("successor", say("Successor"), say("A task that waits for another one.")),
    Term("driving-predecessor", say("Driving predecessor"), say("The one link, of all the links into a task, that really sets its date.")),
    Term(
        "critical-path", say("Critical path"), say("The longest chain of tasks: one day lost on it is one day lost for the whole project.")
    ),
    Term("near-critical", say("Near-critical"), say("Nearly on the critical path: so little float that a small slip puts it there.")),
)

WHEN = (
    Term("constraint", say("Constraint"), say("A date rule that somebody imposed on a task, beside its links.")),
    Term("asap", say("As soon as possible"), say("The task starts as early as its links allow. This is the ordinary case."), "ASAP"),
    Term("alap", say("As late as possible"), say("The task starts as late as it can without delaying anything else."), "ALAP"),
    Term("snet", say("Start no earlier than"), say("The task may not begin before this date."), "SNET"),
    Term("snlt", say("Start no later than"), say("The task must have begun by this date."), "SNLT"),
    Term("fnet", say("Finish no earlier than"), say("The task may not end before this date."), "FNET"),
    Term("fnlt", say("Finish no later than"), say("The task must have ended by this date."), "FNLT"),
    Term("mso", say("Must start on"), say("The task begins on this date, whatever its links say."), "MSO"),
    Term("mfo", say("Must finish on"), say("The task ends on this date, whatever its links say."), "MFO"),
    Term(
        "due-date",
        say("Due date"),
        say("The day by which something is to be finished. Of a task it is the deadline. Proposed each morning; a person decides."),
    ),
    Term("deadline", say("Deadline"), say("A date that raises an alarm when the forecast passes it; it does not move the task.")),
    Term("manual-task", say("Manually scheduled task"), say("A task that keeps the dates a person gave it, whatever the links say.")),
    Term(
        "data-date",
        say("Data date (status date)"),
        say("The day the facts were taken: before it stands what happened, after it what remains."),
    ),
    Term("early-dates", say("Early start and finish"), say("The earliest dates that the links, calendars and constraints allow.")),
    Term("late-dates", say("Late start and finish"), say("The latest dates that do not delay the end of the project.")),
    Term("total-float", say("Total float"), say("How long a task can slip before the project's end moves.")),
    Term("free-float", say("Free float"), say("How long a task can slip before any other task moves.")),
    Term("negative-float", say("Negative float"), say("How far the plan is already behind a date that was imposed on it.")),
    Term("levelling", say("Resource levelling"), say("Moving tasks until nobody has more work than time, even if the end moves.")),
    Term("over-allocation", say("Over-allocation"), say("More work at the same hour than a person has time for.")),
    Term(
        "lower-bound",
        say("Lower bound"),
        say("A date before which no plan of these people can finish, whatever the order of the work. It is computed, not guessed."),
    ),
    Term(
        "optimality-gap",
        say("Gap"),
        say(
            "The distance from the plan that was found to the lower bound: at most so much could still be saved. None: proved the earliest."
        ),
    ),
    Term("smoothing", say("Resource smoothing"), say("Evening out the work within the float, so that the end does not move.")),
)

WHERE_WE_STAND = (
    Term("promise", say("Promise"), say("The date that was told or signed to the client. Only people move it, and every move is kept.")),
    Term("baseline", say("Baseline"), say("The plan as it was frozen when it was agreed, kept to compare with.")),
    Term("re-baseline", say("Re-baseline"), say("Replacing the frozen plan by a newer one, on purpose and with a reason.")),
    Term("forecast", say("Forecast"), say("The dates that follow today from the facts, the links and the calendars.")),
    Term("standing", say("Standing"), say("The distance from the forecast to the promise, in working days: in hand, on the day, or late.")),
    Term(
        "likely-range",
        say("Likely range"),
        say("From the date that is as likely as not to the date that is kept eight times out of ten."),
        "P50–P80",
    ),
    Term("confidence", say("Confidence level"), say("How probable it is to finish by a date: P80 means eight times out of ten.")),
    Term(
        "chance",
        say("Chance of keeping the promise"),
        say("In how many of 100 trials of the plan the promised date was kept. 73 in 100: three times in four, not certain."),
    ),
    Term(
        "simulation",
        say("Monte-Carlo simulation"),
        say("The plan is worked through thousands of times, each time with lengths drawn anew, and the dates that come out are counted."),
    ),
    Term(
        "monte-carlo-error",
        say("Luck of the draw"),
        say("By how much a figure could differ if other lots had been drawn: less with more trials."),
    ),
    Term(
        "criticality-index",
        say("Criticality index"),
        say("In how many of 100 trials a task lay on the critical path: how often a day lost there is a day lost for the project."),
    ),
    Term(
        "driver",
        say("What decides the date (sensitivity)"),
        say("How much of the spread of the finish comes from one task, person or risk: the place to look first."),
    ),
    Term(
        "calibration",
        say("Calibration"),
        say("Comparing past estimates with what came true, so that 8 in 10 really means eight times out of ten."),
    ),
    Term("variance", say("Variance"), say("The difference to the baseline, in time or in money.")),
    Term(
        "schedule-health",
        say("Schedule health"),
        say("Whether the dates of a plan can be believed: public standards check it for missing links, held dates and more."),
    ),
    Term("slip", say("Slip"), say("By how many working days a date moved later, and what moved it.")),
    Term("slip-ledger", say("Slip ledger"), say("Every move of the finish, day by day, with what caused it; the parts add up exactly.")),
    Term(
        "slip-cause",
        say("Cause of a slip"),
        say("One kind of change, such as time that passed or an absence, and its share of the move. The shares add up to the whole."),
    ),
    Term(
        "percent-complete",
        say("Percent complete"),
        say("How much of a task is done. It tells the story; the remaining time sets the date."),
    ),
    Term(
        "remaining-duration", say("Remaining duration"), say("The working time a task still needs. This is what the forecast counts with.")
    ),
    Term("actuals", say("Actuals"), say("What really happened: when it began, when it ended, how many hours it took.")),
    Term(
        "finishable-today",
        say("Finishable today"),
        say("What can be completed within today's working hours, with nothing left to wait for."),
    ),
    Term(
        "calibration",
        say("Calibration"),
        say("Whether what was said to come true in 8 of 10 cases did come true in 8 of 10 cases, seen in what is finished."),
    ),
    Term(
        "milestone-trend",
        say("Milestone trend"),
        say("For which day each milestone was forecast, day after day: level lines keep their date, climbing ones slip."),
        "MTA",
    ),
    Term("planned-value", say("Planned value"), say("The budgeted worth of the work that should be done by now."), "PV"),
    Term("earned-value", say("Earned value"), say("The budgeted worth of the work that is done by now."), "EV"),
    Term("actual-cost", say("Actual cost"), say("What the work that is done has really cost."), "AC"),
    Term(
        "earned-schedule",
        say("Earned schedule"),
        say("The day by which the plan wanted as much done as is done now; how far it lies back is the delay in working days."),
        "ES",
    ),
    Term("schedule-variance", say("Schedule variance"), say("Earned value less planned value: below zero means behind."), "SV"),
    Term("cost-variance", say("Cost variance"), say("Earned value less actual cost: below zero means dearer than planned."), "CV"),
    Term("spi", say("Schedule performance index"), say("Earned value over planned value: 0.9 means 90 % of the planned pace."), "SPI"),
    Term(
        "tspi",
        say("To-complete schedule performance index"),
        say("The pace the rest needs to end with the baseline: 1.2 means a fifth faster than was planned."),
        "TSPI",
    ),
    Term(
        "cpi", say("Cost performance index"), say("Earned value over actual cost: 0.9 means 90 cents of worth for each unit spent."), "CPI"
    ),
    Term("bac", say("Budget at completion"), say("What the whole work was budgeted at."), "BAC"),
    Term("fixed-cost", say("Fixed cost"), say("What costs money beside work: licences, travel, hardware.")),
    Term("eac", say("Estimate at completion"), say("What the whole work will probably cost, seen from today."), "EAC"),
    Term(
        "rag", say("Health (red, amber, green)"), say("A colour for the state of a project, together with the rule it was given by."), "RAG"
    ),
)

WHAT_MAY_HAPPEN = (
    Term("risk", say("Risk"), say("Something that may happen and would change the outcome.")),
    Term("issue", say("Issue"), say("Something that has happened and stands in the way.")),
    Term(
        "risk-response",
        say("Risk response"),
        say("What is done about a risk: avoid it, reduce it, let somebody else carry it, or accept it."),
    ),
    Term("risk-register", say("Risk register"), say("The list of everything that may happen, with who keeps an eye on each.")),
    Term("assumption", say("Assumption"), say("Something taken as true without proof, to be able to plan at all.")),
    Term("dependency", say("Dependency"), say("Something the project relies on and does not decide itself.")),
    Term("raid", say("Risks, assumptions, issues, dependencies"), say("The list of all four, looked through together."), "RAID"),
    Term("contingency", say("Contingency reserve"), say("Time or money held back for risks that are known.")),
    Term(
        "recovery",
        say("Recovery"),
        say("What is done about a finish that is too late: computed ways, with what each wins, costs and disturbs."),
    ),
    Term(
        "scenario",
        say("Scenario"),
        say("Changes that are tried beside the plan: what they would do is seen before anybody decides, and the plan stays as it is."),
        "what-if",
    ),
    Term("change-request", say("Change request"), say("A formal wish to change scope, time or cost.")),
    Term("change-control", say("Change control"), say("The way a change request is examined, decided and recorded.")),
    Term("impact-analysis", say("Impact analysis"), say("What a change would do to scope, time and cost, found out before it is decided.")),
    Term("escalation", say("Escalation"), say("Taking something that is overdue to the person one level up.")),
    Term("decision-log", say("Decision log"), say("What was decided, by whom, when and why.")),
)

WITH_THE_CLIENT = (
    Term("sponsor", say("Sponsor"), say("The person who pays for the project and decides in the end.")),
    Term("stakeholder", say("Stakeholder"), say("Anybody who is touched by the project or can touch it.")),
    Term("client-contact", say("Client contact"), say("A named person at the client who receives mail and answers.")),
    Term("client-request", say("Request to the client"), say("Information or a decision that the project needs from the client.")),
    Term("need-by-date", say("Need-by date"), say("The latest day for an answer that does not move a promised date.")),
    Term("sign-off", say("Sign-off"), say("The recorded approval by a person at the client who is entitled to give it.")),
    Term(
        "status-report",
        say("Status report"),
        say("A regular account: what was reached, what is needed, what comes next, how the dates stand."),
    ),
    Term("lead-sales", say("Lead"), say("Somebody who may become a client.")),
    Term("opportunity", say("Opportunity"), say("A possible deal with a next step and a chance of being won.")),
    Term("pipeline-stage", say("Pipeline stage"), say("How far a deal has come on its way from first talk to signature.")),
    Term("win-probability", say("Win probability"), say("How likely a deal is to be won, measured on the deals before it.")),
    Term("proposal", say("Proposal (quote)"), say("What is offered to the client: the result, the date and the price.")),
    Term(
        "statement-of-work", say("Statement of work"), say("The part of the contract that says what is delivered, when and by whom."), "SOW"
    ),
    Term("e-signature", say("Electronic signature"), say("A recorded consent, with the proof of who gave it to which text, and when.")),
    Term("hold", say("Hold"), say("A person's time set aside for a proposal until the proposal is decided or expires.")),
    Term("handover", say("Handover"), say("Turning a signed deal into a project with plan, team and promised dates.")),
)

IN_THE_TEAM = (
    Term("raci", say("Who does, answers for, is asked, is told"), say("The four parts a person can have in a deliverable."), "RACI"),
    Term("responsible", say("Responsible"), say("Does the work.")),
    Term("accountable", say("Accountable"), say("Answers for the result; always one person.")),
    Term("consulted", say("Consulted"), say("Is asked before the thing is decided, because they know or are affected.")),
    Term("informed", say("Informed"), say("Is told once the thing is decided or done.")),
    Term("label", say("Label"), say("A word that tasks of any project can carry, to find and group them by.")),
    Term("custom-field", say("Custom field"), say("A question that one project asks of each of its tasks, such as a ticket number.")),
    Term("mention", say("Mention"), say("A name after an @ in a comment: that person is told.")),
    Term("board", say("Board"), say("Tasks as cards in columns, one column for each state, person, deliverable or label.")),
    Term("column-limit", say("Limit of a column"), say("How many tasks a team means to have in one state at a time."), "WIP"),
    Term("cadence", say("Cadence"), say("The rhythm in which a team meets, reports and delivers.")),
    Term("stand-up", say("Stand-up"), say("A short daily talk about what is in the way.")),
    Term("check-in", say("Check-in"), say("A short written answer: done, next, blocked.")),
    Term("retrospective", say("Retrospective"), say("A look back at how the team worked, to work better.")),
    Term("agenda", say("Agenda"), say("What a meeting is to settle.")),
    Term("minutes", say("Minutes"), say("What a meeting settled.")),
    Term("action-item", say("Action item"), say("A task that came out of a meeting, with one owner and one date.")),
    Term("timesheet", say("Timesheet"), say("The hours a person worked, and on what.")),
    Term("definition-of-done", say("Definition of done"), say("What must be true before the team calls something done.")),
    Term("rework", say("Rework"), say("Doing again what was thought to be done.")),
    Term("first-time-acceptance", say("First-time acceptance rate"), say("The share of deliverables that were accepted without rework.")),
    Term("lessons-learned", say("Lessons learned"), say("What the next project should know, written down at the end of this one.")),
    Term("ledger", say("Ledger (history)"), say("The record of every change, in order, that can be added to but never rewritten.")),
)

CHAPTERS = (
    Chapter("what", say("What is delivered"), WHAT),
    Chapter("how-long", say("How long it takes"), HOW_LONG),
    Chapter("order", say("In which order"), IN_WHICH_ORDER),
    Chapter("when", say("When it happens"), WHEN),
    Chapter("standing", say("Where we stand"), WHERE_WE_STAND),
    Chapter("risk", say("What may happen"), WHAT_MAY_HAPPEN),
    Chapter("client", say("With the client"), WITH_THE_CLIENT),
    Chapter("team", say("In the team"), IN_THE_TEAM),
)

TERMS: Mapping[str, Term] = MappingProxyType({term.key: term for chapter in CHAPTERS for term in chapter.terms})
