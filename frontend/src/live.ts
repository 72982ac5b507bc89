/**
 * One stream of news for all tabs of a browser: "project 7 is at revision 812, its forecast was drawn from 811". The tab that
 * holds the lock listens to the server and passes the news on; whatever shows a project compares and asks for itself.
 */
export interface News {
  project: number;
  revision: number;
  forecast: number;
}

const gather = 80;

function spread(news: News): void {
  document.dispatchEvent(new CustomEvent<News>("news", { detail: news }));
}

function listen(pass: (news: News) => void): () => void {
  const stream = new EventSource("/events");
  stream.onmessage = (event) => pass(JSON.parse(event.data));
  return () => stream.close();
}

/** Parts of a page that follow a project: `data-follows="7"` (or `any`), `data-forecast="811"`, and an `hx-trigger="fresh"`. */
function follow(): void {
  const waiting = new Map<HTMLElement, number>();
  document.addEventListener("news", (event) => {
    const { project, forecast } = (event as CustomEvent<News>).detail;
    for (const part of document.querySelectorAll<HTMLElement>(`[data-follows="${project}"], [data-follows="any"]`)) {
      if (!isNews(part, project, forecast)) continue;
      window.clearTimeout(waiting.get(part));
      waiting.set(part, window.setTimeout(() => part.dispatchEvent(new CustomEvent("fresh")), gather));
    }
  });
}

/** What a part shows is in `data-forecast` (one project) or `data-shown` ("7:811 8:90", several). */
function isNews(part: HTMLElement, project: number, forecast: number): boolean {
  const shown = part.dataset["forecast"] ?? part.dataset["shown"]?.split(" ").find((mark) => mark.startsWith(`${project}:`))?.split(":")[1];
  return shown === undefined || Number(shown) < forecast;
}

export function watchNews(): void {
  if (!document.querySelector("[data-follows], project-plan")) return;
  follow();
  const others = new BroadcastChannel("milepost-news");
  others.onmessage = (event) => spread(event.data);
  let stop = (): void => {};
  const release = new AbortController();
  window.addEventListener("pagehide", () => (stop(), release.abort()), { once: true });
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  navigator.locks
    .request("milepost-news", { signal: release.signal }, () => {
      stop = listen((news) => (spread(news), others.postMessage(news)));
      return new Promise((done) => release.signal.addEventListener("abort", done));
    })
    .catch(() => undefined);
}
