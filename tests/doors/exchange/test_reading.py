"""What a file of MS Project says is what the draft holds."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest

from milepost.exchange import msproject
from milepost.plans.draft import Constraint, LagUnit, Link, LinkKind, ResourceKind, TaskType
from tests.doors.exchange.plans import losses, mspdi, read, read_task, task


@pytest.mark.parametrize("namespace", ["http://schemas.microsoft.com/project", "http://schemas.microsoft.com/project/2007", ""])
def test_every_namespace_the_format_has_had_is_read(namespace: str) -> None:
    assert read(mspdi(task(7), namespace=namespace)).tasks[0].uid == 7


def test_the_row_of_the_project_itself_is_no_task() -> None:
    draft = read(mspdi(task(0, "Harbour", "<OutlineLevel>0</OutlineLevel>") + task(1)))
    assert [each.uid for each in draft.tasks] == [1]


def test_a_project_without_a_title_is_called_after_its_row_then_its_file() -> None:
    untitled = mspdi(task(0, "The quay", "<OutlineLevel>0</OutlineLevel>")).replace(b"<Title>Harbour</Title>", b"")
    assert read(untitled).name == "The quay"
    nameless = mspdi(task(1)).replace(b"<Title>Harbour</Title>", b"")
    assert msproject.read(BytesIO(nameless), name="north pier.xml").name == "north pier"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("PT8H0M0S", 480), ("PT0H0M0S", 0), ("PT5H36M0S", 336), ("PT1.5H", 90), ("PT90M", 90), ("PT0H0M31S", 1), ("P1DT2H", 1560)],
)
def test_durations_are_minutes(text: str, minutes: int) -> None:
    assert read_task(f"<Duration>{text}</Duration>").duration_minutes == minutes


@pytest.mark.parametrize(("written", "elapsed", "estimated"), [(7, False, False), (8, True, False), (39, False, True), (40, True, True)])
def test_the_format_of_a_duration_says_whether_nights_count_and_whether_it_is_a_guess(written: int, elapsed: bool, estimated: bool) -> None:
    found = read_task(f"<Duration>PT24H0M0S</Duration><DurationFormat>{written}</DurationFormat>")
    assert (found.elapsed, found.estimated) == (elapsed, estimated)


def test_dates_are_wall_clock_to_the_minute_whatever_zone_or_second_they_carry() -> None:
    found = read_task(
        "<Start>2026-03-02T08:00:20Z</Start><Finish>2026-03-02T16:59:59</Finish><Deadline>2026-03-05T17:00:00+02:00</Deadline>"
    )
    assert (found.saved_start, found.saved_finish) == (datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 17))
    assert found.deadline_at == datetime(2026, 3, 5, 17)


def test_progress_and_splits_are_kept() -> None:
    found = read_task(
        "<Duration>PT16H0M0S</Duration><PercentComplete>50</PercentComplete><ActualStart>2026-03-02T08:00:00</ActualStart>"
        "<ActualDuration>PT8H0M0S</ActualDuration><RemainingDuration>PT8H0M0S</RemainingDuration>"
        "<Stop>2026-03-02T17:00:00</Stop><Resume>2026-03-05T08:00:00</Resume><LevelingDelay>14400</LevelingDelay>"
    )
    assert (found.percent, found.actual_minutes, found.remaining_minutes) == (50, 480, 480)
    assert (found.stop_at, found.resume_at) == (datetime(2026, 3, 2, 17), datetime(2026, 3, 5, 8))
    assert found.levelling_delay_minutes == 1440


def test_what_was_not_said_of_the_remaining_work_stays_unsaid() -> None:
    assert read_task("<Duration>PT8H0M0S</Duration>").remaining_minutes is None


def test_a_manual_task_keeps_its_own_dates_and_others_have_none() -> None:
    pinned = read_task("<Manual>1</Manual><ManualStart>2026-03-09T08:00:00</ManualStart><ManualFinish>2026-03-10T17:00:00</ManualFinish>")
    assert (pinned.manual_start, pinned.manual_finish) == (datetime(2026, 3, 9, 8), datetime(2026, 3, 10, 17))
    without = read_task("<Manual>1</Manual><Start>2026-03-09T08:00:00</Start>")
    assert without.manual_start == datetime(2026, 3, 9, 8)
    assert read_task("<Start>2026-03-09T08:00:00</Start>").manual_start is None


@pytest.mark.parametrize(("number", "constraint"), list(enumerate(["ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT"])))
def test_each_of_the_eight_constraints(number: int, constraint: str) -> None:
    found = read_task(f"<ConstraintType>{number}</ConstraintType><ConstraintDate>2026-03-09T08:00:00</ConstraintDate>")
    assert found.constraint == Constraint(constraint)
    assert (found.constraint_at is None) == (number < 2)


def test_a_constraint_without_its_date_is_left_out_and_said() -> None:
    draft = read(mspdi(task(1, "Dredge", "<ConstraintType>4</ConstraintType>")))
    assert draft.tasks[0].constraint == Constraint.ASAP
    assert losses(draft)["constraint_without_date"] == (1, "Dredge")


def test_inactive_external_priority_and_type_are_kept() -> None:
    found = read_task(
        "<Active>0</Active><ExternalTask>1</ExternalTask><Priority>900</Priority><Type>2</Type><EffortDriven>1</EffortDriven>"
    )
    assert (found.active, found.external, found.priority, found.type, found.effort_driven) == (False, True, 900, TaskType.FIXED_WORK, True)


def test_the_outline_says_who_is_a_summary_whatever_the_flags_say() -> None:
    rows = task(1, "Phase", "<OutlineLevel>1</OutlineLevel>") + task(2, "Work", "<OutlineLevel>2</OutlineLevel><Summary>1</Summary>")
    assert [(each.level, each.summary) for each in read(mspdi(rows)).tasks] == [(1, True), (2, False)]


def test_a_level_that_is_skipped_is_closed_and_said() -> None:
    draft = read(mspdi(task(1, "Phase", "<OutlineLevel>1</OutlineLevel>") + task(2, "Work", "<OutlineLevel>4</OutlineLevel>")))
    assert [each.level for each in draft.tasks] == [1, 2]
    assert losses(draft)["outline_jump"] == (1, "Work")


def test_the_level_comes_from_the_outline_number_where_the_file_says_no_level() -> None:
    draft = read(mspdi(task(1, "A", "<OutlineNumber>1</OutlineNumber>") + task(2, "B", "<OutlineNumber>1.1</OutlineNumber>")))
    assert [each.level for each in draft.tasks] == [1, 2]


LINK = "<PredecessorLink><PredecessorUID>1</PredecessorUID>{}</PredecessorLink>"


def read_link(fields: str) -> Link:
    return read(mspdi(task(1) + task(2, "Build", LINK.format(fields)))).links[0]


@pytest.mark.parametrize(("number", "kind"), [(0, LinkKind.FF), (1, LinkKind.FS), (2, LinkKind.SF), (3, LinkKind.SS)])
def test_each_of_the_four_links(number: int, kind: LinkKind) -> None:
    assert read_link(f"<Type>{number}</Type>") == Link(1, 2, kind)


@pytest.mark.parametrize(
    ("written", "lag_format", "lag", "unit"),
    [
        (4800, 7, 480, LagUnit.WORKING),
        (-9600, 7, -960, LagUnit.WORKING),
        (14400, 8, 1440, LagUnit.ELAPSED),
        (-50, 19, -50, LagUnit.PERCENT),
        (25, 20, 25, LagUnit.ELAPSED_PERCENT),
        (4800, 39, 480, LagUnit.WORKING),
        (14400, 40, 1440, LagUnit.ELAPSED),
        (50, 51, 50, LagUnit.PERCENT),
        (2880, None, 288, LagUnit.WORKING),
    ],
)
def test_lags_count_as_they_were_typed(written: int, lag_format: int | None, lag: int, unit: LagUnit) -> None:
    typed = "" if lag_format is None else f"<LagFormat>{lag_format}</LagFormat>"
    assert read_link(f"<Type>1</Type><LinkLag>{written}</LinkLag>{typed}") == Link(1, 2, LinkKind.FS, lag, unit)


def test_links_to_nowhere_to_other_projects_and_twice_are_left_out_and_said() -> None:
    links = (
        "<PredecessorLink><PredecessorUID>1</PredecessorUID></PredecessorLink>" * 2
        + "<PredecessorLink><PredecessorUID>77</PredecessorUID></PredecessorLink>"
        + "<PredecessorLink><PredecessorUID>1</PredecessorUID><CrossProject>1</CrossProject>"
        + "<CrossProjectName>quay.mpp\\4</CrossProjectName></PredecessorLink>"
    )
    draft = read(mspdi(task(1) + task(2, "Build", links)))
    assert draft.links == (Link(1, 2),)
    assert {code: count for code, (count, _) in losses(draft).items() if "link" in code} == {
        "external_links": 1,
        "link_twice": 1,
        "link_without_task": 1,
    }


PEOPLE = """<Resources><Resource><UID>0</UID><Name></Name></Resource>
<Resource><UID>1</UID><Name>Ana</Name><Type>1</Type><MaxUnits>0.5</MaxUnits><EmailAddress>ana@example.com</EmailAddress></Resource>
<Resource><UID>2</UID><Name>Sand</Name><Type>0</Type><MaterialLabel>tons</MaterialLabel></Resource>
<Resource><UID>3</UID><Name>Fees</Name><Type>0</Type><IsCostResource>1</IsCostResource></Resource></Resources>"""


def test_resources_are_people_materials_and_costs() -> None:
    draft = read(mspdi(task(1), after=PEOPLE))
    assert [(each.name, each.kind, each.units) for each in draft.resources] == [
        ("Ana", ResourceKind.WORK, 50),
        ("Sand", ResourceKind.MATERIAL, 100),
        ("Fees", ResourceKind.COST, 100),
    ]
    assert losses(draft)["material_labels"] == (1, "Sand: tons")


def test_assignments_keep_units_work_and_delay_and_those_to_nobody_are_dropped() -> None:
    assignments = """<Assignments>
    <Assignment><UID>5</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>0.25</Units><Work>PT2H0M0S</Work>
      <ActualWork>PT1H0M0S</ActualWork><RemainingWork>PT1H0M0S</RemainingWork><Delay>4800</Delay></Assignment>
    <Assignment><UID>6</UID><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID></Assignment>
    <Assignment><UID>5</UID><TaskUID>1</TaskUID><ResourceUID>2</ResourceUID></Assignment>
    <Assignment><UID>7</UID><TaskUID>99</TaskUID><ResourceUID>1</ResourceUID></Assignment></Assignments>"""
    draft = read(mspdi(task(1), after=PEOPLE + assignments))
    first, second = draft.assignments
    assert (first.units, first.work_minutes, first.actual_work_minutes, first.remaining_work_minutes, first.delay_minutes) == (
        25,
        120,
        60,
        60,
        480,
    )
    assert (second.uid, second.resource) == (6, 2), "a number that was taken is replaced"
    assert losses(draft)["assignment_without_task"] == (1, "99/1")


def test_baselines_zero_to_ten_are_kept() -> None:
    frozen = "".join(
        f"<Baseline><Number>{number}</Number><Start>2026-03-02T08:00:00</Start><Work>PT8H0M0S</Work></Baseline>" for number in (0, 3, 11)
    )
    draft = read(mspdi(task(1, "Dredge", frozen)))
    assert [(each.number, each.task, each.effort_minutes) for each in draft.baselines] == [(0, 1, 480), (3, 1, 480)]
    assert losses(draft)["baseline_number"] == (1, "Dredge")


def test_the_data_date_and_the_settings_of_the_project() -> None:
    settings = (
        "<StatusDate>2026-03-06T17:00:00</StatusDate><ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-06-30T17:00:00</FinishDate>"
        "<MinutesPerDay>450</MinutesPerDay><HonorConstraints>0</HonorConstraints>"
    )
    draft = read(mspdi(task(1), before=settings))
    assert (draft.status_on, draft.from_finish, draft.finish) == (date(2026, 3, 6), True, datetime(2026, 6, 30, 17))
    assert (draft.minutes_per_day, draft.honours_constraints) == (450, False)


def test_what_is_not_kept_is_counted_with_the_first_example() -> None:
    fields = (
        "<ExtendedAttribute><FieldID>1</FieldID><Value>red</Value></ExtendedAttribute><Cost>1200</Cost><HyperlinkAddress>x.docx</HyperlinkAddress>"
        "<TimephasedData><Value>PT8H0M0S</Value></TimephasedData><TimephasedData><Value>PT8H0M0S</Value></TimephasedData>"
    )
    draft = read(mspdi(task(1, "Dredge", fields) + "<Task><UID>2</UID><IsNull>1</IsNull></Task>", after="<Views><View/></Views>"))
    found = losses(draft)
    assert found["custom_fields"] == (1, "red")
    assert found["timephased"][0] == 2
    assert {"costs", "hyperlinks", "blank_rows", "views"} <= set(found)


def test_a_task_without_a_name_gets_its_number() -> None:
    draft = read(mspdi(task(12, "")))
    assert draft.tasks[0].name == "Task 12"
    assert losses(draft)["no_name"] == (1, "12")


def test_names_stand_on_one_line_and_notes_keep_theirs() -> None:
    found = read_task("<Notes>first\nsecond</Notes>", name="  Dredge\n the  basin ")
    assert (found.name, found.notes) == ("Dredge the basin", "first\nsecond")


def test_progress_is_told_by_bytes() -> None:
    content = mspdi("".join(task(uid) for uid in range(1, 4000)))
    told: list[float] = []
    msproject.read(BytesIO(content), size=len(content), progress=told.append)
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == 1.0


@pytest.mark.parametrize(
    ("fields", "milestone"),
    [
        ("<Duration>PT0H0M0S</Duration>", True),
        ("<Duration>PT0H0M0S</Duration><Milestone>0</Milestone>", False),
        ("<Duration>PT8H0M0S</Duration><Milestone>1</Milestone>", True),
        ("<Duration>PT0H0M0S</Duration><Summary>1</Summary>", False),
        ("<Duration>PT0H0M0S</Duration><Summary>1</Summary><Milestone>1</Milestone>", True),
    ],
)
def test_a_milestone_is_what_the_file_calls_one_else_a_task_without_duration(fields: str, milestone: bool) -> None:
    assert read_task(fields).milestone is milestone


def test_only_a_recurring_task_with_its_occurrences_below_it_lost_its_rule() -> None:
    flag = "<Duration>PT8H0M0S</Duration><Recurring>1</Recurring>"
    occurrence = "<Duration>PT1H0M0S</Duration><OutlineLevel>2</OutlineLevel>"
    rows = task(1, "Meeting", flag) + task(2, "Meeting 1", occurrence) + task(3, "Meeting 2", occurrence) + task(4, "Dredge", flag)
    assert losses(read(mspdi(rows)))["recurrences"] == (1, "Meeting")
