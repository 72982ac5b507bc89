/** What opens "Find or do" and the list of keys: Ctrl K, `/` and `?` on every page. The dialog itself is fetched when it is wanted. */
const seenKey = "milepost-seen";
const LONGEST = 12;

const typing = (target: EventTarget | null): boolean => target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;

async function open(what: "find" | "keys"): Promise<void> {
  if (what === "keys") return (await import("./find.ts")).openKeys();
  const heard = hear();
  const { openFind } = await import("./find.ts").catch((gone: unknown) => (heard(), Promise.reject(gone)));
  await openFind(seen(), heard());
}

/** Keeps what is typed while the dialog is on its way, so that none of it is lost or taken for a key of the page. */
function hear(): () => string {
  let typed = "";
  const listen = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.key.length > 1 && event.key !== "Enter")) return;
    typed += event.key === "Enter" ? "\n" : event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", listen, true);
  return () => (window.removeEventListener("keydown", listen, true), typed);
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
