/** Menus are `details.has-menu`: they work without script; with it Esc and a click elsewhere close them. */
const open = () => document.querySelectorAll<HTMLDetailsElement>("details.has-menu[open]");

export function watchMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
