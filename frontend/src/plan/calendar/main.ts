/** The calendar: tasks, milestones, promises, deadlines and absences on their days, by month, by week, or on a narrow screen as a list. */
import { draggable, dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import "../../styles/views.css";
import type { Edit, Preview } from "../edits.ts";
import { shortDay } from "../say.ts";
import type { Store, View } from "../store.ts";
import { agenda, closedDays, daysOf, hidden, holidayOn, isWeekend, iso, items, monday, monthsOn, sameMonth, week, weeksOfMonth, type Item, type Placed } from "./days.ts";

const KEPT = "calendar-span";
const LINE = 24;
const HEAD = 30;
const LINES_OF_A_WEEK = 60;
const NARROW = matchMedia("(max-width: 719px)");

type Span = "month" | "week";

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, kind: string, text = ""): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = kind;
  made.textContent = text;
  return made;
}

class Calendar implements View {
  private store!: Store;
  private readonly tools = make("div", "view-tools");
  private readonly title = make("h2", "view-title");
  private readonly grid = make("div", "calendar");
  private readonly told = make("p", "calendar-told");
  private span: Span = localStorage.getItem(KEPT) === "week" ? "week" : "month";
  private day = 0;
  private stops: (() => void)[] = [];
  private handles: (() => void)[] = [];
  private asked = "";

  mount(place: HTMLElement, store: Store): void {
    this.store = store;
    const { chart } = store;
    const open = daysOf(chart, store.rowOf(store.selected.at(-1) ?? -1));
    this.day = open?.[0] ?? chart.as_of ?? daysOf(chart, 0)?.[0] ?? Math.floor(Date.now() / 86_400_000);
    this.title.setAttribute("aria-live", "polite");
    this.told.setAttribute("role", "status");
    this.tools.append(...this.buttons(), this.title, this.choice());
    this.grid.addEventListener("keydown", (event) => this.typed(event));
    this.grid.addEventListener("click", (event) => this.clicked(event));
    place.append(this.tools, this.grid, this.told);
  }

  show(): void {
    const drawAgain = (): void => this.draw();
    NARROW.addEventListener("change", drawAgain);
    const resized = new ResizeObserver(() => this.span === "month" && this.draw());
    resized.observe(this.grid);
    this.stops = [
      ...(["chart", "arrangement", "selection"] as const).map((what) => this.store.on(what, drawAgain)),
      monitorForElements({ onDrag: ({ source, location }) => this.over(source.data, location.current.dropTargets[0]?.data["day"]), onDrop: ({ source, location }) => this.dropped(source.data, location.current.dropTargets[0]?.data["day"]) }),
      () => NARROW.removeEventListener("change", drawAgain),
      () => resized.disconnect(),
    ];
    this.draw();
  }

  leave(): void {
    for (const stop of [...this.stops, ...this.handles]) stop();
    this.handles = [];
  }

  private draw(): void {
    const focused = this.grid.contains(document.activeElement);
    const bar = focused ? (document.activeElement as HTMLElement).dataset["row"] : undefined;
    for (const stop of this.handles.splice(0)) stop();
    const { chart, matching, language } = this.store;
    const all = items(chart, matching);
    const form: Intl.DateTimeFormatOptions = { month: "long", year: "numeric", timeZone: "UTC" };
    this.title.textContent = new Intl.DateTimeFormat(language, form).format(new Date(this.day * 86_400_000));
    if (NARROW.matches) this.drawAgenda(all);
    else this.drawWeeks(all);
    for (const button of this.tools.querySelectorAll<HTMLElement>("[data-span]")) button.setAttribute("aria-pressed", String(button.dataset["span"] === this.span));
    if (focused) this.refocus(bar);
  }

  private get weeks(): number[] {
    return this.span === "week" ? [monday(this.day)] : weeksOfMonth(this.day);
  }

  private drawWeeks(all: Item[]): void {
    const { weeks } = this;
    const closed = closedDays(this.store.chart);
    this.grid.className = `calendar by-${this.span}`;
    this.grid.setAttribute("role", "grid");
    this.grid.setAttribute("aria-label", this.title.textContent!);
    const room = Math.floor((this.grid.clientHeight - 28) / weeks.length) - HEAD;
    const lines = this.span === "week" ? LINES_OF_A_WEEK : Math.max(2, Math.floor(room / LINE) - 1);
    this.grid.replaceChildren(this.names(), ...weeks.map((first) => this.row(first, week(all, first), lines, closed)));
  }

