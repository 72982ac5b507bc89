/** A file dropped or chosen, and how much of it is sent. Without script the form inside sends the file all the same. */
class FileDrop extends HTMLElement {
  connectedCallback(): void {
    const { input, form } = this;
    if (!input || !form) return;
    input.addEventListener("change", () => this.show());
    for (const kind of ["dragover", "dragenter"]) this.addEventListener(kind, (event) => this.over(event, true));
    for (const kind of ["dragleave", "drop"]) this.addEventListener(kind, (event) => this.over(event, false));
    this.addEventListener("drop", (event) => this.take(event));
    form.addEventListener("submit", (event) => this.send(event, form));
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector('input[type="file"]');
  }

  private get form(): HTMLFormElement | null {
    return this.closest("form");
  }

  private over(event: Event, on: boolean): void {
    event.preventDefault();
    this.querySelector(".drop")?.classList.toggle("over", on);
  }

  private take(event: DragEvent): void {
    if (!this.input || !event.dataTransfer?.files.length) return;
    this.input.files = event.dataTransfer.files;
    this.show();
    this.form?.requestSubmit();
  }

  private show(): void {
    const said = this.querySelector<HTMLElement>(".chosen");
    const file = this.input?.files?.[0];
    if (!said) return;
    said.hidden = !file;
    said.textContent = file ? `${file.name} · ${size(file.size)}` : "";
  }

  private send(event: SubmitEvent, form: HTMLFormElement): void {
    if (!this.input?.files?.length) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => this.progress(loaded / total));
    request.addEventListener("load", () => arrive(request));
    request.addEventListener("error", () => form.submit());
    request.open("POST", form.action);
    request.send(new FormData(form));
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  }

  private progress(share: number): void {
    const bar = this.querySelector("progress");
    if (!bar) return;
    bar.hidden = false;
    bar.value = 100 * share;
  }
}

/** Goes where the server sent us; a refusal is the same page with its sentence, shown in place. */
function arrive(request: XMLHttpRequest): void {
  if (request.status < 400) return location.assign(request.responseURL);
  const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
  document.querySelector("main")?.replaceWith(answer ?? "");
}

function size(bytes: number): string {
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
}

customElements.define("file-drop", FileDrop);
