"""The forecast on paper says what its pages say, with every picture's table, and leaves out what there is nothing of."""

from __future__ import annotations

import time_machine
from django.test import Client

from milepost.day import reads as day
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasting
from milepost.plans import writes as planning
from milepost.web import charts, spoken
from tests.cast import NOW, Firm
from tests.doors.web.read import text

TODAY = NOW.date()


def printed(browser: Client, project_id: int) -> tuple[bytes, str]:
    answer = browser.get(f"/projects/{project_id}/report/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content, text(answer)


@time_machine.travel(NOW)
def test_it_says_what_the_pages_say(firm: Firm, manager: Client) -> None:
    forecasting.conclude(firm.project_id, now=NOW)
    forecasting.simulate(firm.project_id, now=NOW)
    forecasting.freeze_baseline(firm.manager.actor, firm.project_id, name="As signed", because="", now=NOW)
    forecasting.keep_milestones(firm.project_id, now=NOW)
    content, said = printed(manager, firm.project_id)
    likely = forecasts.outlook(firm.manager.actor, firm.project_id, now=NOW)
    assert likely is not None
    assert charts.outlook_sentence(likely, today=TODAY) in said
    for words, on in (("As likely as not by", likely.p50_on), ("8 in 10 chances by", likely.p80_on)):
        assert on is not None
        assert f"{words} {spoken.day(on, today=TODAY)}" in said
    assert f"{spoken.day(likely.promised_on, today=TODAY)} " in said  # type: ignore[arg-type]
    for heading in ("When will it be done?", "Planned and done", "Milestone trend"):
        assert heading in said
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert content.count(b"/S /Figure") >= 2 or content.count(b"/Figure") >= 2


@time_machine.travel(NOW)
def test_what_there_is_nothing_of_is_left_out(firm: Firm, manager: Client) -> None:
    empty = planning.add_project(firm.manager.actor, name="Empty #1 *", start_on=TODAY, now=NOW)
    _content, said = printed(manager, empty)
    assert "Forecast of Empty #1 *" in said
    assert "When will it be done?" not in said
    assert day.standing(firm.manager.actor, empty, now=NOW).finish_on is None