  private names(): HTMLElement {
    const row = make("div", "calendar-names");
    row.setAttribute("role", "row");
    const say = new Intl.DateTimeFormat(this.store.language, { weekday: "short", timeZone: "UTC" });
    for (let day = 0; day < 7; day++) {
      const name = make("div", "", say.format(new Date((monday(this.day) + day) * 86_400_000)));
      name.setAttribute("role", "columnheader");
      row.append(name);
    }
    return row;
  }

  private row(first: number, placed: Placed[], lines: number, closed: ReadonlySet<number>): HTMLElement {
    const row = make("div", "calendar-week");
    row.setAttribute("role", "row");
    const more = hidden(placed, lines);
    for (let offset = 0; offset < 7; offset++) {
      const here = placed.filter((item) => item.from === offset && item.line < lines).sort((a, b) => a.line - b.line);
      row.append(this.cell(first + offset, here, more[offset]!, placed, closed));
    }
    if (this.span === "week") row.style.minHeight = `${HEAD + (Math.max(0, ...placed.map((item) => item.line)) + 2) * LINE}px`;
    return row;
  }

  private cell(day: number, here: Placed[], more: number, inWeek: Placed[], closed: ReadonlySet<number>): HTMLElement {
    const { chart, words } = this.store;
    const cell = make("div", "day");
    const count = inWeek.filter((item) => item.from <= day - monday(day) && item.to >= day - monday(day)).length;
    const holiday = closed.has(day) && !isWeekend(day);
    cell.setAttribute("role", "gridcell");
    cell.dataset["day"] = String(day);
    cell.tabIndex = day === this.day ? 0 : -1;
    cell.classList.toggle("closed", closed.has(day) || isWeekend(day));
    cell.classList.toggle("other", this.span === "month" && !sameMonth(day, this.day));
    cell.classList.toggle("today", day === chart.as_of);
    const number = make("time", "number");
    const eye = make("span", "", this.span === "week" ? shortDay(new Date(day * 86_400_000), this.store.language) : String(new Date(day * 86_400_000).getUTCDate()));
    eye.setAttribute("aria-hidden", "true");
    number.dateTime = iso(day);
    number.append(eye, make("span", "sr", `${this.store.speaker.day(day * 1440)}, ${(words["many_things"] ?? "").replace("{number}", String(count))}`));
    cell.append(number);
    if (holiday) cell.append(make("span", "holiday", holidayOn(chart, day) ?? words["no_work"]));
    cell.append(...here.map((item) => this.bar(item)));
    if (more) cell.append(this.more(day, more));
    this.handles.push(dropTargetForElements({ element: cell, getData: () => ({ day }), onDragEnter: () => cell.classList.add("over"), onDragLeave: () => cell.classList.remove("over"), onDrop: () => cell.classList.remove("over") }));
    return cell;
  }

  private more(day: number, count: number): HTMLElement {
    const button = make("button", "more", (this.store.words["more"] ?? "").replace("{number}", String(count)));
    button.type = "button";
    button.tabIndex = -1;
    button.dataset["more"] = String(day);
    return button;
  }

  private bar(item: Placed): HTMLElement {
    const bar = this.entry(item);
    bar.classList.add("bar");
    bar.tabIndex = -1;
    bar.style.top = `${HEAD + item.line * LINE}px`;
    bar.style.width = `calc(${(item.to - item.from + 1) * 100}% + ${item.to - item.from}px - 8px)`;
    bar.classList.toggle("from-before", !item.begins);
    bar.classList.toggle("goes-on", !item.ends);
    if (item.row !== null && this.store.may.change && (item.kind === "task" || item.kind === "milestone")) this.handles.push(this.dragged(bar, item));
    return bar;
  }

  /** A bar is taken hold of on one of its days; dropped on another one, the task moves by as many. */
  private dragged(bar: HTMLElement, item: Placed): () => void {
    return draggable({
      element: bar,
      getInitialData: ({ input }) => {
        const cell = bar.parentElement!.getBoundingClientRect();
        return { row: item.row, held: item.first < this.weeks[0]! ? item.first : Number(bar.parentElement!.dataset["day"]) + Math.floor((input.clientX - cell.left) / cell.width) };
      },
      onDragStart: () => bar.classList.add("dragged"),
      onDrop: () => bar.classList.remove("dragged"),
    });
  }

