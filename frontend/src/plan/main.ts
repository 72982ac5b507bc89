/** `<project-plan src="/projects/1/plan.json">`: the plan as rows and bars, in the place of the table the server wrote. */
import "../styles/plan.css";
import { meant, type Move } from "./keys.ts";
import { DAY, SUMMARY, moved, parents, span, visible, workingDay, type Chart } from "./model.ts";
import { Panel } from "./panel.ts";
import { speaker, type Words } from "./say.ts";
import { WIDTH, scaleOf, x, xOfDay, type Zoom } from "./scale.ts";
import { fetchChart, follow } from "./sync.ts";
import { View, type State } from "./view.ts";

const ZOOMS: Zoom[] = ["months", "weeks", "days"];
const FRESH = 2500;

class ProjectPlan extends HTMLElement {
  private state!: State;
  private view!: View;
  private panel!: Panel;
  private parent: Int32Array = new Int32Array();
  private readonly ended = new AbortController();

  async connectedCallback(): Promise<void> {
    const chart = await fetchChart(this.address).catch(() => null);
    if (!chart || !this.isConnected) return;
    performance.mark("gantt-begin");
    this.state = this.begin(chart);
    const { words } = this.state;
    this.view = new View(this.state, ["task", "who", "start", "finish", "duration", "done"].map((key) => words[key] ?? ""));
    this.panel = new Panel(() => this.view.scroller.focus(), this.ended.signal);
    this.append(this.view.scroller);
    this.arrange();
    this.classList.add("ready");
    this.toNow();
    if (this.state.selected >= 0) this.activate(this.state.selected);
    performance.measure("gantt-mount", "gantt-begin");
    performance.mark("gantt-ready");
    this.listen();
    follow(this.address, () => this.state.chart, (newer) => this.take(newer), this.ended.signal);
  }

  disconnectedCallback(): void {
    this.ended.abort();
  }

  private get address(): string {
    return this.getAttribute("src")!;
  }

  private begin(chart: Chart): State {
    const words: Words = JSON.parse(this.dataset["words"] ?? "{}");
    const language = document.documentElement.lang || "en";
    this.parent = parents(chart.level);
    return {
      chart,
      shown: new Int32Array(),
      place: new Int32Array(),
      folded: new Set<number>(),
      scale: scaleOf(span(chart), workingDay(chart), this.firstZoom(chart), 0),
      active: 0,
      selected: chart.id.indexOf(Number(new URLSearchParams(location.search).get("task"))),
      fresh: new Set<number>(),
      named: false,
      critical: localStorage.getItem("gantt-critical") !== "off",
      taskUrl: this.dataset["task"] ?? "",
      speaker: speaker(language, words, Number(this.dataset["year"]), chart.minutes_per_day),
      language,
      words,
    };
  }

  private firstZoom(chart: Chart): Zoom {
    const kept = localStorage.getItem("gantt-zoom") as Zoom | null;
    if (kept && ZOOMS.includes(kept)) return kept;
    const { first, last } = span(chart);
    const days = (last - first) / DAY;
    return days <= 25 ? "days" : days <= 400 ? "weeks" : "months";
  }

  /** Works out what is shown and where, and draws it. */
  private arrange(): void {
    const { chart, folded, scale } = this.state;
    this.state.shown = visible(chart.level, folded);
    this.state.place = new Int32Array(chart.id.length).fill(-1);
    this.state.shown.forEach((row, index) => (this.state.place[row] = index));
    this.view.measure();
    this.state.scale = scaleOf(span(chart), workingDay(chart), scale.zoom, this.view.room);
    this.view.layOut();
    this.showTools();
  }

  private listen(): void {
    const { signal } = this.ended;
    const { scroller } = this.view;
    scroller.addEventListener("keydown", (event) => this.typed(event), { signal });
    scroller.addEventListener("click", (event) => this.clicked(event), { signal });
    document.addEventListener("click", (event) => this.pressed(event), { signal });
    new ResizeObserver(() => this.arrange()).observe(scroller);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.view.recolour(), { signal });
    new MutationObserver(() => this.view.recolour()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    void document.fonts.ready.then(() => this.view.refresh());
  }

  private typed(event: KeyboardEvent): void {
    const { state } = this;
    const row = state.active;
    const where = { index: state.place[row]!, count: state.shown.length, page: this.view.page, summary: state.chart.kind[row] === SUMMARY, folded: state.folded.has(row) };
    const move = meant(event, where);
    if (!move) return;
    event.preventDefault();
    this.go(move, row);
  }

