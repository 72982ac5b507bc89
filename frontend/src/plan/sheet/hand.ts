/** What changes the plan from the grid: typing into cells, new tasks, the outline, the clipboard, bars that are dragged. */
import type { Column } from "../columns.ts";
import { FIRST, type Edit } from "../edits.ts";
import { Drag } from "../gantt/drag.ts";
import { SUMMARY } from "../model.ts";
import { counted, filled } from "../say.ts";
import { added, pasted } from "./clipboard.ts";
import { Editor, type Then } from "./editor.ts";
import type { Grid } from "./grid.ts";
import type { Move } from "./keys.ts";
import { indented, removed, shifted } from "./outline.ts";
import type { Sheet } from "./sheet.ts";
import { DRAFT, type Draft, type State } from "./state.ts";

export class Hand {
  private readonly state: State;
  private readonly sheet: Sheet;
  private readonly editor: Editor;
  private readonly drag: Drag;

  constructor(private readonly grid: Grid) {
    ({ state: this.state, sheet: this.sheet } = grid);
    this.editor = new Editor(this.sheet.pane);
    this.drag = new Drag(this.sheet, this.state, grid.tell, grid.ended.signal);
    this.sheet.after = () => {
      this.drag.draw();
      this.placeEditor();
    };
    this.state.store.on("preview", () => this.drag.draw());
    for (const kind of ["cut", "paste"] as const) document.addEventListener(kind, (event) => this.clipboard(event), { signal: grid.ended.signal });
  }

  /** After a drag the browser still reports a click. */
  get justDropped(): boolean {
    return this.drag.justDropped;
  }

  /** Whether a bar is held, which then takes the key. */
  holds(event: KeyboardEvent): boolean {
    if (!this.drag.isHolding) return false;
    if (this.drag.key(event)) event.preventDefault();
    return true;
  }

  letGo(): void {
    this.editor.cancel();
    this.drag.letGo();
  }

  does(move: Move): void {
    const { chart } = this.state.store;
    switch (move.kind) {
      case "edit":
        return this.edit(move.text);
      case "insert":
        return this.begins(this.above(this.grid.row));
      case "remove":
        return this.remove();
      case "fill":
        return this.fillDown();
      case "grab":
        return this.drag.grab(this.grid.row);
      case "indent":
        return this.said(indented(chart, this.grid.meantRows(), move.by), move.by > 0 ? "indented" : "outdented");
      case "shift":
        return this.said(shifted(chart, this.grid.meantRows(), move.by), "moved_row");
    }
  }

  private edit(text: string | null): void {
    const { state } = this;
    const { store } = state;
    const { row } = this.grid;
    const column = state.columns[state.column]!;
    if (row < 0 || !store.may.change) return;
    if (!column.edits || !column.typed || this.isBarred(column, row)) return this.grid.tell(filled(store.words["not_here"], { column: column.title }));
    const id = store.chart.id[row]!;
    const version = store.chart.version[row]!;
    const was = column.typed(store.chart, row);
    this.openEditor(column, store.chart.name[row]!, text ?? was, text === null, {
      keep: (now, then) => {
        if (now !== was) this.keep(id, version, column, now);
        this.goOn(then);
      },
    });
  }

  /** A summary has no length and no progress of its own. */
  private isBarred(column: Column, row: number): boolean {
    return this.state.store.chart.kind[row] === SUMMARY && ["start", "finish", "duration", "percent", "effort", "best", "worst"].includes(column.key);
  }

  private openEditor(column: Column, name: string, text: string, selectAll: boolean, { keep }: { keep(text: string, then: Then): void }): void {
    const { store } = this.state;
    this.sheet.reveal();
    this.editor.open(
      {
        label: [column.title, name].filter(Boolean).join(", "),
        text,
        choices: column.choices?.(store.chart) ?? [],
        outline: this.state.draft !== null,
        keep,
        cancel: () => {
          this.state.draft = null;
          this.grid.arrange();
          this.sheet.scroller.focus({ preventScroll: true });
        },
      },
      selectAll,
    );
    this.placeEditor();
  }

  private placeEditor(): void {
    if (!this.editor.isOpen) return;
    const { state } = this;
    const index = state.draft ? state.shown.indexOf(DRAFT) : state.index;
    const cell = this.sheet.cellAt(index, state.column);
    const level = state.draft?.level ?? state.store.chart.level[state.shown[index]!] ?? 1;
    if (cell) this.editor.place(index, cell, state.column ? 0 : 12 + 16 * level);
  }

  /** What was typed into a cell, said of every chosen row where several are. */
  private keep(id: number, version: number, column: Column, text: string): void {
    const { store } = this.state;
    const here = store.rowOf(id);
    if (here < 0) return this.grid.tell(filled(store.words["gone"], { text }));
    const rows = column.key !== "name" && this.state.chosen.size > 1 && this.state.chosen.has(here) ? [...this.state.chosen] : [here];
    const edits = rows.flatMap((row) => column.edits!(store.chart, row, text) ?? []);
    for (const edit of edits) if ("version" in edit && edit.task_id === id) edit.version = version;
    if (!edits.length) return this.grid.tell(filled(store.words["not_understood"], { text, column: column.title }));
    for (const row of rows) store.awaits(store.chart.id[row]!, column.key, text);
    const label = rows.length > 1 ? counted(store.words, "changed_many", rows.length) : filled(store.words[column.key === "name" ? "renamed" : "changed"], { name: store.chart.name[here]!, column: column.title, text });
    void store.edit(edits, label);
  }

