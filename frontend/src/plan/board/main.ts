/** The board: tasks as cards in columns, moved by hand or by keys. What a move means is in `columns.ts`. */
import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import "../../styles/views.css";
import type { Store, View } from "../store.ts";
import { columns, moves, ways, type By, type Column } from "./columns.ts";
import { Lane } from "./lane.ts";
import { keepLimit, limits, type Limits } from "./limits.ts";
import { MoveMenu } from "./menu.ts";

const KEPT = "board-by";

class Board implements View {
  private store!: Store;
  private menu!: MoveMenu;
  private readonly tools = document.createElement("div");
  private readonly area = document.createElement("div");
  private lanes: Lane[] = [];
  private by: By = "state";
  private limits: Limits | null = null;
  private limitsCame: Promise<void> = Promise.resolve();
  private stops: (() => void)[] = [];
  private at: { lane: number; card: number } = { lane: 0, card: 0 };

  mount(place: HTMLElement, store: Store): void {
    this.store = store;
    const kept = localStorage.getItem(KEPT) as By | null;
    if (kept && ways.includes(kept)) this.by = kept;
    this.menu = new MoveMenu(store.words["move_to"] ?? "");
    this.area.className = "board";
    this.tools.className = "view-tools";
    this.tools.append(this.choice());
    this.area.addEventListener("keydown", (event) => this.typed(event));
    this.area.addEventListener("click", (event) => this.clicked(event));
    this.area.addEventListener("focusin", (event) => this.noted(event.target as Element));
    place.append(this.tools, this.area, this.menu.element);
  }

  show(): void {
    const drawAgain = (): void => this.draw();
    this.stops = [
      ...(["chart", "arrangement", "selection"] as const).map((what) => this.store.on(what, drawAgain)),
      monitorForElements({ onDrop: ({ source, location }) => this.dropped(source.data, location.current.dropTargets[0]?.data["key"]) }),
    ];
    const resized = new ResizeObserver(() => this.lanes.forEach((lane) => lane.draw(true)));
    resized.observe(this.area);
    this.stops.push(() => resized.disconnect());
    this.draw();
    this.limitsCame = limits(this.store.chart.project_id).then((kept) => {
      this.limits = kept;
      this.draw();
    });
  }

  leave(): void {
    for (const stop of this.stops) stop();
    for (const lane of this.lanes) lane.remove();
    this.lanes = [];
  }

  private draw(): void {
    const { chart, matching, words } = this.store;
    const held = this.held();
    const wanted = columns(chart, matching, this.by, words);
    this.lanes.splice(wanted.length).forEach((lane) => lane.remove());
    wanted.forEach((column, place) => this.laneAt(place, column).fill(column, this.by === "state" ? this.limits?.limits[column.key] : undefined));
    for (const button of this.tools.querySelectorAll<HTMLElement>("[data-by]")) button.setAttribute("aria-pressed", String(button.dataset["by"] === this.by));
    if (held !== null) this.follow(held);
    else if (!this.lanes.some((lane) => lane.active >= 0)) this.reachable();
  }

  /** The task whose card has the keyboard, to give it back wherever the card goes. */
  private held(): number | null {
    const at = document.activeElement;
    const row = at && this.area.contains(at) && at.matches(".name") ? this.lanes[this.at.lane]?.rowOf(at) : undefined;
    return row === undefined ? null : Number(new URL((at as HTMLAnchorElement).href).searchParams.get("task"));
  }

  private laneAt(place: number, column: Column): Lane {
    const there = this.lanes[place];
    if (there) return there;
    const made = new Lane(this.store, column, (row) => this.together(row));
    this.lanes.push(made);
    this.area.append(made.element);
    return made;
  }

  /** One card can be reached by Tab: that of the open task, else the first. */
  private reachable(): void {
    const open = this.store.rowOf(this.store.selected.at(-1) ?? -1);
    const lane = this.lanes.find((each) => each.column.rows.includes(open)) ?? this.lanes.find((each) => each.column.rows.length);
    if (!lane) return;
    lane.active = Math.max(0, lane.column.rows.indexOf(open));
    lane.draw(true);
  }

