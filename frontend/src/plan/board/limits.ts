/** How many cards a column takes, as the project keeps it. */
import { send } from "../post.ts";

export interface Limits {
  limits: Record<string, number>;
  version: number;
}

const address = (project: number): string => `/api/projects/${project}/board`;

export async function limits(project: number): Promise<Limits | null> {
  const answer = await fetch(address(project)).catch(() => null);
  return answer?.ok ? ((await answer.json()) as Limits) : null;
}

/** Keeps another limit of one column, none where it is null; gives back what holds then, also where somebody else was faster. */
export async function keepLimit(project: number, now: Limits, column: string, most: number | null): Promise<Limits | null> {
  await send(address(project), { limits: { ...now.limits, [column]: most }, version: now.version }, "", { method: "PUT" });
  return limits(project);
}
