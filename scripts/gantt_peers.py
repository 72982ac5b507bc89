"""dhtmlx-gantt and SVAR with the rows of a plan of ours, for `bench_plan_page.py` alone: installed into a folder that is thrown away.

Each page draws what `/rows.json` says and sets the mark `bars` when its first bars are painted.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PACKAGES = ("dhtmlx-gantt@10.0.3", "@svar-ui/react-gantt@2.7.3", "react@19", "react-dom@19", "vite@8")
BARS = {"dhtmlx-gantt": ".gantt_task_line.gantt_bar_task", "SVAR": ".wx-bar.wx-task"}
"""Where a bar to be dragged is found on the page of each."""
SCROLLER = {"dhtmlx-gantt": ".gantt_data_area", "SVAR": ".wx-chart"}
PAGE = """<!doctype html><meta charset="utf-8"><title>{name}</title>
<style>html, body, #chart {{ margin: 0; height: 100vh }}</style><div id="chart"></div><script type="module" src="{script}"></script>
"""
ROWS = """
const told = await (await fetch("/rows.json")).json();
const above = [];
const rows = told.id.map((id, row) => {
  while (above.length && above.at(-1)[1] >= told.level[row]) above.pop();
  const parent = above.at(-1)?.[0] ?? 0;
  above.push([id, told.level[row]]);
  const type = ["task", "project", "milestone"][told.kind[row]];
  const [from, to] = [told.start[row], told.finish[row]].map((minute) => new Date(minute * 60000));
  return { id, parent, type, text: told.name[row], from, to, done: told.percent[row] };
});
const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("bars")));
"""
DHTMLX = (
    'import "dhtmlx-gantt/codebase/dhtmlxgantt.css";\nimport { gantt } from "dhtmlx-gantt";'
    + ROWS
    + """
gantt.config.row_height = 36;
gantt.config.open_tree_initially = true;
gantt.init("chart");
gantt.parse({
  data: rows.map((row) => ({ ...row, open: true, start_date: row.from, end_date: row.to, progress: row.done / 100 })),
  links: told.links.map(([from, to, , id]) => ({ id, source: told.id[from], target: told.id[to], type: "0" })),
});
painted();
"""
)
SVAR = (
    """import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { Gantt, Willow } from "@svar-ui/react-gantt";
import "@svar-ui/react-gantt/all.css";
"""
    + ROWS
    + """
const types = { task: "task", project: "summary", milestone: "milestone" };
const shown = (row) => ({ type: types[row.type], start: row.from, end: row.to, progress: row.done, open: row.type === "project" });
const tasks = rows.map((row) => ({ ...row, ...shown(row) }));
const links = told.links.map(([from, to, , id]) => ({ id, source: told.id[from], target: told.id[to], type: "e2s" }));
const scales = [{ unit: "month", step: 1, format: "%F %Y" }, { unit: "day", step: 1, format: "%j" }];
const chart = createElement(Gantt, { tasks, links, scales, cellHeight: 36 });
createRoot(document.getElementById("chart")).render(createElement(Willow, null, chart));
const look = () => (document.querySelector(".wx-bar") ? painted() : requestAnimationFrame(look));
look();
"""
)
SCRIPTS = {"dhtmlx-gantt": DHTMLX, "SVAR": SVAR}


@contextmanager
def peers(chart: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The address of each peer's page, with the rows of `chart`, while the context is open."""
    with TemporaryDirectory(prefix="milepost-peers-") as name:
        folder = Path(name)
        _built(folder)
        (folder / "dist" / "rows.json").write_text(json.dumps(chart))
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "dist")))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield {name: f"http://127.0.0.1:{server.server_port}/{_file(name)}.html" for name in SCRIPTS}
        finally:
            server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _file(name: str) -> str:
    return name.lower().replace("-", "_")


def _built(folder: Path) -> None:
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    for name, script in SCRIPTS.items():
        (folder / f"{_file(name)}.js").write_text(script)
        (folder / f"{_file(name)}.html").write_text(PAGE.format(name=name, script=f"/{_file(name)}.js"))
    pages = ", ".join(f'"{_file(name)}.html"' for name in SCRIPTS)
    settings = f'export default {{ build: {{ target: "esnext", rollupOptions: {{ input: [{pages}] }} }} }}'
    (folder / "vite.config.js").write_text(settings)
    _run(folder, "npm", "install", "--silent", "--no-audit", "--no-fund", "--no-save", *PACKAGES)
    _run(folder, "npx", "vite", "build", "--logLevel", "error")


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
