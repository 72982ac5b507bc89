"""Run as a program: fills an empty database with a workspace, an owner and a plan, and prints what a test needs to know."""

from __future__ import annotations

import json
import sys
from datetime import datetime

from milepost.cli import program
from milepost.plans.draft import Draft, Link, Task


def main(tasks: int) -> None:
    program.ready(lay_home=True)
    from milepost.accounts import reads, writes
    from milepost.config import schema
    from milepost.forecast import writes as forecast
    from milepost.kernel import clock
    from milepost.plans import reads as plans

    schema.bring_up_to_date()
    now = clock.now()
    founded = writes.create_workspace(
        name="Writers", zone="UTC", owner_name="Ada", owner_email="ada@example.com", password="four bells at harbour", now=now
    )
    actor = reads.actor_of(founded.user_id, via="cli")
    assert actor is not None
    project_id = forecast.import_plan(actor, chain_of(tasks), file_name="writers.xml", now=now).project_id
    token = writes.issue_token(actor, name="test", now=now).secret
    page = plans.tasks(actor, project_id, limit=500)
    print(json.dumps({"token": token, "project_id": project_id, "task_ids": [line.id for line in page.tasks]}))


def chain_of(tasks: int) -> Draft:
    """Chains of ten tasks each, every chain after the first task of the one before."""
    made = tuple(Task(uid=number, name=f"Task {number}", duration_minutes=480) for number in range(1, tasks + 1))
    links = tuple(Link(n - 1 if n % 10 != 1 else n - 10, n) for n in range(2, tasks + 1) if n > 10 or n % 10 != 1)
    return Draft(name="Writers", start=datetime(2026, 3, 2, 9, 0), tasks=made, links=links)


if __name__ == "__main__":
    main(int(sys.argv[1]))
