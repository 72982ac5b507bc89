/** The panel beside the list, with its own address: `?task=5`. Without script the same link opens the task's own page. */

interface Htmx {
  ajax(method: string, address: string, options: { target: string; swap: string }): Promise<void>;
}

declare global {
  interface Window {
    htmx: Htmx;
  }
}

export class Panel {
  private readonly element = document.getElementById("panel")!;

  /** `closed` is called when the panel has gone, to give the keyboard back to the list. */
  constructor(private readonly closed: () => void, signal: AbortSignal) {
    document.addEventListener("click", (event) => this.clicked(event), { signal });
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close(), { signal });
    window.addEventListener("popstate", () => this.restore(), { signal });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  async open(address: string, task: number, byKey: boolean): Promise<void> {
    const page = new URL(location.href);
    page.searchParams.set("task", String(task));
    if (page.href !== location.href) history.pushState({ task, address }, "", page);
    await this.load(address);
    if (byKey) this.element.querySelector<HTMLElement>("h1, h2")?.focus();
  }

  close(): void {
    if (!this.isOpen) return;
    this.hide();
    const page = new URL(location.href);
    page.searchParams.delete("task");
    history.pushState({}, "", page);
    this.closed();
  }

  private async load(address: string): Promise<void> {
    await window.htmx.ajax("GET", address, { target: "#panel", swap: "innerHTML" });
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }

  private hide(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  private clicked(event: MouseEvent): void {
    const close = (event.target as Element).closest("[data-close-panel]");
    if (!close || !this.element.contains(close)) return;
    event.preventDefault();
    this.close();
  }

  private restore(): void {
    const state = history.state as { address?: string } | null;
    if (state?.address) void this.load(state.address);
    else this.hide();
  }
}
