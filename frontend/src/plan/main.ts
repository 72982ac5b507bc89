/** `<project-plan src="/projects/1/plan.json">`: the plan as rows and bars, board, calendar or network, in the place of the table the server wrote. */
import "../styles/plan.css";
import { PlanStore } from "./kept.ts";
import { span, type Chart } from "./model.ts";
import { Panel } from "./panel.ts";
import { printed } from "./print.ts";
import { speaker, type Words } from "./say.ts";
import { Grid } from "./sheet/grid.ts";
import type { View } from "./store.ts";
import { fetchChart, fetchDaysOff, follow } from "./sync.ts";
import { Teller } from "./tell.ts";
import { Tools } from "./tools.ts";
import { asked, isView, load, names, type ViewName } from "./views.ts";

class ProjectPlan extends HTMLElement {
  private store!: PlanStore;
  private grid!: Grid;
  private panel!: Panel;
  private tools!: Tools;
  private shown: ViewName | null = null;
  private readonly others = new Map<ViewName, { view: View; place: HTMLElement }>();
  private readonly ended = new AbortController();

  async connectedCallback(): Promise<void> {
    const chart = await fetchChart(this.getAttribute("src")!).catch(() => null);
    if (!chart || !this.isConnected) return;
    performance.mark("gantt-begin");
    this.begin(chart);
    this.classList.add("ready");
    this.goToTask();
    performance.measure("gantt-mount", "gantt-begin");
    performance.mark("gantt-ready");
    await this.show(asked(location.search));
  }

  disconnectedCallback(): void {
    this.ended.abort();
  }

  private begin(chart: Chart): void {
    const { signal } = this.ended;
    const words: Words = JSON.parse(this.dataset["words"] ?? "{}");
    const language = document.documentElement.lang || "en";
    const teller = new Teller(words);
    this.panel = new Panel(() => this.grid.focus(), signal);
    this.store = new PlanStore(chart, words, language, speaker(language, words, Number(this.dataset["year"]), chart.minutes_per_day), this.may, this.addresses(chart.project_id), {
      open: (id, byKey) => void (this.scenario || this.panel.open(this.dataset["task"]!.replace("/0/", `/${id}/`), id, byKey)),
      said: (text, back, word) => teller.said(text, back, word),
      refused: (refused) => teller.refused(refused),
      conflict: (refused, who) => teller.conflict(refused, who),
    });
    const says = document.getElementById("plan-says")!;
    this.grid = new Grid(this.panel, (sentence) => (says.textContent = sentence), this.dataset["task"]!);
    this.grid.mount(this, this.store);
    this.loadsViews(teller);
    this.tools = new Tools(this.store, this.grid, { view: (name) => void this.show(name, true) }, signal);
    document.addEventListener("keydown", (event) => this.typed(event), { signal });
    window.addEventListener("popstate", () => void this.show(asked(location.search)), { signal });
    printed(this, this.store, signal);
    void fetchDaysOff(this.dataset["off"]!, span(chart)).then((away) => this.store.learn(away));
    follow(() => this.store.newestTold, () => void this.store.refresh(), signal);
  }

  /** The scenario that is tried here; what is changed is changed there, and tasks tell nothing more than their rows. */
  private get scenario(): string {
    return this.dataset["scenario"] ?? "";
  }

  private get may(): { change: boolean; report: boolean } {
    return { change: this.hasAttribute("data-change"), report: this.hasAttribute("data-report") && !this.scenario };
  }

  private addresses(project: number): ConstructorParameters<typeof PlanStore>[5] {
    const plan = `/api/projects/${project}`;
    const api = this.scenario ? `/api/scenarios/${this.scenario}` : plan;
    return { plan: this.getAttribute("src")!, edits: `${api}/edits`, preview: `${api}/preview`, undo: `${api}/undo`, redo: this.scenario ? "" : `${api}/redo`, changes: `${plan}/changes` };
  }

  /** The menu of saved views is filled when it is first opened. */
  private loadsViews(teller: Teller): void {
    const menu = document.querySelector("details[data-views]");
    const page = { look: () => this.shown ?? "gantt", show: (look: ViewName) => this.show(look, true), said: (text: string) => teller.said(text, null), refused: (refused: { message: string }) => teller.refused(refused) };
    const load = async (): Promise<void> => void new (await import("./saved.ts")).SavedViews(this.store, this.grid, page);
    menu?.addEventListener("toggle", () => void load(), { once: true });
  }

  /** Another view of the same plan, under an address of its own. */
  private async show(name: ViewName, byHand = false): Promise<void> {
    if (name === this.shown) return;
    const other = await this.other(name);
    const before = this.shown;
    this.shown = other || name === "table" ? name : "gantt";
    if (byHand) this.keepAddress(this.shown);
    if (before && this.others.has(before)) this.leave(before);
    if (other) {
      this.grid.leave();
      other.place.hidden = false;
      other.view.show();
    } else {
      this.grid.show();
      this.grid.setBars(this.shown === "gantt");
    }
    this.dataset["view"] = this.shown;
    this.tools.showView(this.shown);
  }

  private leave(name: ViewName): void {
    const { view, place } = this.others.get(name)!;
    view.leave();
    place.hidden = true;
  }

  private async other(name: ViewName): Promise<{ view: View; place: HTMLElement } | null> {
    if (name === "gantt" || name === "table") return null;
    const there = this.others.get(name);
    if (there) return there;
    const view = await load(name);
    if (!view) return null;
    const place = document.createElement("div");
    place.className = "plan-view";
    this.append(place);
    view.mount(place, this.store);
    const made = { view, place };
    this.others.set(name, made);
    return made;
  }

  private keepAddress(name: ViewName): void {
    const page = new URL(location.href);
    if (name === "gantt") page.searchParams.delete("view");
    else page.searchParams.set("view", name);
    history.pushState(history.state, "", page);
  }

  private goToTask(): void {
    const id = Number(new URLSearchParams(location.search).get("task"));
    if (id) this.grid.goTo(id);
  }

  /** Keys that hold wherever one is, unless one is typing. */
  private typed(event: KeyboardEvent): void {
    if ((event.target as Element).closest("input, textarea, select, [contenteditable], dialog") || event.defaultPrevented) return;
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (control && (key === "z" || key === "y")) {
      event.preventDefault();
      void (key === "y" || event.shiftKey ? this.store.redo() : this.store.undo());
    } else if (event.altKey && !control && isView(names[Number(event.key) - 1] ?? null)) {
      event.preventDefault();
      void this.show(names[Number(event.key) - 1]!, true);
    }
  }
}

customElements.define("project-plan", ProjectPlan);
