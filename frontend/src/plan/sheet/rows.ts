/** The rows of the treegrid: a few elements that are used again and again for whichever rows are in sight. */
import type { Column } from "../columns.ts";
import { ROW } from "../gantt/paint.ts";
import { SUMMARY } from "../model.ts";
import { Pool } from "./pool.ts";
import { DRAFT, type State } from "./state.ts";

export const NUMBER_WIDTH = 44;

export function cell(kind: string, role: string, column: number): HTMLElement {
  const made = document.createElement("div");
  made.className = kind;
  made.setAttribute("role", role);
  made.setAttribute("aria-colindex", String(column));
  return made;
}

class Row {
  readonly element = document.createElement("div");
  readonly number = cell("place number", "gridcell", 1);
  readonly toggle = document.createElement("span");
  readonly link = document.createElement("a");
  readonly note = document.createElement("span");
  readonly mark = document.createElement("span");
  readonly cells: HTMLElement[];

  constructor(columns: readonly Column[], mayChange: boolean) {
    this.element.className = "plan-row";
    this.element.setAttribute("role", "row");
    this.toggle.className = "twist";
    this.toggle.setAttribute("aria-hidden", "true");
    this.link.tabIndex = -1;
    this.note.className = "sr";
    this.mark.className = "by";
    this.cells = columns.map((column, place) => {
      const made = cell(column.key === "name" ? "name" : column.figure ? "number" : "text", "gridcell", place + 2);
      if (column.key !== "name") made.style.width = `${column.width}px`;
      if (mayChange && !column.edits) made.setAttribute("aria-readonly", "true");
      return made;
    });
    this.cells[0]!.append(this.toggle, this.link, this.note, this.mark);
    this.element.append(this.number, ...this.cells);
  }

  set hidden(hidden: boolean) {
    if (this.element.hidden !== hidden) this.element.hidden = hidden;
  }
}

export class Rows {
  private columns: readonly Column[] = [];
  private mayChange = false;
  private readonly pool = new Pool<Row>(() => new Row(this.columns, this.mayChange));

  constructor(private readonly parent: HTMLElement) {}

  /** Shows the rows with index `first` up to `last`; those that are there already are only brought up to date when `all` asks for it. */
  show(state: State, first: number, last: number, all: boolean): void {
    if (state.columns !== this.columns) this.begin(state);
    for (const [index, row] of this.pool.keep(first, last, all)) {
      fill(row, state, index);
      this.place(row.element, this.pool.at(index - 1)?.element);
    }
  }

  /** Where a cell is, if it is in sight. */
  cellAt(index: number, column: number): HTMLElement | undefined {
    return this.pool.at(index)?.cells[column];
  }

  private begin(state: State): void {
    this.columns = state.columns;
    this.mayChange = state.store.may.change;
    for (const row of this.pool.emptied()) row.element.remove();
  }

  /** Keeps the order of the document that of the plan, for whoever reads the page by ear. */
  private place(element: HTMLElement, before: HTMLElement | undefined): void {
    if (!before) this.parent.prepend(element);
    else if (before.nextElementSibling !== element) before.after(element);
  }
}

function fill(row: Row, state: State, index: number): void {
  const of = state.shown[index]!;
  const { element } = row;
  element.style.transform = `translateY(${index * ROW}px)`;
  element.setAttribute("aria-rowindex", String(index + 2));
  element.classList.toggle("group", of < 0 && of !== DRAFT);
  element.classList.toggle("draft", of === DRAFT);
  meanCell(row, state, index);
  if (of < 0) fillHeading(row, state, of);
  else fillTask(row, state, of);
}

/** The cell that the keyboard is at carries an id, so that it can be named as the active one. */
function meanCell({ element, cells }: Row, state: State, index: number): void {
  const here = index === state.index;
  element.classList.toggle("active", here);
  cells.forEach((one, place) => {
    const meant = here && place === state.column;
    one.classList.toggle("meant", meant);
    if (meant) one.id = cellId(index, place);
    else if (one.id) one.removeAttribute("id");
  });
}

export const cellId = (index: number, column: number): string => `plan-cell-${index}-${column}`;

function fillHeading(row: Row, state: State, of: number): void {
  const group = state.groups[-1 - of];
  row.element.setAttribute("aria-level", "1");
  row.element.removeAttribute("aria-expanded");
  row.element.setAttribute("aria-selected", "false");
  row.element.classList.remove("summary", "fresh");
  row.element.style.setProperty("--level", "0");
  row.number.textContent = "";
  row.link.removeAttribute("href");
  row.link.textContent = group ? `${group.name || state.store.words["no_value"]} (${group.count})` : "";
  row.link.title = row.note.textContent = row.mark.textContent = "";
  for (const one of row.cells.slice(1)) one.textContent = "";
}

function fillTask(row: Row, state: State, at: number): void {
  const { store, folded } = state;
  const { chart, words } = store;
  const { element, link } = row;
  const summary = chart.kind[at] === SUMMARY;
  const id = chart.id[at]!;
  element.dataset["task"] = String(id);
  element.setAttribute("aria-level", String(state.groups.length ? 2 : chart.level[at]));
  element.setAttribute("aria-selected", String(state.chosen.has(at)));
  if (summary) element.setAttribute("aria-expanded", String(!folded.has(id)));
  else element.removeAttribute("aria-expanded");
  element.classList.toggle("summary", summary);
  element.classList.toggle("resting", !chart.active[at]);
  element.classList.toggle("fresh", store.fresh.has(at));
  element.style.setProperty("--level", String(state.groups.length ? 1 : chart.level[at]! - 1));
  row.number.textContent = String(at + 1);
  row.toggle.classList.toggle("shut", folded.has(id));
  link.href = state.taskUrl.replace("/0/", `/${id}/`);
  link.textContent = link.title = chart.name[at] ?? "";
  row.note.textContent = chart.critical[at] && !summary ? `, ${words["critical"]}` : "";
  const mark = store.marks.get(id);
  row.mark.textContent = mark?.who ?? "";
  row.mark.title = mark?.sentence ?? "";
  state.columns.forEach((column, place) => place && (row.cells[place]!.textContent = store.pending(id, column.key) ?? column.text(chart, at)));
}
