"""The same thing sent twenty times at once is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.running.program import Planted, Program

PARALLEL = 20


def send(program: Program, planted: Planted, path: str, body: dict[str, object], key: str) -> list[httpx.Response]:
    with ThreadPoolExecutor(PARALLEL) as crowd, program.api(planted.token) as api:
        return list(crowd.map(lambda _: api.post(path, json=body, headers={"Idempotency-Key": key}), range(PARALLEL)))


def test_twenty_parallel_submits_of_one_key_report_progress_once(program: Program) -> None:
    planted = program.plant(20)
    program.start().started()
    with program.api(planted.token) as api:
        before = api.get(f"/projects/{planted.project_id}/schedule").json()["revision"]
        path = f"/tasks/{planted.task_ids[0]}/progress"
        answers = send(program, planted, path, {"percent": 50, "remaining_minutes": 240}, "one and the same")
        after = api.get(f"/projects/{planted.project_id}/schedule").json()["revision"]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert after == before + 1


def test_a_key_that_is_used_again_for_something_else_is_refused(program: Program) -> None:
    planted = program.plant(20)
    program.start().started()
    with program.api(planted.token) as api:
        headers = {"Idempotency-Key": "used"}
        path = f"/tasks/{planted.task_ids[0]}/progress"
        assert api.post(path, json={"percent": 50, "remaining_minutes": 240}, headers=headers).status_code == 200
        assert api.post(path, json={"percent": 60, "remaining_minutes": 240}, headers=headers).status_code == 422
