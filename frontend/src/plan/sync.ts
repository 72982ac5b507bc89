/** Keeps the chart fresh: fetches it, and fetches it again when the news say that the forecast has moved on. */
import type { News } from "../live.ts";
import type { Chart } from "./model.ts";

export async function fetchChart(address: string): Promise<Chart> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

/** Calls `take` with a newer chart whenever there is one. Gathers what comes within 80 ms; asks again if it was too early. */
export function follow(address: string, shown: () => Chart, take: (chart: Chart) => void, signal: AbortSignal): void {
  let timer = 0;
  const ask = async (): Promise<void> => {
    const chart = await fetchChart(address).catch(() => null);
    if (chart && !signal.aborted && isNewer(chart, shown())) take(chart);
  };
  document.addEventListener(
    "news",
    (event) => {
      const { project, revision, forecast } = (event as CustomEvent<News>).detail;
      const now = shown();
      if (project !== now.project_id || (revision <= now.revision && forecast <= now.forecast_revision)) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, 80);
    },
    { signal },
  );
}

function isNewer(chart: Chart, shown: Chart): boolean {
  return chart.revision > shown.revision || chart.forecast_revision > shown.forecast_revision || chart.as_of !== shown.as_of;
}
