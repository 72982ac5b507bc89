/** Gantt and table: the same treegrid, with or without bars. Holds what is arranged and meant, and does what keys and clicks say. */
import { arrange, type Order } from "../arrange.ts";
import { columnsOf, type Column } from "../columns.ts";
import { WIDTH, ZOOMS, minuteAt, scaleOf, x, type Zoom } from "../gantt/scale.ts";
import type { PlanStore } from "../kept.ts";
import { DAY, SUMMARY, endOf, parents, span, workingDay } from "../model.ts";
import type { Store, View } from "../store.ts";
import type { Hand } from "./hand.ts";
import { copied } from "./clipboard.ts";
import { meant, type Move } from "./keys.ts";
import { Sheet } from "./sheet.ts";
import { DRAFT, type Draft, type Layers, type State } from "./state.ts";

const USUAL = { gantt: ["who", "start", "finish", "duration", "percent"], table: null } as const;
const LAYERS: Layers = { critical: true, baseline: true, float: false, away: true };

export interface Panel {
  close(): void;
  readonly isOpen: boolean;
}

function kept<Kind>(name: string, otherwise: Kind): Kind {
  const text = localStorage.getItem(name);
  return text === null ? otherwise : (JSON.parse(text) as Kind);
}

export class Grid implements View {
  state!: State;
  sheet!: Sheet;
  /** What changes the plan: loaded for whoever may. */
  private hand: Hand | null = null;
  /** Id of the task that the keyboard is at. */
  active: number | null = null;
  readonly ended = new AbortController();
  private anchor = 0;
  private order: Order | null = null;
  private group: Column | null = null;
  private place!: HTMLElement;
  /** Told when something of the tools has changed: the grain, the columns, the order. */
  changed: () => void = () => {};

  constructor(private readonly panel: Panel, readonly tell: (sentence: string) => void, private readonly taskUrl: string) {}

  mount(place: HTMLElement, store: Store): void {
    this.place = place;
    this.state = this.begin(store as PlanStore);
    this.sheet = new Sheet(this.state);
    place.append(this.sheet.scroller);
    this.arrange();
    this.toNow();
    this.listen();
    const { store: own } = this.state;
    own.on("chart", () => this.renewed());
    own.on("arrangement", () => this.arrange());
    own.on("selection", () => this.choose());
    own.on("marks", () => this.sheet.refresh());
    if (own.may.change) void import("./hand.ts").then((loaded) => (this.hand = new loaded.Hand(this)));
  }

  show(): void {
    this.sheet.scroller.hidden = false;
    this.arrange();
  }

  leave(): void {
    this.hand?.letGo();
    this.sheet.scroller.hidden = true;
  }

  /** With a timeline beside the rows, or as a table of all columns. */
  setBars(bars: boolean): void {
    if (this.state.bars === bars) return;
    this.state.bars = bars;
    this.state.wanted = this.columnsWanted(bars);
    this.arrange();
    if (bars) this.toNow();
    else this.sheet.scroller.scrollLeft = 0;
  }

  private begin(store: PlanStore): State {
    const { chart } = store;
    return {
      store,
      known: columnsOf(chart, store.words, store.speaker),
      wanted: this.columnsWanted(true),
      columns: [],
      shown: new Int32Array(),
      groups: [],
      place: new Int32Array(),
      folded: new Set(),
      scale: scaleOf(span(chart), workingDay(chart), this.firstZoom(store), 0),
      index: 0,
      column: 0,
      chosen: new Set(),
      layers: { ...LAYERS, ...kept<Partial<Layers>>("plan-layers", {}) },
      draft: null,
      bars: true,
      narrow: false,
      taskUrl: this.taskUrl,
    };
  }

  private columnsWanted(bars: boolean): string[] {
    const usual: readonly string[] | null = bars ? USUAL.gantt : USUAL.table;
    return kept(bars ? "plan-columns" : "plan-table-columns", [...(usual ?? this.tableColumns())]);
  }

  private tableColumns(): string[] {
    return this.state.known.map((column) => column.key).filter((key) => key !== "name" && key !== "constraint_at");
  }

