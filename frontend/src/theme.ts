/** Light, dark or as the system says: kept in a cookie, so that the server writes it into the page before the first paint. */
const year = 60 * 60 * 24 * 365;

function choose(theme: string): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${year}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  show();
}

function show(): void {
  const current = document.documentElement.dataset["theme"] ?? "system";
  for (const button of document.querySelectorAll<HTMLElement>("[data-set-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset["setTheme"] === current));
  }
}

export function watchTheme(): void {
  show();
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-set-theme]");
    if (button?.dataset["setTheme"]) choose(button.dataset["setTheme"]);
  });
}
