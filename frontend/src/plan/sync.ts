/** Follows the news of a project and fetches its chart again when the plan or its forecast has moved on; tells who changed what. */
import type { News } from "../live.ts";
import { DAY, type Chart, type Span, type Stretch } from "./model.ts";

const MARGIN = 90;

export async function fetchChart(address: string): Promise<Chart> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  const chart = (await answer.json()) as Omit<Chart, "away">;
  return { ...chart, away: chart.people.map(() => []) };
}

/** When each of the team is away, over the whole of a chart. */
export async function fetchDaysOff(address: string, { first, last }: Span): Promise<Stretch[][]> {
  const answer = await fetch(`${address}?first=${Math.max(0, Math.floor(first / DAY))}&last=${Math.floor(last / DAY) + MARGIN}`).catch(() => null);
  return answer?.ok ? answer.json() : [];
}

/** What somebody changed, newest first. */
export interface ChangeLine {
  id: number;
  by: string;
  mine: boolean;
  sentence: string;
  task_ids: number[];
}

export async function fetchChanges(address: string, since: number): Promise<ChangeLine[]> {
  const answer = await fetch(`${address}?since_revision=${since}`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { changes: ChangeLine[] }).changes : [];
}

/** Calls `ask` whenever there is news that is newer than what is shown. Gathers what comes within 80 ms. */
export function follow(shown: () => Chart, ask: () => void, signal: AbortSignal): void {
  let timer = 0;
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

export function isNewer(chart: Chart, shown: Chart): boolean {
  return chart.revision > shown.revision || chart.scenario > shown.scenario || chart.forecast_revision > shown.forecast_revision || chart.as_of !== shown.as_of;
}
