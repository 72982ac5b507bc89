/** Asks the server to do something, as JSON. */

/** Why it did not, as every door says it. */
export interface Refused {
  code: string;
  message: string;
  field?: string | null;
  /** What both sides want where two meet; `index` is the place of the edit that it is about. */
  details: { yours?: unknown; current?: unknown; index?: number };
}

export type Answer<Body> = { ok: true; body: Body } | { ok: false; refused: Refused };

const token = (): string => document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";

export interface Asking {
  method?: string;
  signal?: AbortSignal;
  /** However often this is sent, it is done once. */
  key?: string;
}

export async function send<Body>(address: string, what: unknown, unreachable: string, { method = "POST", signal, key }: Asking = {}): Promise<Answer<Body>> {
  const answer = await fetch(address, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token(), ...(key ? { "Idempotency-Key": key } : {}) },
    ...(what === undefined ? {} : { body: JSON.stringify(what) }),
    ...(signal ? { signal } : {}),
  }).catch(() => null);
  const body: unknown = await answer?.json().catch(() => null);
  if (answer?.ok) return { ok: true, body: body as Body };
  const refused = body && typeof body === "object" && "code" in body ? (body as Refused) : { code: "unreachable", message: unreachable, details: {} };
  return { ok: false, refused };
}
