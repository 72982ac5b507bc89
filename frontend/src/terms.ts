/** A term links to its definition; a finger's first tap shows the definition in place, the second follows the link. */
export function watchTerms(): void {
  let byFinger = false;
  document.addEventListener("pointerdown", (event) => (byFinger = event.pointerType === "touch"), { passive: true });
  document.addEventListener("click", (event) => {
    const term = (event.target as Element).closest(".term");
    const shown = document.querySelectorAll(".term.open");
    if (byFinger && term && !term.classList.contains("open")) {
      event.preventDefault();
      term.classList.add("open");
    }
    for (const other of shown) if (other !== term) other.classList.remove("open");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const here = document.activeElement;
    if (here instanceof HTMLElement && here.matches(".term")) here.blur();
  });
}
