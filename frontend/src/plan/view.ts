/**
 * Lays rows and bars into one native scroller. The plan is drawn in strips of a few rows; a strip more than what is in sight stands
 * ready above and below, so that scrolling moves finished pictures and a frame never has more to draw than one strip.
 */
import { HEAD, ROW, colours, paintBody, paintHead, penOf, type Scene, type Window } from "./paint.ts";
import { Pool } from "./pool.ts";
import { Rows, rowId, type Sight } from "./rows.ts";
import { WIDTH } from "./scale.ts";

const STRIP_ROWS = 6;
const STRIP = ROW * STRIP_ROWS;

/** What is drawn beyond the left and right edge of what is in sight, in pixels. */
const BEYOND = 320;

export type State = Omit<Scene, "colours" | "window"> & Sight;

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, kind: string, role?: string): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = kind;
  if (role) element.setAttribute("role", role);
  return element;
}

export class View {
  readonly scroller = make("div", "gantt", "treegrid");
  private readonly head = make("div", "gantt-head", "rowgroup");
  private readonly titles = make("div", "gantt-titles", "row");
  private readonly scaleCanvas = make("canvas", "gantt-scale");
  private readonly body = make("div", "gantt-body", "rowgroup");
  private readonly pane = make("div", "gantt-pane", "presentation");
  private readonly rows = new Rows(this.pane);
  private readonly strips = new Pool<HTMLCanvasElement>(() => this.newStrip());
  /** Left end and width of what is drawn; null when everything must be drawn again. */
  private drawn: { x: number; width: number } | null = null;
  private asked = 0;
  private sticky = true;
  private paneWidth = 0;
  private height = 0;
  /** Width of the timeline that is in sight. */
  room = 0;
  private tint = colours(document.documentElement);

  constructor(private readonly state: State, titles: string[]) {
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute("aria-label", state.words["plan"] ?? "");
    this.scroller.setAttribute("aria-colcount", String(titles.length));
    titles.forEach((title, column) => {
      const cell = make("div", ["name", "crew", "start", "finish", "length number", "percent number"][column]!, "columnheader");
      cell.textContent = title;
      this.titles.append(cell);
    });
    this.scaleCanvas.setAttribute("aria-hidden", "true");
    this.head.append(this.titles, this.scaleCanvas);
    this.body.append(this.pane);
    this.scroller.append(this.head, this.body);
    this.scroller.addEventListener("scroll", () => this.moved(), { passive: true });
  }

  /** Everything again: the plan, its scale or what is folded has changed. */
  layOut(): void {
    const { shown, scale } = this.state;
    const width = this.paneWidth + scale.days * WIDTH[scale.zoom];
    this.head.style.width = this.body.style.width = `${width}px`;
    this.body.style.height = `${Math.max(shown.length * ROW, this.height)}px`;
    this.scroller.setAttribute("aria-rowcount", String(shown.length + 1));
    this.refresh();
  }

  /** The same rows, drawn again: another selection, another colour. */
  refresh(): void {
    this.drawn = null;
    this.draw();
  }

  recolour(): void {
    this.tint = colours(document.documentElement);
    this.refresh();
  }

  /** Asks the browser for sizes: when the layout may have changed, never while scrolling. */
  measure(): void {
    this.paneWidth = this.pane.offsetWidth;
    this.sticky = getComputedStyle(this.pane).position === "sticky";
    this.state.named = !this.sticky;
    this.room = Math.max(120, this.scroller.clientWidth - (this.sticky ? this.paneWidth : 0));
    this.height = Math.max(ROW, this.scroller.clientHeight - HEAD);
  }

  get page(): number {
    return Math.max(1, Math.floor(this.height / ROW) - 1);
  }

  /** Brings a row into sight and tells assistive technology which one is meant. */
  reveal(row: number): void {
    const top = this.state.place[row]! * ROW;
    const { scrollTop } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + ROW > scrollTop + this.height) this.scroller.scrollTop = top + ROW - this.height;
    this.refresh();
    this.scroller.setAttribute("aria-activedescendant", rowId(row));
  }

  /** Puts a place of the timeline a third of the way in; where the rows are not pinned, they come first. */
  showAt(left: number): void {
    this.scroller.scrollLeft = this.sticky ? Math.max(0, left - this.room / 3) : 0;
  }

  /** The row under a height of the page; -1 for none. */
  rowAt(clientY: number): number {
    const index = Math.floor((clientY - this.body.getBoundingClientRect().top) / ROW);
    return this.state.shown[index] ?? -1;
  }

  private moved(): void {
    this.asked ||= requestAnimationFrame(() => this.draw());
  }

  private sight(): Window {
    const { scrollLeft, scrollTop } = this.scroller;
    return { x: this.sticky ? scrollLeft : Math.max(0, scrollLeft - this.paneWidth), y: scrollTop, width: this.room, height: this.height };
  }

  private draw(): void {
    this.asked = 0;
    const sight = this.sight();
    const all = !this.drawn || sight.x < this.drawn.x || sight.x + sight.width > this.drawn.x + this.drawn.width;
    if (all) this.drawn = this.across(sight);
    const first = Math.max(0, Math.floor(sight.y / STRIP) - 1);
    const last = Math.min(Math.ceil((sight.y + sight.height) / STRIP) + 1, Math.ceil(Math.max(this.state.shown.length * ROW, this.height) / STRIP));
    this.rows.show(this.state, first * STRIP_ROWS, Math.min(last * STRIP_ROWS, this.state.shown.length), all);
    const scene: Scene = { ...this.state, colours: this.tint, window: { ...this.drawn!, y: 0, height: HEAD } };
    for (const [strip, canvas] of this.strips.keep(first, last, all)) this.paintStrip(canvas, strip, scene);
    if (all) this.paintHead(scene);
  }

  private across(sight: Window): { x: number; width: number } {
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
    this.body.append(canvas);
    return canvas;
  }
}
