"""Two people change the same plan at random, and end with the same plan: nothing lost, every change in the ledger."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.test_plan_by_hand import Enter, add, ask, begun, chart

pytestmark = pytest.mark.browser

SAY = """([what, row, text]) => {
  const { store } = document.querySelector("project-plan");
  const { chart } = store;
  if (!chart.id.length) return Promise.resolve(null);
  const at = row % chart.id.length;
  const task_id = chart.id[at];
  const version = chart.version[at];
  const edits = {
    name: () => [{ kind: "set", task_id, version, fields: { name: text } }],
    duration: () => [{ kind: "set", task_id, version, typed: { duration: `${1 + (row % 9)}d` } }],
    add: () => [{ kind: "add", key: store.newKey(), name: text, after_id: task_id, level: 1, duration_minutes: 480 }],
    move: () => [{ kind: "move", task_ids: [task_id], after_id: 0, level: 1 }],
    remove: () => [{ kind: "remove", task_id, version }],
    progress: () => [{ kind: "progress", task_id, percent: (row * 10) % 101 }],
  }[what]();
  return store.edit(edits, "").then((edited) => edited && { change: edited.change_id });
}"""
THEIRS = """() => setInterval(() => document.querySelector(".message.conflict .button:not(.primary):not(.close)")?.click(), 20)"""
SHOWN = """() => {
  const { chart } = document.querySelector("project-plan").store;
  return chart.id.map((id, row) => [id, chart.name[row], chart.level[row], chart.duration[row], chart.percent[row], chart.version[row]]);
}"""
KINDS = ("name", "name", "duration", "add", "move", "progress", "remove")


def told(plan: dict[str, Any]) -> list[list[Any]]:
    columns = (plan[name] for name in ("id", "name", "level", "duration", "percent", "version"))
    return [list(row) for row in zip(*columns, strict=True)]


def together(enter: Enter, seconds: float, seed: int) -> None:
    """Two browsers say things at random for a while; then what each shows is what the server holds, and each change is told once."""
    rng = random.Random(seed)
    one = begun(enter, *(add(f"new-{number}", f"Task {number}", 1) for number in range(1, 9)), name=f"Together {seed}")
    other = enter("owner").new_page()
    other.goto(one.url)
    other.wait_for_selector("project-plan.ready")
    pages = (one, other)
    for page in pages:
        page.evaluate(THEIRS)
    changes, kept, said = set(), set(), 0
    project = chart(one)["project_id"]
    until = time.monotonic() + seconds
    while time.monotonic() < until or said < 12:
        both = [(rng.choice(KINDS), rng.randrange(100), f"Said {said} {rng.randrange(1000)}") for _ in pages]
        said += 1
        for page, words in zip(pages, both, strict=True):
            page.evaluate(f"(words) => {{ (window.said ??= []).push(({SAY})(words)); }}", list(words))
        if rng.random() < 0.4:
            one.wait_for_timeout(rng.randrange(200))
        if said % 20 == 0:
            kept |= in_ledger(one, project)
    for page in pages:
        for answer in page.evaluate("async () => (await Promise.all(window.said)).filter(Boolean)"):
            changes.add(answer["change"])
    for page in pages:
        settled(page, chart(one)["revision"])
    plan = chart(one)
    assert one.evaluate(SHOWN) == other.evaluate(SHOWN) == told(plan)
    assert changes <= kept | in_ledger(one, project)
    assert len(changes) > 5


def settled(page: Page, revision: int) -> None:
    """Until the page shows the newest facts and nothing is on its way."""
    page.wait_for_function(
        "(revision) => document.querySelector('project-plan').store.newestTold.revision >= revision", arg=revision, timeout=15_000
    )
    page.wait_for_timeout(300)


def in_ledger(page: Page, project: int) -> set[int]:
    """Ids of the changes that the history of the plan tells."""
    return {line["id"] for line in ask(page, "GET", f"/projects/{project}/changes?limit=200")["changes"]}


def test_two_browsers_that_change_a_plan_at_random_end_with_the_same_plan(town: Town, enter: Enter) -> None:
    together(enter, seconds=4, seed=1)


@pytest.mark.slow
def test_two_browsers_that_change_a_plan_for_a_minute_end_with_the_same_plan(town: Town, enter: Enter) -> None:
    together(enter, seconds=60, seed=2)
