/** Says things at the foot of the page: what was done, with Undo; what was refused; what two people want at once. */
import type { Refused } from "./post.ts";
import { filled, type Words } from "./say.ts";

function button(text: string, press: () => void, kind = "link"): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

export class Teller {
  private readonly box = document.getElementById("messages")!;
  private last: HTMLElement | null = null;

  constructor(private readonly words: Words) {}

  /** What was done; the next thing said takes its place. */
  said(text: string, undo: (() => void) | null, word = "undo"): void {
    this.last?.remove();
    this.last = this.show("success", [text, ...(undo ? [button(this.words[word] ?? "", () => (this.last?.remove(), undo()))] : [])]);
  }

  refused({ message }: { message: string }): void {
    this.show("error", [message]);
  }

  /** Both values beside each other; true to keep mine. */
  conflict(refused: Refused, who: string): Promise<boolean> {
    return new Promise((chosen) => {
      const decide = (mine: boolean): void => {
        message.remove();
        chosen(mine);
      };
      const text = document.createElement("div");
      text.append(refused.message, both(this.words, refused.details, who));
      const choice = document.createElement("div");
      choice.className = "actions";
      choice.append(button(this.words["keep_mine"] ?? "", () => decide(true), "button small primary"), button(this.words["take_theirs"] ?? "", () => decide(false), "button small"));
      text.append(choice);
      const message = this.show("error conflict", [text]);
      message.setAttribute("role", "alertdialog");
      message.setAttribute("aria-label", refused.message);
      choice.querySelector("button")!.focus();
    });
  }

  private show(kind: string, parts: (string | Node)[]): HTMLElement {
    const message = document.createElement("div");
    message.className = `message ${kind}`;
    const text = document.createElement("div");
    text.append(...parts.flatMap((part, place) => (place ? [" ", part] : [part])));
    const close = button("×", () => message.remove(), "button quiet square close");
    close.setAttribute("aria-label", this.words["close"] ?? "");
    message.append(text, close);
    this.box.append(message);
    return message;
  }
}

function both(words: Words, { yours, current }: Refused["details"], who: string): HTMLElement {
  const list = document.createElement("dl");
  list.className = "facts";
  const theirs = who ? filled(words["theirs_by"], { who }) : (words["theirs"] ?? "");
  for (const [name, value] of [[words["yours"] ?? "", yours], [theirs, current]] as const) {
    const term = document.createElement("dt");
    const told = document.createElement("dd");
    term.textContent = name;
    told.textContent = said(value);
    list.append(term, told);
  }
  return list;
}

/** A value as it was kept: text, a number, or several by name. */
function said(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value !== "object") return String(value).replace(/T00:00(:00)?$/, "").replace("T", " ");
  return Object.values(value).map(said).join(", ");
}
