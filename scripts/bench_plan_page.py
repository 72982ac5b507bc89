"""How fast the page of a plan is in a real browser, at 1,000 and 10,000 tasks: `make bench`.

Milliseconds to the first paint and the first bars, DOM nodes, megabytes of heap, frames per second while the plan is scrolled by the
wheel and while a bar is dragged, and the milliseconds from a drop until its consequence is seen. In a home of its own, signed in as a
person would be. `--slower 4` does the same on a processor four times slower. The figures are of the clock: run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import CDPSession, Page, sync_playwright

from scripts.browser import found
from tests.running.program import Program

EMAIL, PASSWORD = "ada@example.com", "four bells at harbour"
SECONDS = 3
SWITCHES = ["--no-sandbox", "--disable-background-networking", "--force-color-profile=srgb"]
FRAMES = """
() => {
  window.frames_seen = [];
  const count = (at) => { window.frames_seen.push(at); window.counting = requestAnimationFrame(count); };
  window.counting = requestAnimationFrame(count);
}
"""
CONSEQUENCE = """
() => {
  const { store } = document.querySelector("project-plan");
  const before = store.chart.finish[store.chart.finish.length - 1] + "," + store.chart.start[0];
  addEventListener("pointerup", () => {
    const dropped = performance.now();
    const look = () => {
      const now = store.chart.finish[store.chart.finish.length - 1] + "," + store.chart.start[0];
      if (now === before) requestAnimationFrame(look);
      else window.consequence = performance.now() - dropped;
    };
    look();
  }, { capture: true, once: true });
}
"""
FIRSTS = """
() => ({
  answered: performance.getEntriesByType("navigation")[0].responseEnd,
  first_paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  bars: performance.getEntriesByName("gantt-ready")[0]?.startTime ?? null,
  mount: performance.getEntriesByName("gantt-mount")[0]?.duration ?? null,
  nodes: document.querySelectorAll("project-plan .gantt *").length,
  all_nodes: document.querySelectorAll("*").length,
})
"""


def sign_in(page: Page, base: str, email: str, password: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{base}/")


def scroll(page: Page, cdp: CDPSession, seconds: float) -> dict[str, float]:
    """Wheels down the plan at 60 events a second and gives back frames per second and the longest and middle frame in ms."""
    box = page.locator(".gantt").bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate(FRAMES)
    before = busy(cdp)
    for _step in range(int(seconds * 60)):
        cdp.send("Input.dispatchMouseEvent", {"type": "mouseWheel", "x": box["x"] + 300, "y": box["y"] + 300, "deltaX": 0, "deltaY": 90})
    times = page.evaluate("() => { cancelAnimationFrame(window.counting); return window.frames_seen; }")
    gaps = [later - earlier for earlier, later in pairwise(times)]
    spent = {name: 1000 * (after - before[name]) / len(gaps) for name, after in busy(cdp).items()}
    told = {"fps": 1000 * len(gaps) / sum(gaps), "longest_ms": max(gaps), "median_ms": median(gaps), **spent}
    return {name: round(value, 2) for name, value in told.items()}


def busy(cdp: CDPSession) -> dict[str, float]:
    """Seconds of the main thread's processor so far: in all, in script, in layout and in style."""
    wanted = {"TaskDuration": "cpu_ms", "ScriptDuration": "script_ms", "LayoutDuration": "layout_ms", "RecalcStyleDuration": "style_ms"}
    return {wanted[one["name"]]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"] if one["name"] in wanted}


def drag(page: Page) -> dict[str, float]:
    """Moves the bar of the first task about for two seconds, then drops it a week later: frames, and how long the consequence took."""
    bar = page.evaluate("() => document.querySelector('project-plan').grid.barOf(0)")
    page.evaluate("() => document.querySelector('project-plan').grid.goTo(document.querySelector('project-plan').store.chart.id[0])")
    page.mouse.move(bar["left"] + 2, bar["middle"])
    page.mouse.down()
    page.evaluate(FRAMES)
    for step in range(120):
        page.mouse.move(bar["left"] + 2 + bar["day"] * (2 + step % 10), bar["middle"])
    times = page.evaluate("() => { cancelAnimationFrame(window.counting); return window.frames_seen; }")
    gaps = [later - earlier for earlier, later in pairwise(times)]
    page.mouse.move(bar["left"] + 2 + 7 * bar["day"], bar["middle"])
    page.evaluate(CONSEQUENCE)
    page.mouse.up()
    page.wait_for_function("() => window.consequence !== undefined", timeout=30_000)
    seen = page.evaluate("() => window.consequence")
    return {"drag_fps": round(1000 * len(gaps) / sum(gaps), 1), "drag_longest_ms": round(max(gaps), 1), "consequence_ms": round(seen, 1)}


def measured(base: str, project: int, slower: float) -> dict[str, object]:
    """One visit of a plan's page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=SWITCHES)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        sign_in(page, base, EMAIL, PASSWORD)
        cdp = page.context.new_cdp_session(page)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(f"{base}/projects/{project}/")
        page.wait_for_selector("project-plan.ready")
        page.wait_for_selector(".cell-field", state="attached")
        page.wait_for_timeout(1000)
        firsts = {name: value if value is None else round(value, 1) for name, value in page.evaluate(FIRSTS).items()}
        dragged = drag(page)
        scrolled = scroll(page, cdp, SECONDS)
        heap = page.evaluate("() => performance.memory.usedJSHeapSize / 2 ** 20")
        browser.close()
        return {"slower": slower, **firsts, "heap_mb": round(heap, 1), **dragged, **scrolled}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--slower", type=float, default=1)
    asked = parser.parse_args()
    for tasks in asked.tasks:
        with tempfile.TemporaryDirectory() as folder:
            program = Program(Path(folder) / "home")
            planted = program.plant(tasks)
            try:
                program.start().started()
                print(json.dumps({"tasks": tasks, **measured(program.url, planted.project_id, asked.slower)}, indent=2))
            finally:
                program.kill_everything()


if __name__ == "__main__":
    main()