  private entry(item: Item): HTMLAnchorElement {
    const { chart, words } = this.store;
    const name = item.row === null ? "" : chart.name[item.row]!;
    const said: Record<Item["kind"], string> = {
      task: name,
      milestone: name,
      deadline: `${words["deadline"]}: ${name}`,
      promise: `${words["promised"]}: ${name || words["whole_project"]}`,
      away: (words["away"] ?? "").replace("{name}", chart.people[item.person ?? -1] ?? ""),
    };
    const link = make("a", `item ${item.kind}`, said[item.kind]);
    link.title = item.first === item.last ? said[item.kind] : `${said[item.kind]} · ${this.store.speaker.day(item.first * 1440)} – ${this.store.speaker.day(item.last * 1440)}`;
    if (item.row === null) return link;
    const id = chart.id[item.row]!;
    link.href = `?view=calendar&task=${id}`;
    link.draggable = false;
    link.dataset["row"] = String(item.row);
    link.classList.toggle("critical", !!chart.critical[item.row]);
    link.classList.toggle("finished", chart.percent[item.row] === 100);
    link.classList.toggle("chosen", this.store.selected.includes(id));
    return link;
  }

  private drawAgenda(all: Item[]): void {
    const mondays = weeksOfMonth(this.day);
    const days = agenda(all, mondays[0]!, mondays.at(-1)! + 6);
    this.grid.className = "calendar agenda";
    this.grid.removeAttribute("role");
    this.grid.replaceChildren(...[...days].filter(([day]) => sameMonth(day, this.day) || day === mondays[0]).map(([day, there]) => this.dayOfAgenda(day, there)));
    if (!this.grid.childElementCount) this.grid.append(make("p", "none", this.store.words["nothing_here"]));
  }

  private dayOfAgenda(day: number, there: Item[]): HTMLElement {
    const section = make("section", "agenda-day");
    const list = make("ul", "");
    section.append(make("h3", day === this.store.chart.as_of ? "today" : "", this.store.speaker.day(day * 1440)), list);
    for (const item of there) {
      const line = make("li", "");
      line.append(this.entry(item));
      if (item.last > item.first) line.append(make("span", "until", `– ${this.store.speaker.day(item.last * 1440)}`));
      list.append(line);
    }
    return section;
  }

