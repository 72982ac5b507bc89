"""A request that carries a key happens once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from milepost.audit import reads, writes
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal, Underway
from tests.cast import NOW, Cast


def counting(actor: Actor) -> Callable[[], writes.Answer]:
    def make() -> writes.Answer:
        number = writes.record(actor, "added", "task", 1, before=None, after={}, now=NOW)
        return writes.Answer(201, f'{{"number":{number}}}')

    return make


def asked(actor: Actor, key: str = "k1", request: str = "r1") -> writes.Answer:
    return writes.answer_once(actor, key, request=request, now=NOW, make=counting(actor))


def test_the_second_time_the_first_answer_comes_back(cast: Cast) -> None:
    actor = cast.north.owner.actor
    first = asked(actor)
    again = asked(actor)
    assert (again.status, again.body, again.repeated) == (first.status, first.body, True)


def test_a_key_used_for_something_else_is_refused(cast: Cast) -> None:
    asked(cast.north.owner.actor)
    with pytest.raises(Refusal) as refused:
        asked(cast.north.owner.actor, request="r2")
    assert refused.value.code == "key_reused"


def test_two_people_may_choose_the_same_key(cast: Cast) -> None:
    asked(cast.north.owner.actor)
    assert not asked(cast.north.manager.actor).repeated
    assert not asked(cast.south.owner.actor).repeated


def test_a_refused_request_leaves_its_key_free(cast: Cast) -> None:
    actor = cast.north.owner.actor

    def refuse() -> writes.Answer:
        writes.record(actor, "added", "task", 1, before=None, after={}, now=NOW)
        raise NotFound()

    before = reads.verify(actor.workspace_id).lines
    with pytest.raises(NotFound):
        writes.answer_once(actor, "k1", request="r1", now=NOW, make=refuse)
    assert reads.verify(actor.workspace_id).lines == before
    assert not asked(actor).repeated


def test_old_answers_are_forgotten(cast: Cast) -> None:
    asked(cast.north.owner.actor)
    assert writes.forget_answers(before=NOW) == 0
    assert writes.forget_answers(before=NOW + timedelta(seconds=1)) == 1
    assert not asked(cast.north.owner.actor).repeated


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets the second one wait until the first is done")
@pytest.mark.django_db(transaction=True)
def test_whoever_would_wait_too_long_is_told_to_ask_again(cast: Cast) -> None:
    actor = cast.north.owner.actor

    def impatient() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
            with pytest.raises(Underway) as refused:
                asked(actor)
            assert (refused.value.status, refused.value.code) == (409, "still_underway")
        finally:
            connection.close()

    def slow() -> writes.Answer:
        with ThreadPoolExecutor(1) as other:
            other.submit(impatient).result()
        return writes.Answer(201, "{}")

    assert writes.answer_once(actor, "k1", request="r1", now=NOW, make=slow).status == 201


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_thing(cast: Cast) -> None:
    actor = cast.north.owner.actor
    before = reads.verify(actor.workspace_id).lines

    def ask(_: int) -> str:
        try:
            return asked(actor).body
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as crowd:
        answers = set(crowd.map(ask, range(20)))
    assert len(answers) == 1
    assert reads.verify(actor.workspace_id).lines == before + 1