  private choice(): HTMLElement {
    const group = document.createElement("div");
    group.className = "choice";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.store.words["columns_by"] ?? "");
    for (const way of ways) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset["by"] = way;
      button.textContent = this.store.words[`by_${way}`] ?? way;
      button.addEventListener("click", () => this.arrangeBy(way));
      group.append(button);
    }
    return group;
  }

  private arrangeBy(way: By): void {
    this.by = way;
    localStorage.setItem(KEPT, way);
    for (const lane of this.lanes.splice(0)) lane.remove();
    this.draw();
  }

  /** What is moved together: everything that is chosen, if this card is among it. */
  private together(row: number): number[] {
    const chosen = this.store.selected.map((id) => this.store.rowOf(id));
    return chosen.length > 1 && chosen.includes(row) ? chosen : [row];
  }

  private dropped(data: Record<string, unknown>, to: unknown): void {
    if (typeof to === "string") this.move(data["rows"] as number[], data["from"] as string, to);
  }

  private move(rows: number[], from: string, to: string): void {
    const { chart, words } = this.store;
    const edits = rows.flatMap((row) => moves(chart, row, this.by, from, to));
    if (!edits.length) return;
    const column = this.lanes.find((lane) => lane.column.key === to)?.column.name ?? "";
    const what = rows.length === 1 ? chart.name[rows[0]!]! : (words["many_tasks"] ?? "").replace("{number}", String(rows.length));
    void this.store.edit(edits, `${what}: ${column}`);
  }

  private noted(target: Element): void {
    const lane = this.lanes.findIndex((each) => each.element.contains(target));
    const card = Number(target.closest("[role=listitem]")?.getAttribute("aria-posinset")) - 1;
    if (lane >= 0 && card >= 0) this.at = { lane, card };
  }

  private typed(event: KeyboardEvent): void {
    const lane = this.lanes[this.at.lane];
    const row = lane?.column.rows[this.at.card];
    if (!lane || row === undefined || event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest("input")) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => this.go(this.at.lane, this.at.card + 1),
      ArrowUp: () => this.go(this.at.lane, this.at.card - 1),
      Home: () => this.go(this.at.lane, 0),
      End: () => this.go(this.at.lane, lane.column.rows.length - 1),
      ArrowRight: () => (event.shiftKey ? this.push(row, lane, 1) : this.beside(1)),
      ArrowLeft: () => (event.shiftKey ? this.push(row, lane, -1) : this.beside(-1)),
      Enter: () => this.opened(this.store.chart.id[row]!, true),
      " ": () => this.toggle(row),
      m: () => this.openMenu(row, lane),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (event.key === "Enter" && (event.target as Element).closest("button"))) return;
    event.preventDefault();
    act();
  }

  private go(lane: number, card: number): void {
    const to = this.lanes[lane];
    if (!to?.column.rows.length) return;
    if (lane !== this.at.lane) this.lanes[this.at.lane]?.blurred();
    to.focus(card);
    this.at = { lane, card: to.active };
  }

  private beside(by: 1 | -1): void {
    for (let lane = this.at.lane + by; lane >= 0 && lane < this.lanes.length; lane += by) {
      if (this.lanes[lane]!.column.rows.length) return this.go(lane, this.at.card);
    }
  }

  private push(row: number, lane: Lane, by: 1 | -1): void {
    let place = this.at.lane + by;
    while (this.lanes[place] && !this.lanes[place]!.column.takes) place += by;
    const to = this.lanes[place];
    if (to) this.move(this.together(row), lane.column.key, to.column.key);
  }

  /** The keyboard stays with a card that has moved. */
  private follow(id: number): void {
    const row = this.store.rowOf(id);
    const lane = this.lanes.findIndex((each) => each.column.rows.includes(row));
    if (lane >= 0) this.go(lane, this.lanes[lane]!.column.rows.indexOf(row));
  }

  private opened(id: number, byKey = false): void {
    this.store.select([id]);
    this.store.open(id, byKey);
  }

  private toggle(row: number): void {
    const id = this.store.chart.id[row]!;
    const { selected } = this.store;
    this.store.select(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]);
  }

  private openMenu(row: number, lane: Lane): void {
    const card = lane.cardOf(row);
    if (card) this.menu.open(card.button, this.lanes.map((each) => each.column), lane.column.key, (to) => this.move(this.together(row), lane.column.key, to), card.link);
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const lane = this.lanes.find((each) => each.element.contains(target));
    if (!lane) return;
    if (target.closest(".count")) return void this.limitsCame.then(() => this.askLimit(lane));
    const row = lane.rowOf(target);
    if (row === undefined || event.button) return;
    event.preventDefault();
    if (target.closest(".more")) this.openMenu(row, lane);
    else if (event.ctrlKey || event.metaKey || event.shiftKey) this.toggle(row);
    else this.opened(this.store.chart.id[row]!);
  }

  /** A limit is typed where it stands; an empty one is none. */
  private askLimit(lane: Lane): void {
    if (this.by !== "state" || !this.store.may.change || !this.limits) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "number", min: "1", max: "999", className: "limit", value: String(this.limits.limits[lane.column.key] ?? "") });
    field.setAttribute("aria-label", this.store.words["limit_of"]?.replace("{column}", lane.column.name) ?? "");
    field.placeholder = this.store.words["limit"] ?? "";
    const done = (keep: boolean): void => {
      field.onblur = null;
      field.replaceWith(lane.count);
      lane.count.focus();
      if (keep) void this.keepLimit(lane.column.key, field.valueAsNumber);
    };
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      done(event.key === "Enter");
    });
    field.onblur = () => done(true);
    lane.count.replaceWith(field);
    field.focus();
  }

  private async keepLimit(key: string, most: number): Promise<void> {
    const wanted = Number.isNaN(most) ? null : most;
    if (!this.limits || wanted === (this.limits.limits[key] ?? null)) return;
    this.limits = await keepLimit(this.store.chart.project_id, this.limits, key, wanted);
    this.draw();
  }
}

export const view = (): View => new Board();
