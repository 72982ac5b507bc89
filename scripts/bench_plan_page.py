"""How fast the page of a plan is in a real browser: at 10,000 tasks, and at 1,000 beside dhtmlx-gantt and SVAR (`make bench`).

Milliseconds until the server has answered and to the first bars, megabytes of heap, frames per second and processor time per frame
while the plan is scrolled by the wheel and while a bar is dragged, and the milliseconds from a drop until its consequence is seen. In
a home of its own, with a realistic plan, signed in as a person would be. `--slower 4` does the same on a processor four times slower.
Figures of the clock suffer where others use the machine (the load average stands beside them); processor time hardly does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from milepost.exchange import msproject
from scripts.browser import found
from scripts.gantt_peers import BARS, SCROLLER, peers
from scripts.make_plan import make_plan
from tests.running.program import Program

EMAIL, PASSWORD = "ada@example.com", "four bells at harbour"
SECONDS = 3
BESIDE = 1_000
"""Tasks of the plan that the peers are shown, too."""
SWITCHES = ["--no-sandbox", "--disable-background-networking", "--force-color-profile=srgb"]
FRAMES = """
() => {
  window.frames_seen = [];
  const count = (at) => { window.frames_seen.push(at); window.counting = requestAnimationFrame(count); };
  window.counting = requestAnimationFrame(count);
}
"""
SEEN = "() => { cancelAnimationFrame(window.counting); return window.frames_seen; }"
CONSEQUENCE = """
() => {
  const { store } = document.querySelector("project-plan");
  const before = store.chart.finish;
  addEventListener("pointerup", () => {
    const dropped = performance.now();
    const look = () => {
      if (store.chart.finish === before) requestAnimationFrame(look);
      else window.consequence = performance.now() - dropped;
    };
    look();
  }, { capture: true, once: true });
}
"""
FIRSTS = """
(mark) => ({
  answered_ms: performance.getEntriesByType("navigation")[0].responseEnd,
  bars_ms: performance.getEntriesByName(mark)[0]?.startTime ?? null,
  nodes: document.querySelectorAll("*").length,
})
"""
FIRST_BAR = """
([bars, scroller]) => {
  const [area] = [...document.querySelectorAll(scroller)].map((each) => each.getBoundingClientRect());
  const all = [...document.querySelectorAll(bars)].map((each) => each.getBoundingClientRect());
  const inside = (each) => each.width > 20 && each.left > area.left && each.right < innerWidth && each.bottom < innerHeight;
  const bar = all.find(inside) ?? all[0];
  return bar && { left: bar.left + bar.width / 2, middle: bar.top + bar.height / 2, day: 24 };
}
"""
GRIDS_BAR = "() => document.querySelector('project-plan').grid.barOf(document.querySelector('project-plan').store.chart.kind.indexOf(0))"
DROPS, CALM_MS = 2, 6_000
"""The first drop is seconds after the very first start, while the worker works out likely dates for the first time; then as every day."""
Told = dict[str, Any]


def sign_in(page: Page, base: str, email: str, password: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{base}/")


def busy(cdp: CDPSession) -> dict[str, float]:
    """Seconds of the main thread's processor so far: in all, in script, in layout and in style."""
    wanted = {"TaskDuration": "cpu_ms", "ScriptDuration": "script_ms", "LayoutDuration": "layout_ms", "RecalcStyleDuration": "style_ms"}
    return {wanted[one["name"]]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"] if one["name"] in wanted}


class Watch:
    """Frames and processor time between its making and `told`."""

    def __init__(self, page: Page, cdp: CDPSession) -> None:
        self.page, self.cdp = page, cdp
        self.before = busy(cdp)
        page.evaluate(FRAMES)

    def told(self, name: str) -> Told:
        gaps = [later - earlier for earlier, later in pairwise(self.page.evaluate(SEEN))]
        spent = {f"{name}_{key}": 1000 * (after - self.before[key]) / len(gaps) for key, after in busy(self.cdp).items()}
        frames = {f"{name}_fps": 1000 * len(gaps) / sum(gaps), f"{name}_longest_ms": max(gaps), f"{name}_median_ms": median(gaps)}
        return {key: round(value, 2) for key, value in (frames | spent).items()}


def scroll(page: Page, cdp: CDPSession, x: float, y: float) -> Told:
    """Wheels down the plan at 60 events a second."""
    page.mouse.move(x, y)
    watch = Watch(page, cdp)
    for _step in range(SECONDS * 60):
        cdp.send("Input.dispatchMouseEvent", {"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": 90})
    return watch.told("scroll")


def drag(page: Page, cdp: CDPSession, bar: Told) -> Told:
    """Moves a bar about for two seconds; it is still in the hand afterwards."""
    page.mouse.move(bar["left"] + 2, bar["middle"])
    page.mouse.down()
    watch = Watch(page, cdp)
    for step in range(120):
        page.mouse.move(bar["left"] + 2 + bar["day"] * (2 + step % 10), bar["middle"])
    return watch.told("drag")


def drop(page: Page, bar: Told, name: str) -> Told:
    """Drops it a week later, and waits for what that does."""
    page.mouse.move(bar["left"] + 2 + 7 * bar["day"], bar["middle"])
    page.evaluate(CONSEQUENCE)
    page.mouse.up()
    page.wait_for_function("() => window.consequence !== undefined", timeout=60_000)
    return {name: round(page.evaluate("() => window.consequence"), 1)}


def firsts(page: Page, mark: str) -> Told:
    return {name: value if value is None else round(value, 1) for name, value in page.evaluate(FIRSTS, mark).items()}


def heap(cdp: CDPSession) -> Told:
    cdp.send("HeapProfiler.collectGarbage")
    return {"heap_mb": round(cdp.send("Runtime.getHeapUsage")["usedSize"] / 2**20, 1)}


def opened(browser: Browser, slower: float) -> tuple[Page, CDPSession]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    cdp = page.context.new_cdp_session(page)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    return page, cdp


def ours(browser: Browser, base: str, project: int, slower: float) -> tuple[Told, Told]:
    """One visit of a plan's page, and the chart it was drawn from."""
    page, cdp = opened(browser, slower)
    sign_in(page, base, EMAIL, PASSWORD)
    page.goto(f"{base}/projects/{project}/")
    page.wait_for_selector("project-plan.ready")
    page.wait_for_timeout(1500)
    chart = page.request.get(f"{base}/projects/{project}/plan.json").json()
    told = firsts(page, "gantt-ready") | heap(cdp)
    bar = page.evaluate(GRIDS_BAR)
    dragged = drag(page, cdp, bar)
    dropped = drop(page, bar, "first_consequence_ms")
    for _ in range(DROPS):
        page.wait_for_timeout(CALM_MS)
        page.evaluate("() => delete window.consequence")
        drag(page, cdp, bar := page.evaluate(GRIDS_BAR))
        dropped |= drop(page, bar, "consequence_ms")
    box = page.locator(".gantt").bounding_box()
    assert box
    scrolled = scroll(page, cdp, box["x"] + 300, box["y"] + 300)
    page.close()
    return {**told, **scrolled, **dragged, **dropped}, chart


def theirs(browser: Browser, name: str, address: str, slower: float) -> Told:
    """The same on the page of a peer, which knows no consequences."""
    page, cdp = opened(browser, slower)
    page.goto(address)
    page.wait_for_function("() => performance.getEntriesByName('bars').length", timeout=60_000)
    page.wait_for_timeout(1500)
    told = firsts(page, "bars") | heap(cdp)
    dragged = drag(page, cdp, page.evaluate(FIRST_BAR, [BARS[name], SCROLLER[name]]))
    page.mouse.up()
    scrolled = scroll(page, cdp, 1000, 500)
    page.close()
    return {**told, **scrolled, **dragged}


def ratios(own: Told, peer: Told) -> Told:
    """How many times ours the peer's figure is; frames per second the other way round. Above 1 is slower or larger than ours."""
    found = {}
    for name, value in peer.items():
        if value and own.get(name):
            found[name] = round(own[name] / value if name.endswith("fps") else value / own[name], 1)
    return found


def planted(folder: Path, tasks: int) -> tuple[Program, int]:
    """A home with a realistic plan of that size, not started yet, and the plan's number."""
    program = Program(folder / "home")
    program.plant(10)
    file = folder / "plan.xml"
    file.write_bytes(msproject.write(make_plan(tasks)))
    told = json.loads(program.run("import", str(file), "--json").stdout)
    return program, told["project_id"]


def say(tasks: int, what: str, told: Told) -> None:
    print(json.dumps({"tasks": tasks, "what": what, "load": round(os.getloadavg()[0], 1), **told}), flush=True)


def visit(tasks: int, slower: float, *, beside: bool) -> None:
    """Measures the page at one size and prints it, with the peers where they are asked for."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        program, project = planted(Path(folder), tasks)
        browser = playwright.chromium.launch(executable_path=found(), args=SWITCHES)
        try:
            program.start().started()
            own, chart = ours(browser, program.url, project, slower)
        finally:
            program.kill_everything()
        say(tasks, "Milepost", own)
        if not beside:
            return
        with peers(chart) as pages:
            for name, address in pages.items():
                told = theirs(browser, name, address, slower)
                say(tasks, name, told)
                say(tasks, f"{name}, times ours", ratios(own, told))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--slower", type=float, default=1)
    parser.add_argument("--alone", action="store_true", help="without the peers")
    asked = parser.parse_args()
    for tasks in asked.tasks:
        visit(tasks, asked.slower, beside=tasks <= BESIDE and not asked.alone)


if __name__ == "__main__":
    main()
