/**
 * Lays rows and bars into one native scroller. The plan is drawn in strips of a few rows; a strip more than what is in sight stands
 * ready above and below, so that scrolling moves finished pictures and a frame never has more to draw than one strip.
 */
import type { Column } from "../columns.ts";
import { HEAD, MIDDLE, ROW, colours, paintBody, paintHead, penOf, type Scene, type Window } from "../gantt/paint.ts";
import { WIDTH } from "../gantt/scale.ts";
import { Pool } from "./pool.ts";
import { NUMBER_WIDTH, Rows, cell, cellId } from "./rows.ts";
import type { State } from "./state.ts";

const STRIP_ROWS = 6;
const STRIP = ROW * STRIP_ROWS;
const NARROW = 600;
const NARROWEST_NAME = 150;

/** How much of the width the rows may take beside the bars. */
const SHARE = 0.56;

/** What is drawn beyond the left and right edge of what is in sight, in pixels. */
const BEYOND = 320;

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, kind: string, role?: string): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = kind;
  if (role) element.setAttribute("role", role);
  return element;
}

export class Sheet {
  readonly scroller = make("div", "gantt", "treegrid");
  readonly body = make("div", "gantt-body", "rowgroup");
  readonly titles = make("div", "gantt-titles", "row");
  /** For what moves with the pointer: drawn over the bars, many times a second. */
  readonly overlay = make("canvas", "gantt-over");
  private readonly head = make("div", "gantt-head", "rowgroup");
  private readonly scaleCanvas = make("canvas", "gantt-scale");
  readonly pane = make("div", "gantt-pane", "presentation");
  private readonly rows = new Rows(this.pane);
  private readonly strips = new Pool<HTMLCanvasElement>(() => this.newStrip());
  private columns: readonly Column[] = [];
  /** Left end and width of what is drawn; null when everything must be drawn again. */
  private drawn: { x: number; width: number } | null = null;
  private asked = 0;
  private paneWidth = 0;
  private height = 0;
  /** Width of the timeline that is in sight. */
  room = 0;
  tint = colours(document.documentElement);
  /** Called after everything was drawn again. */
  after: () => void = () => {};

  constructor(private readonly state: State) {
    const { words, may } = state.store;
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute("aria-label", words["plan"] ?? "");
    if (may.change) this.scroller.setAttribute("aria-multiselectable", "true");
    for (const canvas of [this.scaleCanvas, this.overlay]) canvas.setAttribute("aria-hidden", "true");
    this.head.append(this.titles, this.scaleCanvas);
    this.body.append(this.pane, this.overlay);
    this.scroller.append(this.head, this.body);
    this.scroller.addEventListener("scroll", () => this.moved(), { passive: true });
  }

  /** Everything again: the plan, its scale or what is folded has changed. */
  layOut(): void {
    const { shown, scale, bars, columns } = this.state;
    if (columns !== this.columns) this.entitle(columns);
    const width = this.paneWidth + (bars ? scale.days * WIDTH[scale.zoom] : 0);
    this.head.style.width = this.body.style.width = `${width}px`;
    this.body.style.height = `${Math.max(shown.length * ROW, this.height)}px`;
    this.titles.style.width = this.pane.style.width = `${this.paneWidth}px`;
    this.scroller.setAttribute("aria-rowcount", String(shown.length + 1));
    this.refresh();
  }

  private entitle(columns: readonly Column[]): void {
    this.columns = columns;
    const number = cell("place number", "columnheader", 1);
    number.textContent = this.state.store.words["number"] ?? "";
    const cells = columns.map((column, place) => {
      const made = cell(column.key === "name" ? "name" : column.figure ? "number" : "text", "columnheader", place + 2);
      if (column.key !== "name") made.style.width = `${column.width}px`;
      made.dataset["column"] = column.key;
      made.textContent = column.title;
      made.title = column.title;
      return made;
    });
    this.titles.replaceChildren(number, ...cells);
    this.scroller.setAttribute("aria-colcount", String(columns.length + 1));
  }

