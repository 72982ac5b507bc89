"""`/events`: ids and numbers, to whom they may be told, as soon as they change."""

from __future__ import annotations

import httpx
import pytest

from tests.running.program import Program, Stream


def test_nobody_hears_anything_without_signing_in(program: Program) -> None:
    program.plant(10)
    program.start().started()
    assert httpx.get(f"{program.url}/events").status_code == 401
    assert httpx.get(f"{program.url}/events", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert httpx.post(f"{program.url}/events").status_code in {403, 405}


def test_a_new_stream_first_tells_where_everything_stands(program: Program) -> None:
    planted = program.plant(10)
    program.start().started()
    Stream(program, planted.token).wait_for(5, project=planted.project_id)


def test_an_edit_and_then_its_forecast_are_told_as_numbers_only(program: Program) -> None:
    planted = program.plant(10)
    program.start().started()
    stream = Stream(program, planted.token)
    stream.wait_for(10, project=planted.project_id)
    with program.api(planted.token) as api:
        api.post(f"/tasks/{planted.task_ids[0]}/progress", json={"percent": 50, "remaining_minutes": 960}).raise_for_status()
        revision = api.get(f"/projects/{planted.project_id}/schedule").json()["revision"]
    stream.wait_for(5, project=planted.project_id, revision=revision, forecast=revision)
    assert all(event.keys() == {"project", "revision", "forecast"} for event in stream.events)


def test_a_revoked_token_hears_nothing_more(program: Program) -> None:
    planted = program.plant(10)
    program.start().started()
    stream = Stream(program, planted.token)
    stream.wait_for(10, project=planted.project_id)
    other = program.run("token", "ada@example.com").stdout.strip()
    with program.api(other) as api:
        tokens = {token["name"]: token["id"] for token in api.get("/tokens").json()}
        api.delete(f"/tokens/{tokens['test']}").raise_for_status()
        before = len(stream.events)
        api.post(f"/tasks/{planted.task_ids[0]}/progress", json={"percent": 50, "remaining_minutes": 960}).raise_for_status()
    assert stream.ended.wait(5)
    assert len(stream.events) == before


@pytest.mark.slow
def test_the_new_dates_of_a_large_plan_are_told_within_three_tenths_of_a_second(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = program.plant(10_000)
    program.start().started()
    stream = Stream(program, planted.token)
    seconds = []
    with program.api(planted.token) as api:
        for number in range(6):
            answer = api.post(f"/tasks/{planted.task_ids[number]}/progress", json={"percent": 50, "remaining_minutes": 960 + number})
            answer.raise_for_status()
            revision = max(event["revision"] for event in stream.events) if number else 0
            seconds.append(stream.wait_for(10, project=planted.project_id, forecast=max(revision, number + 2)))
    with capsys.disabled():
        print(f"\nedit → new dates told, 10,000 tasks: {', '.join(f'{s * 1000:.0f}' for s in seconds)} ms")
    assert sorted(seconds)[len(seconds) // 2] <= 0.3
