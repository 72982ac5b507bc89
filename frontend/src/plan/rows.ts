/** The rows of the treegrid: a few elements that are used again and again for whichever rows are in sight. */
import { SUMMARY, initials, type Chart } from "./model.ts";
import { ROW } from "./paint.ts";
import { Pool } from "./pool.ts";
import type { Speaker, Words } from "./say.ts";

export interface Sight {
  chart: Chart;
  shown: Int32Array;
  folded: ReadonlySet<number>;
  active: number;
  selected: number;
  fresh: ReadonlySet<number>;
  critical: boolean;
  taskUrl: string;
  speaker: Speaker;
  words: Words;
}

export const rowId = (row: number): string => `plan-row-${row}`;

function cell(parent: HTMLElement, name: string): HTMLElement {
  const made = document.createElement("div");
  made.className = name;
  made.setAttribute("role", "gridcell");
  parent.append(made);
  return made;
}

class Row {
  readonly element = document.createElement("div");
  readonly toggle = document.createElement("span");
  readonly link = document.createElement("a");
  readonly note = document.createElement("span");
  readonly cells: HTMLElement[];

  constructor() {
    this.element.className = "plan-row";
    this.element.setAttribute("role", "row");
    this.toggle.className = "fold";
    this.toggle.setAttribute("aria-hidden", "true");
    this.link.tabIndex = -1;
    this.note.className = "sr";
    cell(this.element, "name").append(this.toggle, this.link, this.note);
    this.cells = ["crew", "start", "finish", "length number", "percent number"].map((kind) => cell(this.element, kind));
  }

  set hidden(hidden: boolean) {
    if (this.element.hidden !== hidden) this.element.hidden = hidden;
  }
}

export class Rows {
  private readonly pool = new Pool<Row>(() => new Row());

  constructor(private readonly parent: HTMLElement) {}

  /** Shows the rows with index `first` up to `last`; those that are there already are only brought up to date when `all` asks for it. */
  show(sight: Sight, first: number, last: number, all: boolean): void {
    for (const [index, row] of this.pool.keep(first, last, all)) {
      fill(row, sight, index);
      this.place(row.element, this.pool.at(index - 1)?.element);
    }
  }

  /** Keeps the order of the document that of the plan, for whoever reads the page by ear. */
  private place(element: HTMLElement, before: HTMLElement | undefined): void {
    if (!before) this.parent.prepend(element);
    else if (before.nextElementSibling !== element) before.after(element);
  }
}

function fill({ element, toggle, link, note, cells }: Row, sight: Sight, index: number): void {
  const { chart, speaker, words } = sight;
  const row = sight.shown[index]!;
  const summary = chart.kind[row] === SUMMARY;
  element.id = rowId(row);
  element.dataset["row"] = String(row);
  element.style.transform = `translateY(${index * ROW}px)`;
  element.setAttribute("aria-rowindex", String(index + 2));
  element.setAttribute("aria-level", String(chart.level[row]));
  element.setAttribute("aria-selected", String(row === sight.selected));
  if (summary) element.setAttribute("aria-expanded", String(!sight.folded.has(row)));
  else element.removeAttribute("aria-expanded");
  element.classList.toggle("summary", summary);
  element.classList.toggle("active", row === sight.active);
  element.classList.toggle("fresh", sight.fresh.has(row));
  element.style.setProperty("--level", String(chart.level[row]! - 1));
  toggle.classList.toggle("shut", sight.folded.has(row));
  link.href = sight.taskUrl.replace("/0/", `/${chart.id[row]}/`);
  link.textContent = chart.name[row] ?? "";
  link.title = chart.name[row] ?? "";
  note.textContent = chart.critical[row] && !summary ? `, ${words["critical"]}` : "";
  const texts = [
    initials(chart, row),
    speaker.day(chart.start[row] ?? null),
    speaker.day(chart.finish[row] ?? null),
    speaker.length(chart.duration[row] ?? 0),
    chart.percent[row] ? `${chart.percent[row]}\u00a0%` : "",
  ];
  cells.forEach((one, column) => (one.textContent = texts[column]!));
}