  /** Says in the head which column the rows are sorted by. */
  showOrder(key: string | null, down: boolean): void {
    for (const title of this.titles.querySelectorAll<HTMLElement>("[data-column]")) {
      if (title.dataset["column"] === key) title.setAttribute("aria-sort", down ? "descending" : "ascending");
      else title.removeAttribute("aria-sort");
    }
  }

  /** The same rows, drawn again: another selection, another colour. */
  refresh(): void {
    this.drawn = null;
    this.draw();
    this.after();
  }

  recolour(): void {
    this.tint = colours(document.documentElement);
    this.refresh();
  }

  /** Asks the browser for sizes and says which columns have room: when the layout may have changed, never while scrolling. */
  measure(): void {
    const { state } = this;
    const width = this.scroller.clientWidth;
    state.narrow = width < NARROW;
    this.scroller.classList.toggle("narrow", state.narrow);
    this.scroller.classList.toggle("table", !state.bars);
    state.columns = this.fitting(width);
    const taken = state.columns.slice(1).reduce((sum, column) => sum + column.width, state.narrow ? 0 : NUMBER_WIDTH);
    if (!state.bars) this.paneWidth = Math.max(width, taken + (state.narrow ? NARROWEST_NAME : 260));
    else this.paneWidth = state.narrow ? width - 36 : taken + Math.min(300, Math.max(NARROWEST_NAME, width * SHARE - taken));
    this.room = Math.max(120, width - (this.isSticky ? this.paneWidth : 0));
    this.height = Math.max(ROW, this.scroller.clientHeight - HEAD);
  }

  /** In the table all columns that are wanted; beside the bars as many of them as have room. */
  private fitting(width: number): Column[] {
    const { known, wanted, bars, narrow } = this.state;
    const named = wanted.flatMap((key) => known.find((column) => column.key === key && key !== "name") ?? []);
    const all = [known[0]!, ...named];
    if (!bars) return same(all, this.state.columns);
    if (narrow) return same([known[0]!, ...named.filter(({ key }) => key === "finish" || key === "percent")], this.state.columns);
    let left = width * SHARE - NUMBER_WIDTH - NARROWEST_NAME;
    return same(all.filter((column, place) => place === 0 || (left -= column.width) >= 0), this.state.columns);
  }

  /** Whether the rows stay where they are while the timeline moves. */
  private get isSticky(): boolean {
    return !this.state.narrow && this.state.bars;
  }

  get page(): number {
    return Math.max(1, Math.floor(this.height / ROW) - 1);
  }

