/** Saved views: columns, order, groups and filter under a name, for oneself or for everybody. Loaded when the menu is first opened. */
import { EVERYTHING } from "./arrange.ts";
import type { Zoom } from "./gantt/scale.ts";
import type { PlanStore } from "./kept.ts";
import { send } from "./post.ts";
import { filled } from "./say.ts";
import type { Grid } from "./sheet/grid.ts";
import type { Filter } from "./store.ts";
import type { ViewName } from "./views.ts";

/** What a view shows, as the server keeps it. */
export interface Shown {
  look: ViewName;
  columns: string[];
  sort: { by: string; down: boolean }[];
  group: string;
  filter: { text: string; states: string[]; people: number[]; labels: number[]; deliverables: number[]; critical: boolean | null; late: boolean | null };
  zoom: Zoom | null;
}

interface SavedView {
  id: number;
  name: string;
  shared: boolean;
  mine: boolean;
  by: string;
  version: number;
  shown: Shown;
}

const NOT_DONE = ["todo", "doing", "waiting"];

export interface Page {
  look(): ViewName;
  show(look: ViewName): Promise<void>;
  said(text: string): void;
  refused(refused: { message: string }): void;
}

export class SavedViews {
  private readonly list = document.querySelector<HTMLElement>("[data-kept-views]")!;
  private readonly address: string;

  constructor(private readonly store: PlanStore, private readonly grid: Grid, private readonly page: Page) {
    this.address = `/api/projects/${store.chart.project_id}/views`;
    const form = document.querySelector<HTMLFormElement>("[data-keep-view]");
    form?.addEventListener("submit", (event) => void this.keep(event, form));
    void this.fill();
  }

  private async fill(): Promise<void> {
    const answer = await fetch(this.address).catch(() => null);
    const views: SavedView[] = answer?.ok ? await answer.json() : [];
    this.list.replaceChildren(...views.map((view) => this.line(view)));
    if (!views.length) this.list.textContent = this.store.words["no_views"] ?? "";
  }

  private line(view: SavedView): HTMLElement {
    const line = document.createElement("div");
    const open = document.createElement("button");
    open.type = "button";
    open.className = "open";
    open.append(view.name);
    if (!view.mine) open.append(" ", Object.assign(document.createElement("small"), { textContent: view.by }));
    open.addEventListener("click", () => void this.apply(view.shown));
    line.append(open);
    if (view.mine) line.append(this.remover(view));
    return line;
  }

  private remover(view: SavedView): HTMLElement {
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button quiet square small";
    remove.textContent = "×";
    remove.setAttribute("aria-label", filled(this.store.words["remove_view"], { name: view.name }));
    remove.addEventListener("click", () => void this.remove(view));
    return remove;
  }

  private async remove(view: SavedView): Promise<void> {
    const answer = await send(`/api/views/${view.id}?version=${view.version}`, undefined, this.store.words["unreachable"] ?? "", { method: "DELETE" });
    if (!answer.ok) return this.page.refused(answer.refused);
    this.page.said(filled(this.store.words["view_removed"], { name: view.name }));
    await this.fill();
  }

  private async keep(event: SubmitEvent, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const typed = new FormData(form);
    const name = String(typed.get("view_name"));
    const answer = await send(this.address, { name, shown: this.now(), shared: typed.has("view_shared") }, this.store.words["unreachable"] ?? "");
    if (!answer.ok) return this.page.refused(answer.refused);
    form.reset();
    this.page.said(filled(this.store.words["view_kept"], { name }));
    await this.fill();
  }

  private now(): Shown {
    const { grid, page } = this;
    const sort = grid.ordered ? [grid.ordered] : [];
    return { look: page.look(), columns: [...grid.wanted], sort, group: grid.grouped, filter: this.sought(this.store.filter), zoom: grid.zoomNow };
  }

  /** A filter as the server keeps it: by ids. */
  private sought({ text, person, label, critical, late, open }: Filter): Shown["filter"] {
    const { chart } = this.store;
    return {
      text,
      states: open ? NOT_DONE : [],
      people: person === null ? [] : [chart.resources[person]!],
      labels: label === null ? [] : [chart.known_labels[label]![0]],
      deliverables: [],
      critical: critical || null,
      late: late || null,
    };
  }

  private async apply(shown: Shown): Promise<void> {
    await this.page.show(shown.look);
    this.grid.want(shown.columns.length ? shown.columns : this.grid.wanted);
    this.grid.setOrder(shown.sort[0] ?? null);
    this.grid.setGroup(shown.group);
    if (shown.zoom) this.grid.zoom(shown.zoom);
    this.store.narrow({ ...EVERYTHING, ...this.found(shown.filter) });
  }

  private found({ text, states, people, labels, critical, late }: Shown["filter"]): Partial<Filter> {
    const { chart } = this.store;
    const place = (at: number): number | null => (at < 0 ? null : at);
    return {
      text,
      person: people.length ? place(chart.resources.indexOf(people[0]!)) : null,
      label: labels.length ? place(chart.known_labels.findIndex(([id]) => id === labels[0])) : null,
      critical: critical === true,
      late: late === true,
      open: states.length > 0 && !states.includes("done"),
    };
  }
}