  private buttons(): HTMLElement[] {
    const { words } = this.store;
    const step = (text: string, label: string, by: number): HTMLElement => {
      const button = make("button", "button small square", text);
      button.type = "button";
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => this.turn(by));
      return button;
    };
    const today = make("button", "button small", words["to_today"]);
    today.type = "button";
    today.addEventListener("click", () => this.go(this.store.chart.as_of ?? this.day));
    return [step("‹", words["earlier"] ?? "", -1), today, step("›", words["later"] ?? "", 1)];
  }

  private choice(): HTMLElement {
    const group = make("div", "choice spans");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.store.words["span"] ?? "");
    for (const span of ["month", "week"] as const) {
      const button = make("button", "", this.store.words[span]);
      button.type = "button";
      button.dataset["span"] = span;
      button.addEventListener("click", () => this.look(span));
      group.append(button);
    }
    return group;
  }

  private look(span: Span): void {
    this.span = span;
    localStorage.setItem(KEPT, span);
    this.draw();
  }

  private turn(by: number): void {
    this.go(this.span === "week" && !NARROW.matches ? this.day + 7 * by : monthsOn(this.day, by));
  }

  private go(day: number): void {
    this.day = day;
    this.draw();
  }

  private typed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const bar = (event.target as Element).closest<HTMLElement>(".bar");
    if (bar ? this.typedOnBar(event, bar) : this.typedOnDay(event)) event.preventDefault();
  }

  private typedOnDay(event: KeyboardEvent): boolean {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    if (event.key in steps) this.goTo(this.day + steps[event.key]!);
    else if (event.key === "PageUp" || event.key === "PageDown") this.goTo(this.span === "week" ? this.day + (event.key === "PageUp" ? -7 : 7) : monthsOn(this.day, event.key === "PageUp" ? -1 : 1));
    else if (event.key === "Home" || event.key === "End") this.goTo(monday(this.day) + (event.key === "Home" ? 0 : 6));
    else if (event.key.toLowerCase() === "t") this.goTo(this.store.chart.as_of ?? this.day);
    else if (event.key === "Enter" || event.key === " ") this.bars()[0]?.focus();
    else return false;
    return true;
  }

  private typedOnBar(event: KeyboardEvent, bar: HTMLElement): boolean {
    const row = Number(bar.dataset["row"]);
    const all = this.bars();
    const at = all.indexOf(bar);
    if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) this.shift(row, event.key === "ArrowLeft" ? -1 : 1);
    else if (event.key === "ArrowDown") all[(at + 1) % all.length]?.focus();
    else if (event.key === "ArrowUp") all[(at - 1 + all.length) % all.length]?.focus();
    else if (event.key === "Enter" && bar.dataset["row"]) this.opened(row, true);
    else if (event.key === "Escape" || event.key === "ArrowLeft" || event.key === "ArrowRight") this.cellOf(this.day)?.focus();
    else return false;
    return true;
  }

  /** The tasks that stand on the day, also those that began before it in its week. */
  private bars(): HTMLElement[] {
    const row = this.cellOf(this.day)?.parentElement;
    return [...(row?.querySelectorAll<HTMLElement>(".bar[data-row]") ?? [])].filter((bar) => {
      const from = Number(bar.parentElement!.dataset["day"]);
      return from === this.day || (from < this.day && (daysOf(this.store.chart, Number(bar.dataset["row"]))?.[1] ?? 0) >= this.day);
    });
  }

  private cellOf(day: number): HTMLElement | null {
    return this.grid.querySelector<HTMLElement>(`.day[data-day="${day}"]`);
  }

  private goTo(day: number): void {
    this.go(day);
    this.cellOf(day)?.focus();
  }

  private refocus(row: string | undefined): void {
    const day = this.cellOf(this.day);
    const bar = row === undefined ? null : day?.parentElement?.querySelector<HTMLElement>(`.bar[data-row="${row}"]`);
    (bar ?? day)?.focus();
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const more = target.closest<HTMLElement>("[data-more]");
    const item = target.closest<HTMLElement>("[data-row]");
    const cell = target.closest<HTMLElement>("[data-day]");
    if (more) {
      this.day = Number(more.dataset["more"]);
      this.look("week");
    } else if (item && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.opened(Number(item.dataset["row"]));
    } else if (cell && Number(cell.dataset["day"]) !== this.day) this.goTo(Number(cell.dataset["day"]));
  }

  /** What is opened is chosen too, in every view. */
  private opened(row: number, byKey = false): void {
    const id = this.store.chart.id[row]!;
    this.store.select([id]);
    this.store.open(id, byKey);
  }

  private moved(row: number, days: number): Edit[] {
    const { chart } = this.store;
    const start = daysOf(chart, row);
    return start && days ? [{ kind: "set", task_id: chart.id[row]!, version: chart.version[row]!, typed: { start: iso(start[0] + days) } }] : [];
  }

  private shift(row: number, days: number): void {
    const edits = this.moved(row, days);
    if (!edits.length) return;
    this.day += days;
    void this.store.edit(edits, `${this.store.chart.name[row]}: ${this.store.speaker.day((daysOf(this.store.chart, row)![0] + days) * 1440)}`);
  }

  private over(data: Record<string, unknown>, day: unknown): void {
    if (typeof day !== "number" || `${data["row"]} ${day}` === this.asked) return;
    this.asked = `${data["row"]} ${day}`;
    const edits = this.moved(Number(data["row"]), day - Number(data["held"]));
    if (!edits.length) this.told.textContent = "";
    else void this.store.preview(edits).then((preview) => this.asked && this.tell(preview));
  }

  /** What would follow, in one sentence. */
  private tell(preview: Preview | null): void {
    if (!preview) return;
    const { words } = this.store;
    const days = Math.abs(preview.days);
    const way = preview.days === 0 ? "stays" : preview.days > 0 ? "later" : "earlier";
    const finish = words[`finish_${way}${days === 1 ? "_by_one" : ""}`]?.replace("{days}", String(days));
    const broken = preview.promises.filter((promise) => promise.days_before >= 0 && promise.days < 0).map((promise) => promise.name);
    this.told.textContent = [finish, broken.length ? `${words["promise_broken"]} ${broken.join(", ")}` : ""].filter(Boolean).join(" ");
    this.told.classList.toggle("late", broken.length > 0);
  }

  private dropped(data: Record<string, unknown>, day: unknown): void {
    this.asked = "";
    this.told.textContent = "";
    this.told.classList.remove("late");
    if (typeof day === "number") this.shift(Number(data["row"]), day - Number(data["held"]));
  }
}

export const view = (): View => new Calendar();
