/** How many cards a column takes, as the project keeps it. */

export type Limits = Record<string, number>;

const address = (project: number): string => `/api/projects/${project}/board`;

export async function limits(project: number): Promise<Limits> {
  const answer = await fetch(address(project)).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { limits: Limits }).limits : {};
}

/** Keeps other limits; gives back those that hold then, or null where they were refused. */
export async function keepLimits(project: number, wanted: Limits, token: string): Promise<Limits | null> {
  const answer = await fetch(address(project), {
    method: "PUT",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ limits: wanted }),
  }).catch(() => null);
  return answer?.ok ? wanted : null;
}
