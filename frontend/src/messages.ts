/** Messages go by themselves after a while, unless they say that something went wrong or somebody is reading them. */
const stay = 6000;

function go(message: Element): void {
  message.remove();
}

function arm(message: HTMLElement): void {
  if (message.dataset["armed"] || message.classList.contains("error")) return;
  message.dataset["armed"] = "yes";
  let timer = window.setTimeout(() => go(message), stay);
  message.addEventListener("pointerenter", () => window.clearTimeout(timer));
  message.addEventListener("pointerleave", () => (timer = window.setTimeout(() => go(message), stay)));
}

export function watchMessages(): void {
  const box = document.getElementById("messages");
  if (!box) return;
  const all = () => box.querySelectorAll<HTMLElement>(".message").forEach(arm);
  new MutationObserver(all).observe(box, { childList: true });
  all();
  box.addEventListener("click", (event) => {
    const close = (event.target as Element).closest(".close");
    if (close) go(close.closest(".message")!);
  });
}
