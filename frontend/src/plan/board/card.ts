/** One card: an element that shows a task, and later another one. */
import { MILESTONE, type Chart } from "../model.ts";
import type { Store } from "../store.ts";
import { isLate } from "../arrange.ts";

export const CARD = 104;
const FACES = 3;

function part(name: string, parent: HTMLElement): HTMLElement {
  const made = document.createElement("span");
  made.className = name;
  parent.append(made);
  return made;
}

export class Card {
  readonly element = document.createElement("div");
  readonly link = document.createElement("a");
  readonly button = document.createElement("button");
  private readonly dates: HTMLElement;
  private readonly marks: HTMLElement;
  private readonly faces: HTMLElement;
  private readonly bar = document.createElement("progress");
  row = -1;

  constructor(taskMenu: string) {
    this.element.className = "card-slot";
    this.element.setAttribute("role", "listitem");
    const face = document.createElement("div");
    face.className = "task-card";
    this.link.className = "name";
    this.link.draggable = false;
    this.button.type = "button";
    this.button.className = "more";
    this.button.tabIndex = -1;
    this.button.textContent = "…";
    this.button.setAttribute("aria-haspopup", "menu");
    this.button.dataset["menu"] = taskMenu;
    face.append(this.link, this.button);
    this.marks = part("marks", face);
    const foot = part("foot", face);
    this.dates = part("dates", foot);
    this.bar.max = 100;
    this.bar.className = "done";
    this.bar.setAttribute("aria-hidden", "true");
    foot.append(this.bar);
    this.faces = part("whos", foot);
    this.element.append(face);
  }

  set hidden(hidden: boolean) {
    this.element.hidden = hidden;
  }

  show(store: Store, row: number, place: number, count: number, active: boolean): void {
    const { chart, words } = store;
    this.row = row;
    const id = chart.id[row]!;
    this.element.style.transform = `translateY(${place * CARD}px)`;
    this.element.setAttribute("aria-posinset", String(place + 1));
    this.element.setAttribute("aria-setsize", String(count));
    this.element.classList.toggle("chosen", store.selected.includes(id));
    this.element.classList.toggle("milestone", chart.kind[row] === MILESTONE);
    this.link.href = `?view=board&task=${id}`;
    this.link.textContent = chart.name[row]!;
    this.link.title = chart.name[row]!;
    this.link.tabIndex = active ? 0 : -1;
    this.button.setAttribute("aria-label", (this.button.dataset["menu"] ?? "").replace("{task}", chart.name[row]!));
    this.dates.textContent = days(store, row);
    this.bar.hidden = !chart.percent[row] || chart.percent[row] === 100;
    this.bar.value = chart.percent[row]!;
    this.marks.replaceChildren(...marked(chart, row, words));
    this.faces.replaceChildren(...faces(chart, row));
  }
}

function days(store: Store, row: number): string {
  const { chart, speaker } = store;
  const [start, finish] = [speaker.day(chart.start[row] ?? null), speaker.day(chart.finish[row] ?? null)];
  return start === finish || chart.kind[row] === MILESTONE ? finish : `${start} – ${finish}`;
}

function marked(chart: Chart, row: number, words: Store["words"]): HTMLElement[] {
  const marks: [string, string][] = [];
  if (isLate(chart, row)) marks.push(["late", words["late"] ?? ""]);
  if (chart.critical[row]) marks.push(["plain", words["critical_short"] ?? ""]);
  for (const place of chart.labels?.[row] ?? []) {
    const [, name, colour] = chart.known_labels[place]!;
    marks.push([colour, name]);
  }
  return marks.map(([kind, text]) => {
    const mark = document.createElement("span");
    mark.className = `chip ${kind}`;
    mark.textContent = text;
    return mark;
  });
}

function faces(chart: Chart, row: number): HTMLElement[] {
  const who = chart.who[row] ?? [];
  const shown = who.slice(0, FACES).map((place) => disc(letters(chart.people[place]!), chart.people[place]!));
  return who.length > FACES ? [...shown, disc(`+${who.length - FACES}`, who.slice(FACES).map((place) => chart.people[place]).join(", "))] : shown;
}

const letters = (name: string): string => {
  const parts = name.split(/\s+/).filter(Boolean);
  return (parts.length > 1 ? parts[0]![0]! + parts.at(-1)![0]! : name.slice(0, 2)).toUpperCase();
};

function disc(text: string, name: string): HTMLElement {
  const made = document.createElement("span");
  made.className = "who";
  made.title = name;
  const [eye, ear] = [document.createElement("span"), document.createElement("span")];
  eye.textContent = text;
  eye.setAttribute("aria-hidden", "true");
  ear.className = "sr";
  ear.textContent = name;
  made.append(eye, ear);
  return made;
}
