/** The tools above the plan: which view, which grain, what is shown, and the menus that choose columns, filters and saved views. */
import { EVERYTHING, isNarrow } from "./arrange.ts";
import type { Zoom } from "./gantt/scale.ts";
import type { PlanStore } from "./kept.ts";
import type { Grid } from "./sheet/grid.ts";
import type { Layers } from "./sheet/state.ts";
import type { ViewName } from "./views.ts";

export interface Wanted {
  view(name: ViewName): void;
}

const all = (selector: string): NodeListOf<HTMLElement> => document.querySelectorAll(selector);

export class Tools {
  constructor(private readonly store: PlanStore, private readonly grid: Grid, wanted: Wanted, signal: AbortSignal) {
    const tools = document.querySelector<HTMLElement>(".tools")!;
    tools.addEventListener("click", (event) => this.pressed(event, wanted), { signal });
    tools.addEventListener("change", (event) => this.chosen(event.target as HTMLInputElement), { signal });
    tools.addEventListener("input", (event) => this.typed(event.target as HTMLInputElement), { signal });
    this.fill();
    grid.changed = () => this.show();
    store.on("arrangement", () => this.show());
  }

  /** Which view is shown; tools that say nothing of it are put away. */
  showView(name: ViewName): void {
    for (const button of all("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset["view"] === name));
    for (const tool of all("[data-for]")) tool.hidden = !tool.dataset["for"]!.split(" ").includes(name);
    this.fill();
    this.show();
  }

  private pressed(event: MouseEvent, wanted: Wanted): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-view], [data-plan]");
    if (!button) return;
    if (button.dataset["view"]) return wanted.view(button.dataset["view"] as ViewName);
    switch (button.dataset["plan"]) {
      case "today":
        return this.grid.toNow();
      case "add":
        return this.grid.addTask();
      case "undo":
        return void this.store.undo();
      case "redo":
        return void this.store.redo();
      case "fold":
        return this.grid.foldTo(1);
      case "unfold":
        return this.grid.foldTo(null);
      case "clear":
        return this.store.narrow(EVERYTHING);
    }
  }

  private chosen(field: HTMLInputElement): void {
    const { name, value, checked } = field;
    if (name === "zoom") this.grid.zoom(value as Zoom);
    else if (name === "group") this.grid.setGroup(value);
    else if (name === "person" || name === "label") this.store.narrow({ [name]: value === "" ? null : Number(value) });
    else if (name === "critical" || name === "late" || name === "open") this.store.narrow({ [name]: checked });
    else if (name === "layer") this.grid.setLayer(value as keyof Layers, checked);
    else if (name === "column") this.grid.want(this.wantedWith(value, checked));
  }

  private typed(field: HTMLInputElement): void {
    if (field.name === "text") this.store.narrow({ text: field.value });
  }

  /** Columns stand in their usual order, wherever they were added. */
  private wantedWith(key: string, on: boolean): string[] {
    const now = new Set(this.grid.wanted);
    if (on) now.add(key);
    else now.delete(key);
    return this.grid.known.map((column) => column.key).filter((each) => now.has(each));
  }

  /** What one may choose from depends on the plan. */
  private fill(): void {
    const { chart, words } = this.store;
    options("person", [["", words["anybody"] ?? ""], ...chart.people.map((name, place): [string, string] => [String(place), name])]);
    options("label", [["", words["any_label"] ?? ""], ...chart.known_labels.map(([, name], place): [string, string] => [String(place), name])]);
    const groups = this.grid.known.filter(({ key }) => ["who", "state", "deliverable", "labels", "priority", "critical", "constraint"].includes(key) || key.startsWith("field:"));
    options("group", [["", words["no_group"] ?? ""], ...groups.map(({ key, title }): [string, string] => [key, title])]);
    const list = document.querySelector<HTMLElement>("[data-columns]");
    list?.replaceChildren(...this.grid.known.slice(1).map(({ key, title }) => check("column", key, title)));
  }

  private show(): void {
    const { filter } = this.store;
    const set = (name: string, value: string): void => all(`.tools select[name="${name}"]`).forEach((field) => ((field as HTMLSelectElement).value = value));
    set("zoom", this.grid.zoomNow);
    set("group", this.grid.grouped);
    set("person", filter.person === null ? "" : String(filter.person));
    set("label", filter.label === null ? "" : String(filter.label));
    for (const box of all(".tools input[type=checkbox]") as NodeListOf<HTMLInputElement>) box.checked = this.isOn(box);
    const text = document.querySelector<HTMLInputElement>(".tools input[name=text]");
    if (text && text !== document.activeElement) text.value = filter.text;
    for (const clear of all("[data-plan=clear]")) clear.hidden = !isNarrow(filter);
    const { total, said } = { total: this.store.chart.id.length, said: this.store.matching.length };
    for (const count of all("[data-count]")) count.textContent = isNarrow(filter) ? `${said} / ${total}` : "";
  }

  private isOn({ name, value }: HTMLInputElement): boolean {
    if (name === "layer") return this.grid.layers[value as keyof Layers];
    if (name === "column") return this.grid.wanted.includes(value);
    return Boolean(this.store.filter[name as "critical" | "late" | "open"]);
  }
}

function options(name: string, all: [string, string][]): void {
  const field = document.querySelector<HTMLSelectElement>(`.tools select[name="${name}"]`);
  if (!field) return;
  const chosen = field.value;
  field.replaceChildren(...all.map(([value, text]) => new Option(text, value)));
  field.value = chosen;
}

function check(name: string, value: string, text: string): HTMLElement {
  const label = document.createElement("label");
  label.className = "check";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.name = name;
  box.value = value;
  label.append(box, text);
  return label;
}
