/** "Find or do" and the list of keys: one dialog, filled by the server, walked by arrows. */
import "./styles/find.css";

const wait = 90;

const dialog = document.createElement("dialog");
const field = document.createElement("input");
const results = document.createElement("div");
let asked = new AbortController();
let timer = 0;
let seen = "";
let shown = "";

const options = (): HTMLAnchorElement[] => [...results.querySelectorAll<HTMLAnchorElement>("[role=option]")];
const chosen = (): HTMLAnchorElement | null => results.querySelector("[role=option][aria-selected=true]");

/** `typed` was typed before the dialog was there; where it ends in a new line, the first that is found is opened at once. */
export async function openFind(lately: string, typed = ""): Promise<void> {
  seen = lately;
  build();
  dialog.replaceChildren(bar(), results, hint());
  dialog.setAttribute("aria-label", entry().textContent!.trim());
  if (!dialog.open) dialog.showModal();
  field.value = typed.replace("\n", "");
  field.focus();
  await ask();
  if (typed.endsWith("\n")) await go(false);
}

export async function openKeys(): Promise<void> {
  if (dialog.open && dialog.dataset["shows"] === "keys") return dialog.close();
  build();
  const page = document.getElementById("main")?.dataset["keys"] ?? "";
  dialog.replaceChildren(closing(), results);
  dialog.dataset["shows"] = "keys";
  await fill(`/keys/?of=${encodeURIComponent(page)}`);
  dialog.setAttribute("aria-label", results.querySelector("h2")?.textContent ?? "?");
  if (!dialog.open) dialog.showModal();
}

const entry = (): HTMLElement => document.querySelector<HTMLElement>("[data-find]")!;

function build(): void {
  dialog.dataset["shows"] = "find";
  if (dialog.isConnected) return;
  dialog.className = "find";
  dialog.addEventListener("click", clicked);
  dialog.addEventListener("close", () => asked.abort());
  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, wait);
  });
  field.addEventListener("keydown", pressed);
  results.className = "results";
  document.body.append(dialog);
}

function bar(): HTMLElement {
  const row = document.createElement("div");
  row.className = "bar";
  Object.assign(field, { type: "text", autocomplete: "off", spellcheck: false, maxLength: 100, placeholder: entry().dataset["find"] });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "true", "aria-controls": "found", "aria-autocomplete": "list", "aria-label": entry().dataset["find"]!, enterkeyhint: "go" })) {
    field.setAttribute(name, value);
  }
  row.append(entry().querySelector("svg")!.cloneNode(true), field, closing());
  return row;
}

function closing(): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "close";
  button.textContent = "Esc";
  button.addEventListener("click", () => dialog.close());
  return button;
}

function hint(): HTMLElement {
  const line = document.createElement("p");
  line.className = "hint";
  line.textContent = entry().dataset["hint"] ?? "";
  return line;
}

/** The list for what is typed now; an answer that comes after a newer question is dropped. */
async function ask(): Promise<void> {
  const project = /^\/projects\/(\d+)\//.exec(location.pathname)?.[1] ?? "";
  const question = field.value.trim();
  const came = await fill(`/find/?${new URLSearchParams({ q: question, seen, project })}`);
  if (!came) return;
  shown = question;
  choose(options()[0]);
  mark(question);
}

async function fill(address: string): Promise<boolean> {
  asked.abort();
  asked = new AbortController();
  const given = await text(address, asked.signal).catch(() => null);
  if (given === null) return false;
  const page = new DOMParser().parseFromString(given, "text/html");
  results.replaceChildren(...page.body.childNodes);
  results.scrollTop = 0;
  return true;
}

/** What the server says; a newer question, or closing the dialog, may cut it off in the middle of its last line. */
async function text(address: string, signal: AbortSignal): Promise<string | null> {
  const answer = await fetch(address, { signal, headers: { "HX-Request": "true" } });
  return answer.ok ? await answer.text() : null;
}

function choose(one: HTMLAnchorElement | undefined): void {
  chosen()?.setAttribute("aria-selected", "false");
  one?.setAttribute("aria-selected", "true");
  one?.scrollIntoView({ block: "nearest" });
  if (one) field.setAttribute("aria-activedescendant", one.id);
  else field.removeAttribute("aria-activedescendant");
}

/** What was asked for stands out in what was found, where the browser can do that without touching the page. */
function mark(question: string): void {
  if (!("highlights" in CSS)) return;
  const ranges: Range[] = [];
  const words = question.toLowerCase().split(/\W+/u).filter(Boolean);
  for (const name of results.querySelectorAll(".name, .beside")) {
    const text = name.firstChild!;
    const plain = text.textContent!.toLowerCase();
    for (const word of words) {
      const at = plain.indexOf(word);
      if (at < 0 || plain.length !== text.textContent!.length) continue;
      const range = new Range();
      range.setStart(text, at);
      range.setEnd(text, at + word.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("asked", new Highlight(...ranges));
}

function pressed(event: KeyboardEvent): void {
  const all = options();
  const at = all.indexOf(chosen()!);
  const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 6, PageUp: at - 6 };
  if (event.key in to && all.length) {
    event.preventDefault();
    const step = event.key.startsWith("Page") ? Math.max(0, Math.min(all.length - 1, to[event.key]!)) : (to[event.key]! + all.length) % all.length;
    choose(all[step]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    void go(event.ctrlKey || event.metaKey);
  }
}

/** Opens what is chosen; waits for the answer to what was typed last, so that a quick Enter opens what was meant. */
async function go(beside: boolean): Promise<void> {
  window.clearTimeout(timer);
  if (field.value.trim() !== shown) await ask();
  const one = chosen();
  if (one && beside) window.open(one.href, "_blank", "noopener");
  else one?.click();
}

function clicked(event: MouseEvent): void {
  if (event.target === dialog) return dialog.close();
  const one = (event.target as Element).closest<HTMLAnchorElement>("[data-act]");
  if (one) {
    event.preventDefault();
    act(one.dataset["act"]!);
  } else if ((event.target as Element).closest("a[href]") && !event.ctrlKey && !event.metaKey) dialog.close();
}

function act(what: string): void {
  if (what === "keys") return void openKeys();
  document.querySelector<HTMLElement>(`[data-set-theme="${what}"]`)?.click();
  dialog.close();
}
