/** Lays rows and canvas into one native scroller and keeps a little more than what is in sight drawn, so that scrolling moves finished pictures. */
import { HEAD, ROW, colours, paintBody, paintHead, penOf, type Scene, type Window } from "./paint.ts";
import { Rows, rowId, type Sight } from "./rows.ts";
import { WIDTH } from "./scale.ts";

/** What is drawn beyond each edge of what is in sight, in pixels. */
const BEYOND_X = 320;
const BEYOND_Y = ROW * 8;

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
  private readonly canvas = make("canvas", "gantt-bars");
  private readonly rows = new Rows(this.pane);
  private drawn: Window | null = null;
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
    for (const canvas of [this.scaleCanvas, this.canvas]) canvas.setAttribute("aria-hidden", "true");
    this.head.append(this.titles, this.scaleCanvas);
    this.body.append(this.pane, this.canvas);
    this.scroller.append(this.head, this.body);
    this.scroller.addEventListener("scroll", () => this.moved(), { passive: true });
  }

  /** Everything again: the plan, its scale or what is folded has changed. */
  layOut(): void {
    const { shown, scale } = this.state;
    const width = this.paneWidth + scale.days * WIDTH[scale.zoom];
    this.head.style.width = this.body.style.width = `${width}px`;
    this.body.style.height = `${shown.length * ROW}px`;
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
    if (this.drawn && inside(sight, this.drawn)) return;
    const all = !this.drawn;
    const { scale, shown } = this.state;
    const window = {
      x: Math.floor(clamp(sight.x - BEYOND_X, 0, scale.days * WIDTH[scale.zoom] - sight.width)),
      y: Math.floor(Math.max(0, sight.y - BEYOND_Y)),
      width: sight.width + 2 * BEYOND_X,
      height: sight.height + 2 * BEYOND_Y,
    };
    this.drawn = window;
    this.rows.show(this.state, Math.floor(window.y / ROW), Math.min(shown.length, Math.ceil((window.y + window.height) / ROW)), all);
    this.paint(window);
  }

  private paint(window: Window): void {
    const { shown, scale } = this.state;
    const width = Math.min(window.width, scale.days * WIDTH[scale.zoom] - window.x);
    const body = { ...window, width, height: Math.min(window.height, Math.max(shown.length * ROW, this.height) - window.y) };
    const scene: Scene = { ...this.state, colours: this.tint, window: body };
    this.canvas.style.transform = `translate(${this.paneWidth + window.x}px, ${window.y}px)`;
    paintBody(penOf(this.canvas, body, false), scene);
    const head = { ...body, y: 0, height: HEAD };
    this.scaleCanvas.style.transform = `translateX(${this.paneWidth + window.x}px)`;
    paintHead(penOf(this.scaleCanvas, head, false), { ...scene, window: head });
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}

function inside(small: Window, large: Window): boolean {
  return small.x >= large.x && small.y >= large.y && small.x + small.width <= large.x + large.width && small.y + small.height <= large.y + large.height;
}
