"""How fast a large plan's Gantt is in a real browser: time to first paint and to the first bars, DOM nodes, frames per second,
and the processor time of the main thread per scrolled frame, which says the same on a busy machine.

    python scripts/bench_gantt.py http://localhost:8000 --email anna@example.com --password … --project 3

Signs in as a person would, opens the plan, scrolls it by the wheel for three seconds and counts frames; `--slower 4` does the
same on a processor four times slower. Needs Chromium and the development packages.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from itertools import pairwise
from statistics import median

from playwright.sync_api import CDPSession, Page, sync_playwright

SWITCHES = ["--no-sandbox", "--disable-background-networking", "--force-color-profile=srgb"]
FRAMES = """
() => {
  window.frames_seen = [];
  const count = (at) => { window.frames_seen.push(at); window.counting = requestAnimationFrame(count); };
  window.counting = requestAnimationFrame(count);
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


def measure(arguments: argparse.Namespace) -> dict[str, object]:
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        if arguments.email:
            sign_in(page, arguments.base, arguments.email, arguments.password)
        cdp = page.context.new_cdp_session(page)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": arguments.slower})
        page.goto(f"{arguments.base}/projects/{arguments.project}/")
        page.wait_for_selector("project-plan.ready")
        page.wait_for_timeout(500)
        firsts = {name: value if value is None else round(value, 1) for name, value in page.evaluate(FIRSTS).items()}
        scrolled = scroll(page, cdp, arguments.seconds)
        browser.close()
        return {"slower": arguments.slower, **firsts, **scrolled}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--project", type=int, required=True)
    parser.add_argument("--email", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--slower", type=float, default=1)
    parser.add_argument("--seconds", type=float, default=3)
    print(json.dumps(measure(parser.parse_args()), indent=2))


if __name__ == "__main__":
    main()