  /** Brings a cell into sight and tells assistive technology that it is the one. */
  reveal(): void {
    const { index, column } = this.state;
    const top = index * ROW;
    const { scrollTop } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + ROW > scrollTop + this.height) this.scroller.scrollTop = top + ROW - this.height;
    this.refresh();
    if (!this.state.bars) this.revealColumn();
    this.scroller.setAttribute("aria-activedescendant", cellId(index, column));
  }

  private revealColumn(): void {
    const at = this.cellAt(this.state.index, this.state.column);
    if (!at || !this.state.column) return;
    const first = this.cellAt(this.state.index, 0)!;
    const pinned = first.offsetLeft + first.offsetWidth - (this.state.narrow ? 0 : this.scroller.scrollLeft);
    const { scrollLeft, clientWidth } = this.scroller;
    if (at.offsetLeft < scrollLeft + pinned) this.scroller.scrollLeft = at.offsetLeft - pinned;
    else if (at.offsetLeft + at.offsetWidth > scrollLeft + clientWidth) this.scroller.scrollLeft = at.offsetLeft + at.offsetWidth - clientWidth;
  }

  cellAt(index: number, column: number): HTMLElement | undefined {
    return this.rows.cellAt(index, column);
  }

  /** Puts a place of the timeline a third of the way in; where the rows are not pinned, they come first. */
  showAt(left: number): void {
    this.scroller.scrollLeft = this.isSticky ? Math.max(0, left - this.room / 3) : 0;
  }

  /** The index of the row under a height of the page; -1 for none. */
  indexAt(clientY: number): number {
    const index = Math.floor((clientY - this.body.getBoundingClientRect().top) / ROW);
    return index >= 0 && index < this.state.shown.length ? index : -1;
  }

  /** A place of the page as a place of the timeline. */
  placeAt(clientX: number, clientY: number): { x: number; y: number } {
    const box = this.body.getBoundingClientRect();
    return { x: clientX - box.left - this.paneWidth, y: clientY - box.top };
  }

  /** The other way round: the middle of a row's bar on the page, for a place of the timeline. */
  pageAt(left: number, index: number): { x: number; y: number } {
    const box = this.body.getBoundingClientRect();
    return { x: box.left + this.paneWidth + left, y: box.top + index * ROW + MIDDLE };
  }

  /** Whether a place of the page lies over the timeline rather than over the rows. */
  isOverBars(clientX: number): boolean {
    if (!this.state.bars) return false;
    const box = this.scroller.getBoundingClientRect();
    return this.isSticky ? clientX > box.left + this.paneWidth : this.placeAt(clientX, 0).x > 0;
  }

  /** A pen for the overlay, which lies over what is in sight. */
  overlayPen(): { pen: CanvasRenderingContext2D; window: Window } {
    const window = this.sight();
    this.overlay.style.transform = `translate(${this.paneWidth + window.x}px, ${window.y}px)`;
    const pen = penOf(this.overlay, window, true);
    pen.clearRect(window.x, window.y, window.width, window.height);
    return { pen, window };
  }

  private moved(): void {
    this.asked ||= requestAnimationFrame(() => this.draw());
  }

  private sight(): Window {
    const { scrollLeft, scrollTop } = this.scroller;
    return { x: this.isSticky ? scrollLeft : Math.max(0, scrollLeft - this.paneWidth), y: scrollTop, width: this.room, height: this.height };
  }

  scene(window: Window): Scene {
    const { store, shown, place, scale, layers, chosen, narrow } = this.state;
    const { chart, fresh, language, words } = store;
    return { chart, shown, place, scale, layers, chosen, fresh, language, words, named: narrow, colours: this.tint, window };
  }

  private draw(): void {
    this.asked = 0;
    const sight = this.sight();
    const all = !this.drawn || sight.x < this.drawn.x || sight.x + sight.width > this.drawn.x + this.drawn.width;
    if (all) this.drawn = this.across(sight);
    const first = Math.max(0, Math.floor(sight.y / STRIP) - 1);
    const last = Math.min(Math.ceil((sight.y + sight.height) / STRIP) + 1, Math.ceil(Math.max(this.state.shown.length * ROW, this.height) / STRIP));
    this.rows.show(this.state, first * STRIP_ROWS, Math.min(last * STRIP_ROWS, this.state.shown.length), all);
    if (!this.state.bars) return;
    const scene = this.scene({ ...this.drawn!, y: 0, height: HEAD });
    for (const [strip, canvas] of this.strips.keep(first, last, all)) this.paintStrip(canvas, strip, scene);
    if (all) this.paintHead(scene);
  }

  private across(sight: Window): { x: number; width: number } {
    if (!this.state.bars) return { x: 0, width: Infinity };
    const whole = this.state.scale.days * WIDTH[this.state.scale.zoom];
    const x = Math.floor(Math.max(0, Math.min(sight.x - BEYOND, whole - sight.width)));
    return { x, width: Math.min(sight.width + 2 * BEYOND, whole - x) };
  }

  private paintStrip(canvas: HTMLCanvasElement, strip: number, scene: Scene): void {
    const window = { ...scene.window, y: strip * STRIP, height: STRIP };
    canvas.style.transform = `translate(${this.paneWidth + window.x}px, ${window.y}px)`;
    paintBody(penOf(canvas, window, false), { ...scene, window });
  }

  private paintHead(scene: Scene): void {
    this.scaleCanvas.style.transform = `translateX(${this.paneWidth + scene.window.x}px)`;
    paintHead(penOf(this.scaleCanvas, scene.window, false), scene);
  }

  private newStrip(): HTMLCanvasElement {
    const canvas = make("canvas", "gantt-bars");
    canvas.setAttribute("aria-hidden", "true");
    this.body.insertBefore(canvas, this.overlay);
    return canvas;
  }
}

/** The columns of before where they are the same, so that nothing is built anew. */
function same(now: Column[], before: Column[]): Column[] {
  return now.length === before.length && now.every((column, place) => column === before[place]) ? before : now;
}
