/** The field in which a cell is typed. It lies over its cell and keeps what was typed, whatever happens to the plan meanwhile. */
import { ROW } from "../gantt/paint.ts";

/** Where the keyboard goes after something was typed. */
export type Then = "down" | "next" | "back" | "stay" | "deeper" | "out" | "elsewhere";

export interface Typing {
  /** What is typed into: said to whoever cannot see it. */
  label: string;
  text: string;
  choices: string[];
  /** In a new row Tab says how deep it lies. */
  outline: boolean;
  keep(text: string, then: Then): void;
  cancel(): void;
}

export class Editor {
  readonly field = document.createElement("input");
  private readonly list = document.createElement("datalist");
  private typing: Typing | null = null;

  constructor(parent: HTMLElement) {
    this.field.className = "cell-field";
    this.field.autocomplete = "off";
    this.field.spellcheck = false;
    this.field.hidden = true;
    this.list.id = "cell-choices";
    parent.append(this.field, this.list);
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.keep("elsewhere"));
  }

  get isOpen(): boolean {
    return this.typing !== null;
  }

  open(typing: Typing, selectAll: boolean): void {
    this.typing = typing;
    this.field.hidden = false;
    this.field.value = typing.text;
    this.field.setAttribute("aria-label", typing.label);
    this.list.replaceChildren(...typing.choices.map((choice) => new Option(choice)));
    if (typing.choices.length) this.field.setAttribute("list", this.list.id);
    else this.field.removeAttribute("list");
    this.field.focus({ preventScroll: true });
    if (selectAll) this.field.select();
  }

  /** Lies over a cell; `indent` is where the cell's text begins. */
  place(index: number, cell: HTMLElement, indent: number): void {
    const { style } = this.field;
    style.transform = `translate(${cell.offsetLeft + indent}px, ${index * ROW}px)`;
    style.width = `${cell.offsetWidth - indent}px`;
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation();
    const outline = this.typing?.outline;
    if (event.key === "Enter") this.keep(event.shiftKey ? "stay" : "down");
    else if (event.key === "Tab" && outline) this.typing!.keep(this.field.value, event.shiftKey ? "out" : "deeper");
    else if (event.key === "Tab") this.keep(event.shiftKey ? "back" : "next");
    else if (event.key === "Escape") this.cancel();
    else return;
    event.preventDefault();
  }

  private keep(then: Then): void {
    const { typing } = this;
    if (!typing) return;
    this.close();
    typing.keep(this.field.value, then);
  }

  cancel(): void {
    const { typing } = this;
    this.close();
    typing?.cancel();
  }

  private close(): void {
    this.typing = null;
    this.field.hidden = true;
  }
}
