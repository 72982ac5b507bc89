"""What a plan must be to be kept, what progress means, and how working time is written down."""

from milepost.plans.rules import (
    attachments,
    board,
    calendars,
    costs,
    fields,
    labels,
    mentions,
    outcomes,
    raci,
    repeating,
    risks,
    scenarios,
    told,
    views,
)
from milepost.plans.rules.board import State
from milepost.plans.rules.estimates import Ends, Estimate, Lengths, check_estimable, check_estimate, lengthened, still_estimated
from milepost.plans.rules.fields import FieldKind
from milepost.plans.rules.labels import COLOURS
from milepost.plans.rules.links import check_link
from milepost.plans.rules.order import GAP, has_circle, in_order, places, points, staying
from milepost.plans.rules.progress import DONE, Done, Report, check_report, check_reportable, reported
from milepost.plans.rules.raci import Part
from milepost.plans.rules.repeating import Repeat, Rhythm
from milepost.plans.rules.risks import Response, RiskState
from milepost.plans.rules.scenarios import ScenarioState
from milepost.plans.rules.setting import values_set
from milepost.plans.rules.shares import Share, percent_of_all, remaining, rolled_up, stretched
from milepost.plans.rules.texts import (
    FIRST_DAY,
    LAST_DAY,
    LONGEST_MINUTES,
    LONGEST_NAME,
    LONGEST_NOTE,
    UNKEEPABLE,
    check_day,
    check_minutes,
    name,
    text,
)
from milepost.plans.rules.views import Filter, Look, Shown, Sort, Zoom
from milepost.plans.rules.worktime import (
    MIDNIGHT,
    OFFICE_TIME,
    day_start,
    days_without_work,
    open_on,
    packed_time,
    shifts_on,
    unpacked_time,
)

__all__ = [
    "COLOURS",
    "DONE",
    "FIRST_DAY",
    "GAP",
    "LAST_DAY",
    "LONGEST_MINUTES",
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "MIDNIGHT",
    "OFFICE_TIME",
    "UNKEEPABLE",
    "Done",
    "Ends",
    "Estimate",
    "FieldKind",
    "Filter",
    "Lengths",
    "Look",
    "Part",
    "Repeat",
    "Report",
    "Response",
    "Rhythm",
    "RiskState",
    "ScenarioState",
    "Share",
    "Shown",
    "Sort",
    "State",
    "Zoom",
    "attachments",
    "board",
    "calendars",
    "check_day",
    "check_estimable",
    "check_estimate",
    "check_link",
    "check_minutes",
    "check_report",
    "check_reportable",
    "costs",
    "day_start",
    "days_without_work",
    "fields",
    "has_circle",
    "in_order",
    "labels",
    "lengthened",
    "mentions",
    "name",
    "open_on",
    "outcomes",
    "packed_time",
    "percent_of_all",
    "places",
    "points",
    "raci",
    "remaining",
    "repeating",
    "reported",
    "risks",
    "rolled_up",
    "scenarios",
    "shifts_on",
    "staying",
    "still_estimated",
    "stretched",
    "text",
    "told",
    "unpacked_time",
    "values_set",
    "views",
]