  private goOn(then: Then): void {
    const { state } = this;
    if (then === "elsewhere") return this.sheet.refresh();
    this.sheet.scroller.focus({ preventScroll: true });
    if (then === "next") state.column = Math.min(state.columns.length - 1, state.column + 1);
    if (then === "back") state.column = Math.max(0, state.column - 1);
    const isLast = state.index === state.shown.length - 1;
    if (then === "down" && isLast && state.column === 0 && !state.groups.length) return this.begins(this.below(this.grid.row));
    if (then === "down" && !isLast) this.grid.toIndex(state.index + 1, false);
    else this.sheet.reveal();
  }

  /** In front of a row: behind its elder sibling, or as the first below its parent. */
  private above(row: number): Draft {
    const { chart } = this.state.store;
    if (row <= 0) return { after: row < 0 ? null : FIRST, level: 1 };
    const level = chart.level[row]!;
    let up = row - 1;
    while (up > 0 && chart.level[up]! > level) up--;
    return { after: chart.id[up]!, level };
  }

  private below(row: number): Draft {
    const { chart } = this.state.store;
    return row < 0 ? { after: null, level: 1 } : { after: chart.id[row]!, level: chart.level[row]! };
  }

  /** Adds a task behind the active one, or at the end. */
  addTask(): void {
    this.begins(this.below(this.grid.row));
  }

  private begins(draft: Draft): void {
    const { state } = this;
    if (!state.store.may.change) return;
    state.draft = draft;
    state.column = 0;
    this.grid.arrange();
    state.index = state.shown.indexOf(DRAFT);
    this.openEditor(state.columns[0]!, state.store.words["new_task"] ?? "", "", false, { keep: (text, then) => this.keepDraft(text, then) });
  }

  private keepDraft(text: string, then: Then): void {
    const { state } = this;
    const draft = state.draft!;
    if (then === "deeper" || then === "out") return this.draftTo(draft.level + (then === "deeper" ? 1 : -1));
    state.draft = null;
    if (!text.trim()) {
      this.grid.arrange();
      if (then !== "elsewhere") this.sheet.scroller.focus({ preventScroll: true });
      return;
    }
    const key = state.store.newKey();
    void state.store.edit(added(key, text.trim(), draft.after, draft.level, {}, state.store.chart.minutes_per_day), filled(state.store.words["added"], { name: text.trim() }));
    const id = state.store.idOf(key);
    this.grid.active = id;
    state.index = state.place[state.store.rowOf(id)] ?? state.index;
    state.store.select([id]);
    if (then !== "elsewhere") this.sheet.scroller.focus({ preventScroll: true });
    if (then === "down") this.begins({ after: id, level: draft.level });
    else this.sheet.reveal();
  }

  private draftTo(level: number): void {
    const { state } = this;
    const { chart } = state.store;
    const draft = state.draft!;
    const above = draft.after === null ? chart.id.length - 1 : state.store.rowOf(draft.after);
    const deepest = (chart.level[above] ?? 0) + 1;
    state.draft = { ...draft, level: Math.max(1, Math.min(deepest, level)) };
    this.grid.arrange();
    state.index = state.shown.indexOf(DRAFT);
    this.sheet.reveal();
    this.placeEditor();
  }

  private said(edits: Edit[], word: string): void {
    const { store } = this.state;
    const rows = this.grid.meantRows();
    if (!edits.length || !store.may.change) return;
    const label = rows.length > 1 ? counted(store.words, `${word}_many`, rows.length) : filled(store.words[word], { name: store.chart.name[rows[0]!] ?? "" });
    void store.edit(edits, label);
  }

  private remove(): void {
    this.said(removed(this.state.store.chart, this.grid.meantRows()), "removed");
  }

  /** The cell of the first chosen row, in all others. */
  private fillDown(): void {
    const { state } = this;
    const { chart } = state.store;
    const column = state.columns[state.column]!;
    const [first, ...others] = this.grid.rowsInOrder();
    if (first === undefined || !others.length || !column.edits || !column.typed) return;
    const text = column.typed(chart, first);
    this.said(others.flatMap((row) => column.edits!(chart, row, text) ?? []), "changed");
  }

  private clipboard(event: ClipboardEvent): void {
    if (document.activeElement !== this.sheet.scroller || !event.clipboardData) return;
    const { state } = this;
    const { store } = state;
    event.preventDefault();
    if (event.type === "paste") {
      const edits = pasted(store.chart, state.columns, [...state.shown], state, event.clipboardData.getData("text/plain"), () => store.newKey());
      if (edits.length) void store.edit(edits, counted(store.words, "pasted", edits.length));
    } else {
      this.grid.copy(event);
      this.remove();
    }
  }
}
