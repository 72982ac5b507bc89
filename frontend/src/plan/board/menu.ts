/** "Move to…": the columns as a menu beside a card, for the keyboard and for whoever does not drag. */
import type { Column } from "./columns.ts";

export class MoveMenu {
  readonly element = document.createElement("div");
  private moved: (to: string) => void = () => undefined;
  private back: HTMLElement | null = null;

  constructor(label: string) {
    this.element.className = "menu move-menu";
    this.element.popover = "auto";
    this.element.setAttribute("role", "menu");
    this.element.setAttribute("aria-label", label);
    this.element.addEventListener("keydown", (event) => this.pressed(event));
    this.element.addEventListener("click", (event) => this.clicked(event));
    this.element.addEventListener("toggle", (event) => (event as ToggleEvent).newState === "closed" && this.back?.focus());
  }

  open(beside: HTMLElement, columns: Column[], from: string, moved: (to: string) => void, back: HTMLElement): void {
    this.moved = moved;
    this.back = back;
    this.element.replaceChildren(...columns.filter((column) => column.takes).map((column) => item(column, column.key === from)));
    this.element.showPopover();
    const at = beside.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.element;
    this.element.style.left = `${Math.max(8, Math.min(at.right - offsetWidth, innerWidth - offsetWidth - 8))}px`;
    this.element.style.top = `${at.bottom + offsetHeight + 8 > innerHeight ? Math.max(8, at.top - offsetHeight - 4) : at.bottom + 4}px`;
    this.items()[0]?.focus();
  }

  private items(): HTMLButtonElement[] {
    return [...this.element.querySelectorAll<HTMLButtonElement>("[role=menuitemradio]")];
  }

  private pressed(event: KeyboardEvent): void {
    event.stopPropagation();
    const all = this.items();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    if (event.key === "Tab") this.element.hidePopover();
    if (!(event.key in to)) return;
    event.preventDefault();
    all[(to[event.key]! + all.length) % all.length]?.focus();
  }

  private clicked(event: MouseEvent): void {
    const chosen = (event.target as Element).closest<HTMLElement>("[role=menuitemradio]");
    if (!chosen) return;
    this.element.hidePopover();
    this.moved(chosen.dataset["key"]!);
  }
}

function item(column: Column, here: boolean): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.tabIndex = -1;
  made.setAttribute("role", "menuitemradio");
  made.setAttribute("aria-checked", String(here));
  made.dataset["key"] = column.key;
  made.textContent = column.name;
  return made;
}