  private firstZoom({ chart }: PlanStore): Zoom {
    const zoom = kept<Zoom | null>("plan-zoom", null);
    if (zoom && ZOOMS.includes(zoom)) return zoom;
    const { first, last } = span(chart);
    const days = (last - first) / DAY;
    return days <= 25 ? "days" : days <= 400 ? "weeks" : "months";
  }

  /** Works out what is shown and where, and draws it. */
  arrange(): void {
    const { state, sheet } = this;
    if (sheet.scroller.hidden) return;
    const { chart, matching } = state.store;
    const folds = new Set([...state.folded].map((id) => state.store.rowOf(id)));
    const { shown, groups } = arrange(chart, matching, folds, this.order, this.group);
    state.shown = state.draft ? this.withDraft(shown, state.draft) : shown;
    state.groups = groups;
    state.place = new Int32Array(chart.id.length).fill(-1);
    state.shown.forEach((row, index) => row >= 0 && (state.place[row] = index));
    state.index = Math.max(0, Math.min(state.index, state.shown.length - 1));
    sheet.measure();
    state.column = Math.min(state.column, state.columns.length - 1);
    state.scale = scaleOf(span(chart), workingDay(chart), state.scale.zoom, sheet.room);
    sheet.layOut();
    this.changed();
  }

  private withDraft(shown: Int32Array, { after, level }: Draft): Int32Array {
    const { chart } = this.state.store;
    const row = after === null ? chart.id.length - 1 : this.state.store.rowOf(after);
    const end = row < 0 ? 0 : level > chart.level[row]! ? row + 1 : endOf(chart.level, row);
    const at = shown.findIndex((each) => each >= end);
    const place = at < 0 ? shown.length : at;
    return Int32Array.from([...shown.subarray(0, place), DRAFT, ...shown.subarray(place)]);
  }

  /** Another chart: the same tasks chosen, the same one active, and whatever is being typed goes on. */
  private renewed(): void {
    const { state } = this;
    state.known = columnsOf(state.store.chart, state.store.words, state.store.speaker);
    state.columns = state.columns.map((column) => state.known.find(({ key }) => key === column.key) ?? column);
    this.chooseRows();
    this.arrange();
    const row = this.active === null ? -1 : state.store.rowOf(this.active);
    if (row < 0 || state.place[row]! < 0 || state.draft) return;
    state.index = state.place[row]!;
    this.sheet.refresh();
  }

  /** The row that the keyboard is at; below zero for a heading. */
  get row(): number {
    return this.state.shown[this.state.index] ?? -1;
  }