  private go(move: Move, row: number): void {
    if (move.kind === "row") this.activate(this.state.shown[move.index]!);
    else if (move.kind === "child") this.activate(this.state.shown[this.state.place[row]! + 1] ?? row);
    else if (move.kind === "parent") this.activate(this.parent[row]! < 0 ? row : this.parent[row]!);
    else if (move.kind === "fold" || move.kind === "unfold") this.fold(row);
    else if (move.kind === "open") this.open(row, true);
    else if (move.kind === "close") this.panel.close();
    else if (move.kind === "zoom") this.zoom(ZOOMS[ZOOMS.indexOf(this.state.scale.zoom) + move.by]);
    else if (move.kind === "pan") this.view.scroller.scrollLeft += (move.by * this.view.room) / 2;
  }

  private activate(row: number): void {
    this.state.active = row;
    this.view.reveal(row);
  }

  private fold(row: number): void {
    const folded = new Set(this.state.folded);
    if (!folded.delete(row)) folded.add(row);
    this.state.folded = folded;
    if (this.state.place[this.state.active]! < 0) this.state.active = row;
    this.arrange();
  }

  private open(row: number, byKey: boolean): void {
    const id = this.state.chart.id[row]!;
    this.state.active = this.state.selected = row;
    this.view.refresh();
    void this.panel.open(this.state.taskUrl.replace("/0/", `/${id}/`), id, byKey);
  }

  private clicked(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const target = event.target as Element;
    const row = this.view.rowAt(event.clientY);
    if (row < 0 || !target.closest(".gantt-body")) return;
    event.preventDefault();
    if (target.closest(".fold") && this.state.chart.kind[row] === SUMMARY) this.fold(row);
    else this.open(row, false);
  }

  private pressed(event: MouseEvent): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-gantt]");
    if (!button) return;
    const wanted = button.dataset["gantt"]!;
    if (wanted === "today") this.toNow();
    else if (wanted === "critical") this.showCritical(!this.state.critical);
    else this.zoom(wanted as Zoom);
  }

  private showCritical(on: boolean): void {
    this.state.critical = on;
    localStorage.setItem("gantt-critical", on ? "on" : "off");
    this.view.refresh();
    this.showTools();
  }

  /** Another grain of time, with the middle of what is in sight staying in the middle. */
  private zoom(zoom: Zoom | undefined): void {
    if (!zoom) return;
    const { scroller } = this.view;
    const day = this.state.scale.origin + (scroller.scrollLeft + this.view.room / 2) / WIDTH[this.state.scale.zoom];
    localStorage.setItem("gantt-zoom", zoom);
    this.state.scale = { ...this.state.scale, zoom };
    this.arrange();
    scroller.scrollLeft = xOfDay(this.state.scale, day) - this.view.room / 2;
  }

  private toNow(): void {
    const { chart, scale } = this.state;
    const { first, last } = span(chart);
    const now = chart.as_of === null ? first : chart.as_of * DAY;
    this.view.showAt(x(scale, now >= first && now <= last ? now : first));
  }

  private showTools(): void {
    const { scale, critical } = this.state;
    for (const button of document.querySelectorAll<HTMLElement>("[data-gantt]")) {
      const is = button.dataset["gantt"]!;
      if (is !== "today") button.setAttribute("aria-pressed", String(is === "critical" ? critical : is === scale.zoom));
    }
  }

  /** A newer chart: the same place, the same rows open, and a brief mark on what has moved. */
  private take(chart: Chart): void {
    const before = this.state.chart;
    const uids = (rows: Iterable<number>): Set<number> => new Set([...rows].map((row) => before.uid[row]!));
    const folded = uids(this.state.folded);
    const rowOf = new Map(chart.uid.map((uid, row) => [uid, row]));
    this.state.chart = chart;
    this.parent = parents(chart.level);
    this.state.folded = new Set([...folded].flatMap((uid) => rowOf.get(uid) ?? []));
    this.state.active = rowOf.get(before.uid[this.state.active]!) ?? 0;
    this.state.selected = rowOf.get(before.uid[this.state.selected] ?? -1) ?? -1;
    this.state.fresh = moved(before, chart);
    this.arrange();
    window.setTimeout(() => {
      this.state.fresh = new Set();
      this.view.refresh();
    }, FRESH);
  }
}

customElements.define("project-plan", ProjectPlan);
