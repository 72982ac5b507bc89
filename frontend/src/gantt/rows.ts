/** The rows of the treegrid: a few elements that are used again and again for whichever rows are in sight. */
import { SUMMARY, initials, type Chart } from "./model.ts";
import { ROW } from "./paint.ts";
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

interface Row {
  element: HTMLElement;
  toggle: HTMLElement;
  link: HTMLAnchorElement;
  note: HTMLElement;
  cells: HTMLElement[];
}

export const rowId = (row: number): string => `plan-row-${row}`;

function cell(parent: HTMLElement, name: string): HTMLElement {
  const made = document.createElement("div");
  made.className = name;
  made.setAttribute("role", "gridcell");
  parent.append(made);
  return made;
}

function make(): Row {
  const element = document.createElement("div");
  element.className = "plan-row";
  element.setAttribute("role", "row");
  const name = cell(element, "name");
  const toggle = document.createElement("span");
  toggle.className = "fold";
  toggle.setAttribute("aria-hidden", "true");
  const link = document.createElement("a");
  link.tabIndex = -1;
  const note = document.createElement("span");
  note.className = "sr";
  name.append(toggle, link, note);
  const cells = ["crew", "start", "finish", "length number", "percent number"].map((kind) => cell(element, kind));
  return { element, toggle, link, note, cells };
}

export class Rows {
  private used = new Map<number, Row>();
  private free: Row[] = [];

  constructor(private readonly parent: HTMLElement) {}

  /** Shows the rows with index `first` up to `last`; those that are there already are only brought up to date when `all` asks for it. */
  show(sight: Sight, first: number, last: number, all: boolean): void {
    for (const [index, row] of this.used) {
      if (index >= first && index < last) continue;
      this.used.delete(index);
      this.free.push(row);
    }
    for (let index = first; index < last; index++) {
      const there = this.used.get(index);
      if (there && !all) continue;
      const row = there ?? this.free.pop() ?? this.made();
      this.used.set(index, row);
      fill(row, sight, index);
    }
    for (const row of this.free) row.element.hidden = true;
  }

  private made(): Row {
    const row = make();
    this.parent.append(row.element);
    return row;
  }
}

function fill({ element, toggle, link, note, cells }: Row, sight: Sight, index: number): void {
  const { chart, speaker, words } = sight;
  const row = sight.shown[index]!;
  const summary = chart.kind[row] === SUMMARY;
  element.hidden = false;
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