  private listen(): void {
    const { signal } = this.ended;
    const { scroller, titles } = this.sheet;
    scroller.addEventListener("keydown", (event) => this.typed(event), { signal });
    scroller.addEventListener("click", (event) => this.clicked(event), { signal });
    scroller.addEventListener("dblclick", (event) => this.clickedTwice(event), { signal });
    titles.addEventListener("click", (event) => this.sortBy((event.target as Element).closest<HTMLElement>("[data-column]")?.dataset["column"]), { signal });
    document.addEventListener("copy", (event) => this.copy(event), { signal });
    new ResizeObserver(() => this.arrange()).observe(this.place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.sheet.recolour(), { signal });
    new MutationObserver(() => this.sheet.recolour()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    void document.fonts.ready.then(() => this.sheet.refresh());
  }

  private typed(event: KeyboardEvent): void {
    if (this.hand?.holds(event)) return;
    const move = meant(event, this.where());
    if (!move) return;
    event.preventDefault();
    this.go(move);
  }

  private where(): Parameters<typeof meant>[1] {
    const { state, row } = this;
    const { chart } = state.store;
    return {
      index: state.index,
      count: state.shown.length,
      page: this.sheet.page,
      column: state.column,
      columns: state.columns.length,
      summary: row >= 0 && chart.kind[row] === SUMMARY && !this.group,
      folded: row >= 0 && state.folded.has(chart.id[row]!),
      change: state.store.may.change,
    };
  }

  private go(move: Move): void {
    const { state, row } = this;
    switch (move.kind) {
      case "row":
        return this.toIndex(move.index, move.extend);
      case "column":
        state.column = move.column;
        return this.sheet.reveal();
      case "fold":
      case "unfold":
        return this.fold(row);
      case "parent":
        return this.toParent(row);
      case "open":
        return row >= 0 ? state.store.open(state.store.chart.id[row]!, true) : undefined;
      case "close":
        return this.panel.close();
      case "all":
        return this.chooseAll();
      case "toggle":
        return this.toggle(row);
      case "zoom":
        return this.zoom(ZOOMS[ZOOMS.indexOf(state.scale.zoom) + move.by]);
      case "pan":
        this.sheet.scroller.scrollLeft += (move.by * this.sheet.room) / 2;
        return;
      case "undo":
        return void state.store.undo();
      case "redo":
        return void state.store.redo();
      default:
        return this.hand?.does(move);
    }
  }

  toIndex(index: number, extend: boolean): void {
    const { state } = this;
    state.index = index;
    if (!extend) this.anchor = index;
    const [first, last] = [Math.min(this.anchor, index), Math.max(this.anchor, index)];
    const rows = [...state.shown.subarray(first, last + 1)].filter((row) => row >= 0);
    this.active = this.row >= 0 ? state.store.chart.id[this.row]! : null;
    state.store.select(rows.map((row) => state.store.chart.id[row]!));
    this.sheet.reveal();
    if (!extend && this.panel.isOpen && this.row >= 0) state.store.open(this.active!);
  }

  private toParent(row: number): void {
    const up = row < 0 ? -1 : parents(this.state.store.chart.level)[row]!;
    if (up >= 0 && this.state.place[up]! >= 0) this.toIndex(this.state.place[up]!, false);
  }

  private toggle(row: number): void {
    const { store } = this.state;
    const id = store.chart.id[row];
    if (id === undefined) return;
    this.active = id;
    store.select(store.selected.includes(id) ? store.selected.filter((each) => each !== id) : [...store.selected, id]);
  }

  private chooseAll(): void {
    const { store, shown } = this.state;
    store.select([...shown].filter((row) => row >= 0).map((row) => store.chart.id[row]!));
  }

  /** The rows that a command is about: those that are chosen, or the active one. */
  meantRows(): number[] {
    const { chosen } = this.state;
    return chosen.size ? [...chosen] : this.row >= 0 ? [this.row] : [];
  }

  private chooseRows(): void {
    const { store } = this.state;
    this.state.chosen = new Set(store.selected.map((id) => store.rowOf(id)).filter((row) => row >= 0));
  }

  private choose(): void {
    this.chooseRows();
    if (!this.sheet.scroller.hidden) this.sheet.refresh();
  }

  private fold(row: number): void {
    const id = this.state.store.chart.id[row];
    if (id === undefined) return;
    const folded = new Set(this.state.folded);
    if (!folded.delete(id)) folded.add(id);
    this.state.folded = folded;
    this.arrange();
    this.sheet.reveal();
  }

  /** Folds everything below a level, or nothing. */
  foldTo(level: number | null): void {
    const { chart } = this.state.store;
    const deep = (row: number): boolean => level !== null && chart.kind[row] === SUMMARY && chart.level[row]! >= level;
    this.state.folded = new Set(chart.id.filter((_, row) => deep(row)));
    this.arrange();
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    if (event.button || this.hand?.justDropped || target.closest("input")) return;
    const index = this.sheet.indexAt(event.clientY);
    const row = this.state.shown[index] ?? -1;
    if (!target.closest(".gantt-body") || row < 0) return;
    const link = target.closest("a");
    if (link && (event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.sheet.scroller.focus({ preventScroll: true });
    this.state.column = this.columnOf(target);
    if (target.closest(".twist") && this.state.store.chart.kind[row] === SUMMARY) return this.fold(row);
    if (event.ctrlKey || event.metaKey) return this.toggle(row);
    this.toIndex(index, event.shiftKey);
    if (link || !this.state.store.may.change || this.state.narrow) this.state.store.open(this.state.store.chart.id[row]!);
  }

  private columnOf(target: Element): number {
    const place = Number(target.closest("[aria-colindex]")?.getAttribute("aria-colindex") ?? 2) - 2;
    return Math.max(0, Math.min(place, this.state.columns.length - 1));
  }

  private clickedTwice(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest(".gantt-pane") && !target.closest(".twist, input")) this.hand?.does({ kind: "edit", text: null });
    else if (this.sheet.isOverBars(event.clientX) && this.row >= 0) this.state.store.open(this.state.store.chart.id[this.row]!);
  }

  /** Head and rows to the clipboard. */
  copy(event: ClipboardEvent): void {
    if (document.activeElement !== this.sheet.scroller || !event.clipboardData) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", copied(this.state.store.chart, this.state.columns, this.rowsInOrder()));
  }

  /** The chosen rows as they stand on the page. */
  rowsInOrder(): number[] {
    const { place } = this.state;
    return this.meantRows().sort((a, b) => place[a]! - place[b]!);
  }

  addTask(): void {
    this.hand?.addTask();
  }

  get zoomNow(): Zoom {
    return this.state.scale.zoom;
  }

  get layers(): Layers {
    return this.state.layers;
  }

  setLayer(name: keyof Layers, on: boolean): void {
    this.state.layers = { ...this.state.layers, [name]: on };
    localStorage.setItem("plan-layers", JSON.stringify(this.state.layers));
    this.sheet.refresh();
    this.changed();
  }

  /** Another grain of time, with the middle of what is in sight staying in the middle. */
  zoom(zoom: Zoom | undefined): void {
    if (!zoom || !this.state.bars) return;
    const { scroller } = this.sheet;
    const middle = minuteAt(this.state.scale, scroller.scrollLeft + this.sheet.room / 2);
    localStorage.setItem("plan-zoom", JSON.stringify(zoom));
    this.state.scale = { ...this.state.scale, zoom };
    this.arrange();
    scroller.scrollLeft = x(this.state.scale, middle) - this.sheet.room / 2;
  }

  toNow(): void {
    const { store, scale } = this.state;
    const { first, last } = span(store.chart);
    const now = store.chart.as_of === null ? first : store.chart.as_of * DAY;
    this.sheet.showAt(x(scale, now >= first && now <= last ? now : first));
  }

  /** Keys of the columns that are wanted, and all there are. */
  get wanted(): readonly string[] {
    return this.state.wanted;
  }

  get known(): readonly Column[] {
    return this.state.known;
  }

  want(keys: readonly string[]): void {
    this.state.wanted = [...keys];
    localStorage.setItem(this.state.bars ? "plan-columns" : "plan-table-columns", JSON.stringify(keys));
    this.arrange();
  }

  get ordered(): { by: string; down: boolean } | null {
    return this.order && { by: this.order.column.key, down: this.order.down };
  }

  get grouped(): string {
    return this.group?.key ?? "";
  }

  /** Sorted by a column, then the other way round, then as the plan has it. */
  sortBy(key: string | undefined): void {
    if (!key) return;
    const down = this.order?.column.key === key && !this.order.down;
    const again = this.order?.column.key === key && this.order.down;
    this.setOrder(again ? null : { by: key, down });
  }

  setOrder(order: { by: string; down: boolean } | null): void {
    const column = this.state.known.find((each) => each.key === order?.by);
    this.order = order && column ? { column, down: order.down } : null;
    this.sheet.showOrder(this.order?.column.key ?? null, this.order?.down ?? false);
    this.arrange();
  }

  setGroup(key: string): void {
    this.group = this.state.known.find((each) => each.key === key) ?? null;
    this.arrange();
  }

  /** Brings a task into sight and makes it the active one. */
  goTo(id: number): void {
    const index = this.state.place[this.state.store.rowOf(id)] ?? -1;
    if (index >= 0) this.toIndex(index, false);
  }

  /** Where a row's bar lies on the page, and how wide a day is: for whoever points at it from outside. */
  barOf(row: number): { left: number; right: number; middle: number; day: number } {
    const { chart } = this.state.store;
    const at = this.sheet.pageAt(x(this.state.scale, chart.start[row]!), this.state.place[row]!);
    const width = x(this.state.scale, chart.finish[row]!) - x(this.state.scale, chart.start[row]!);
    return { left: at.x, right: at.x + width, middle: at.y, day: WIDTH[this.state.scale.zoom] };
  }

  focus(): void {
    this.sheet.scroller.focus({ preventScroll: true });
  }
}
