/** What is printed is a table of all rows that are shown, with their bars: a page of paper does not scroll. */
import { columnsOf } from "./columns.ts";
import { MILESTONE, SUMMARY, span, type Chart } from "./model.ts";
import type { PlanStore } from "./kept.ts";

const SVG = "http://www.w3.org/2000/svg";

export function printed(place: HTMLElement, store: PlanStore, signal: AbortSignal): void {
  let made: HTMLElement | null = null;
  window.addEventListener("beforeprint", () => place.append((made ??= table(store))), { signal });
  window.addEventListener("afterprint", () => (made?.remove(), (made = null)), { signal });
}

function element(name: string, kind: string, ...parts: (string | Node)[]): HTMLElement {
  const made = document.createElement(name);
  made.className = kind;
  made.append(...parts);
  return made;
}

function table(store: PlanStore): HTMLElement {
  const { chart } = store;
  const columns = columnsOf(chart, store.words, store.speaker).slice(0, 6);
  const whole = span(chart);
  const body = store.matching.map((row) => {
    const cells = columns.map((column) => element("td", column.key, column.text(chart, row)));
    const line = element("tr", chart.kind[row] === SUMMARY ? "summary" : "", ...cells, element("td", "bar", bar(chart, row, whole.first, whole.last)));
    cells[0]!.style.setProperty("--deep", String(chart.level[row]! - 1));
    return line;
  });
  const head = element("tr", "", ...columns.map((column) => element("th", column.key, column.title)), element("th", "bar"));
  return element("table", "plan-table on-paper", element("thead", "", head), element("tbody", "", ...body));
}

function bar(chart: Chart, row: number, first: number, last: number): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", "100%");
  svg.setAttribute("height", "12");
  const rect = document.createElementNS(SVG, "rect");
  const [start, finish] = [chart.start[row], chart.finish[row]];
  if (start == null || finish == null) return svg;
  const percent = (minute: number): number => (100 * (minute - first)) / Math.max(1, last - first);
  rect.setAttribute("x", `${percent(start)}%`);
  rect.setAttribute("width", chart.kind[row] === MILESTONE ? "6" : `${Math.max(0.4, percent(finish) - percent(start))}%`);
  rect.setAttribute("y", chart.kind[row] === SUMMARY ? "4" : "2");
  rect.setAttribute("height", chart.kind[row] === SUMMARY ? "3" : "8");
  rect.setAttribute("fill", chart.kind[row] === SUMMARY ? "var(--ink)" : chart.critical[row] ? "var(--late)" : "var(--accent)");
  svg.append(rect);
  return svg;
}
