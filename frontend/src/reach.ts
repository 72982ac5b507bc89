/** What opens "Find or do" and the list of keys: Ctrl K, `/` and `?` on every page. The dialog itself is fetched when it is wanted. */
const seenKey = "milepost-seen";
const LONGEST = 12;

const typing = (target: EventTarget | null): boolean => target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;

async function open(what: "find" | "keys"): Promise<void> {
  const { openFind, openKeys } = await import("./find.ts");
  await (what === "find" ? openFind(seen()) : openKeys());
}

function pressed(event: KeyboardEvent): void {
  const asked = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
  const plain = !event.defaultPrevented && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!asked && !(plain && (event.key === "/" || event.key === "?"))) return;
  if (event.key !== "?" && !document.querySelector("[data-find]")) return;
  event.preventDefault();
  void open(event.key === "?" ? "keys" : "find");
}

function clicked(event: MouseEvent): void {
  const link = (event.target as Element).closest("[data-find], [data-show-keys]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  void open(link.hasAttribute("data-find") ? "find" : "keys");
}

/** Numbers of the tasks (`t5`) and projects (`p3`) that were opened last; never a name, since others may use this browser, too. */
export function seen(): string {
  return localStorage.getItem(seenKey) ?? "";
}

function remember(): void {
  const task = /[?&]task=(\d+)/.exec(location.search) ?? /^\/tasks\/(\d+)\//.exec(location.pathname);
  const project = /^\/projects\/(\d+)\//.exec(location.pathname);
  const now = [task && `t${task[1]}`, project && `p${project[1]}`].filter((one): one is string => Boolean(one));
  if (now.length) localStorage.setItem(seenKey, [...new Set([...now, ...seen().split(".").filter(Boolean)])].slice(0, LONGEST).join("."));
}

export function watchReach(): void {
  remember();
  window.addEventListener("pagehide", remember);
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", clicked);
}
