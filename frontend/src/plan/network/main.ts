/** The network around one task: what it waits for, what waits for it, which of these links set dates, and the same as a list. */
import "../../styles/views.css";
import { DAY, DONE, SUMMARY } from "../model.ts";
import { shortDay } from "../say.ts";
import type { Store, View } from "../store.ts";
import { around, beside, type Edge, type Picture } from "./layers.ts";

const WIDTH = 190;
const HEIGHT = 66;
const ACROSS = 43;
const DOWN = 18;
const DEEPEST = 3;
const SVG = "http://www.w3.org/2000/svg";

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, kind: string, text = ""): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = kind;
  made.textContent = text;
  return made;
}

function draw(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

class Network implements View {
  private store!: Store;
  private readonly tools = make("div", "view-tools network-tools");
  private readonly title = make("h2", "view-title");
  private readonly plain = make("div", "network");
  private readonly list = make("details", "network-list");
  private centre = -1;
  private depth = 2;
  private picture!: Picture;
  private stops: (() => void)[] = [];

  mount(place: HTMLElement, store: Store): void {
    this.store = store;
    this.tools.append(this.title, this.step("−", "fewer_links", -1), this.step("+", "more_links", 1));
    this.plain.addEventListener("keydown", (event) => this.typed(event));
    this.plain.addEventListener("click", (event) => this.clicked(event));
    this.plain.addEventListener("dblclick", (event) => this.put(this.rowOf(event.target as Element)));
    place.append(this.tools, this.plain, this.list);
  }

  show(): void {
    this.stops = [this.store.on("chart", () => this.drawAll()), this.store.on("selection", () => this.chosen())];
    this.centre = this.id(this.first());
    this.drawAll();
    this.showMiddle();
  }

  leave(): void {
    for (const stop of this.stops) stop();
  }

  private id(row: number): number {
    return this.store.chart.id[row] ?? -1;
  }

  /** The task that is open; else where the plan is being worked on: the first critical one that is not done. */
  private first(): number {
    const { chart, selected, rowOf } = this.store;
    const open = selected.length ? rowOf.call(this.store, selected.at(-1)!) : -1;
    if (open >= 0) return open;
    const linked = new Set(chart.links.flatMap(([from, to]) => [from, to]));
    const fits = (critical: boolean) => chart.id.findIndex((_, row) => linked.has(row) && chart.kind[row] !== SUMMARY && chart.state[row] !== DONE && (!critical || !!chart.critical[row]));
    return [fits(true), fits(false), 0].find((row) => row >= 0)!;
  }

  private chosen(): void {
    const row = this.store.rowOf(this.store.selected.at(-1) ?? -1);
    if (row >= 0 && !this.picture.nodes.has(row)) this.put(row);
    else this.drawAll();
  }

  private put(row: number): void {
    if (row < 0) return;
    this.centre = this.id(row);
    this.drawAll();
    this.showMiddle();
    this.focus(row);
  }

  private drawAll(): void {
    const { chart, words } = this.store;
    const row = this.store.rowOf(this.centre);
    const focused = this.plain.contains(document.activeElement) ? this.rowOf(document.activeElement!) : -1;
    this.picture = around(chart, Math.max(0, row), this.depth);
    this.title.textContent = (words["around"] ?? "").replace("{task}", chart.name[Math.max(0, row)] ?? "");
    const { layers } = this.picture;
    const tallest = Math.max(...layers.map((rows) => rows.length));
    const [width, height] = [layers.length * (WIDTH + ACROSS) - ACROSS, tallest * (HEIGHT + DOWN) - DOWN];
    const canvas = make("div", "network-canvas");
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.append(this.lines(width, height, tallest), ...[...this.picture.nodes.keys()].map((each) => this.node(each, tallest)));
    this.plain.replaceChildren(canvas);
    if (this.picture.left_out) this.plain.append(make("p", "left-out", (words["left_out"] ?? "").replace("{number}", String(this.picture.left_out))));
    if (layers.length === 1) this.plain.append(make("p", "left-out", words["no_links"]));
    this.writeList();
    if (focused >= 0) this.focus(this.picture.nodes.has(focused) ? focused : row);
  }

  private spot(row: number, tallest: number): { x: number; y: number } {
    const layer = this.picture.layers.findIndex((rows) => rows.includes(row));
    const rows = this.picture.layers[layer]!;
    const free = ((tallest - rows.length) * (HEIGHT + DOWN)) / 2;
    return { x: layer * (WIDTH + ACROSS), y: free + rows.indexOf(row) * (HEIGHT + DOWN) };
  }

  private lines(width: number, height: number, tallest: number): SVGElement {
    const svg = draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    for (const edge of this.picture.edges) {
      const [from, to] = [this.spot(edge.from, tallest), this.spot(edge.to, tallest)];
      const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x - 1, to.y + HEIGHT / 2];
      const bend = Math.max(22, Math.abs(x2 - x1) / 2);
      const kind = `link${edge.drives ? " drives" : ""}${this.isCritical(edge) ? " critical" : ""}`;
      svg.append(draw("path", { class: kind, d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` }), draw("path", { class: `${kind} head`, d: `M${x2 - 7} ${y2 - 4}L${x2} ${y2}L${x2 - 7} ${y2 + 4}` }));
      const said = this.kindOf(edge);
      if (!said) continue;
      const text = draw("text", { x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 5, class: "kind" });
      text.textContent = said;
      svg.append(text);
    }
    return svg;
  }

  private isCritical({ from, to, drives }: Edge): boolean {
    const { critical } = this.store.chart;
    return drives && !!critical[from] && !!critical[to];
  }

  /** The kind of a link and its lag, where it is not simply one after the other. */
  private kindOf({ link: [, , kind, , lag] }: Edge): string {
    const length = lag ? `${lag < 0 ? "−" : "+"}${this.store.speaker.length(Math.abs(lag))}` : "";
    return kind === "FS" ? length : `${kind}${length}`;
  }

  private node(row: number, tallest: number): HTMLElement {
    const { chart, words, selected } = this.store;
    const node = make("a", "node");
    const { x, y } = this.spot(row, tallest);
    node.href = `?view=network&task=${chart.id[row]}`;
    node.dataset["row"] = String(row);
    node.style.transform = `translate(${x}px, ${y}px)`;
    node.tabIndex = chart.id[row] === this.centre ? 0 : -1;
    node.classList.toggle("middle", chart.id[row] === this.centre);
    node.classList.toggle("critical", !!chart.critical[row]);
    node.classList.toggle("finished", chart.percent[row] === 100);
    node.classList.toggle("chosen", selected.includes(chart.id[row]!));
    if (chart.id[row] === this.centre) node.setAttribute("aria-current", "true");
    const days = [...new Set([chart.start[row], chart.finish[row]].map((at) => this.short(at)))].join(" – ");
    const far = chart.percent[row] === 100 ? words["done_short"] : chart.critical[row] ? words["critical_short"] : chart.percent[row] ? `${chart.percent[row]} %` : "";
    const foot = make("span", "foot", days);
    if (far) foot.append(make("span", "far", far));
    node.append(make("span", "name", chart.name[row]), foot);
    return node;
  }

  private short(minute: number | null | undefined): string {
    return minute == null ? "" : shortDay(new Date(Math.floor(minute / DAY) * 86_400_000), this.store.language);
  }

  /** The same in words, for whoever does not look at pictures. */
  private writeList(): void {
    const { chart, words } = this.store;
    const open = this.list.open;
    const side = (heading: string | undefined, edges: Edge[], end: "from" | "to"): HTMLElement[] => {
      const list = make("ul", "");
      for (const edge of edges) {
        const line = make("li", "");
        const link = make("a", "", chart.name[edge[end]]);
        link.href = `?view=network&task=${chart.id[edge[end]]}`;
        link.dataset["row"] = String(edge[end]);
        line.append(link, [this.kindOf(edge), edge.drives ? words["drives"] : ""].filter(Boolean).map((part) => ` · ${part}`).join(""));
        list.append(line);
      }
      return [make("h3", "", heading), edges.length ? list : make("p", "none", words["none"])];
    };
    const centre = this.store.rowOf(this.centre);
    const { edges } = this.picture;
    this.list.replaceChildren(make("summary", "", words["as_list"]), ...side(words["comes_before"], edges.filter((edge) => edge.to === centre), "from"), ...side(words["comes_after"], edges.filter((edge) => edge.from === centre), "to"));
    this.list.open = open;
    this.list.onclick = (event) => this.clicked(event);
  }

  private step(text: string, label: string, by: number): HTMLElement {
    const button = make("button", "button small square", text);
    button.type = "button";
    button.setAttribute("aria-label", this.store.words[label] ?? "");
    button.addEventListener("click", () => this.deepen(by));
    return button;
  }

  private deepen(by: number): void {
    this.depth = Math.max(1, Math.min(DEEPEST, this.depth + by));
    this.drawAll();
    this.showMiddle();
  }

  private showMiddle(): void {
    const node = this.plain.querySelector<HTMLElement>(".middle");
    if (!node) return;
    const [at, room] = [node.getBoundingClientRect(), this.plain.getBoundingClientRect()];
    this.plain.scrollBy({ left: at.left + at.width / 2 - room.left - room.width / 2, top: at.top + at.height / 2 - room.top - room.height / 2 });
  }

  private focus(row: number): void {
    this.plain.querySelector<HTMLElement>(`.node[data-row="${row}"]`)?.focus();
  }

  private rowOf(part: Element): number {
    return Number(part.closest<HTMLElement>("[data-row]")?.dataset["row"] ?? -1);
  }

  private typed(event: KeyboardEvent): void {
    const row = this.rowOf(event.target as Element);
    if (row < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow")) this.focus(beside(this.picture, row, event.key));
    else if (event.key === "Enter") this.store.open(this.id(row), true);
    else if (event.key === " ") this.put(row);
    else if (event.key === "+" || event.key === "-") this.deepen(event.key === "+" ? 1 : -1);
    else return;
    event.preventDefault();
  }

  private clicked(event: MouseEvent): void {
    const row = this.rowOf(event.target as Element);
    if (row < 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.store.open(this.id(row));
  }
}

export const view = (): View => new Network();
