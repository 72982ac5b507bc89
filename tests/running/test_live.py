"""`/events`: ids and numbers, to whom they may be told, as soon as they change."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from milepost.config import live
from milepost.forecast import reads as forecast
from tests.running.program import Planted, Program, Stream


def test_nobody_hears_anything_without_signing_in(served: tuple[Program, Planted]) -> None:
    program, _ = served
    assert httpx.get(f"{program.url}/events").status_code == 401
    assert httpx.get(f"{program.url}/events", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert httpx.post(f"{program.url}/events").status_code in {403, 405}


def test_a_new_stream_first_tells_where_everything_stands(served: tuple[Program, Planted]) -> None:
    program, planted = served
    Stream(program, planted.token).wait_for(5, project=planted.project_id)


def test_an_edit_and_then_its_forecast_are_told_as_numbers_only(served: tuple[Program, Planted]) -> None:
    program, planted = served
    stream = Stream(program, planted.token)
    stream.wait_for(10, project=planted.project_id)
    with program.api(planted.token) as api:
        api.post(f"/tasks/{planted.task_ids[0]}/progress", json={"percent": 50, "remaining_minutes": 960}).raise_for_status()
        revision = api.get(f"/projects/{planted.project_id}/schedule").json()["revision"]
    stream.wait_for(5, project=planted.project_id, revision=revision, forecast=revision)
    assert all(event.keys() == {"project", "revision", "forecast"} for event in stream.events)


def test_a_revoked_token_hears_nothing_more(program: Program) -> None:
    planted = program.plant(20)
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


class FailingEar:
    """The database is away at first; then something has changed, then nothing more."""

    def __init__(self) -> None:
        self.answers: list[bool | OSError] = [False, True, OSError("the database is away")]

    def wait(self, seconds: float) -> bool:
        answer = self.answers.pop() if self.answers else False
        if isinstance(answer, OSError):
            raise answer
        return answer

    def close(self) -> None: ...


def test_who_listens_survives_a_database_that_was_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a change that could not be told the first time is told the next."""
    tries: list[live.Marks | OSError] = [{1: (2, 1)}, OSError("still away")]

    def marks() -> live.Marks:
        answer = tries.pop() if tries else {1: (2, 1)}
        if isinstance(answer, OSError):
            raise answer
        return answer

    async def followed() -> live.Marks | None:
        follower = live.Follower(lambda: None)
        room.enter(follower)
        return await asyncio.wait_for(follower.waiting.get(), 10)

    monkeypatch.setattr(live, "pulse", FailingEar)
    monkeypatch.setattr(live, "AFTER_ERROR_SECONDS", 0.01)
    monkeypatch.setattr(forecast, "marks", marks)
    room = live.Room()
    assert asyncio.run(followed()) is None, "who may see nothing any more is told so, by the same thread"
    assert tries == []
    room.end()
