/** The ways to look at a plan, chosen by `?view=`. Each is loaded when it is first wanted. */
import type { View } from "./store.ts";

export const names = ["gantt", "table", "board", "calendar", "network"] as const;

export type ViewName = (typeof names)[number];

/** Further views: each folder's `main.ts` exports `view()`, which makes one. */
const makers = import.meta.glob<{ view: () => View }>("./{board,calendar,network}/main.ts");

export const isView = (name: string | null): name is ViewName => names.includes(name as ViewName);

/** The view that an address asks for. */
export function asked(search: string): ViewName {
  const name = new URLSearchParams(search).get("view");
  return isView(name) ? name : "gantt";
}

export async function load(name: ViewName): Promise<View | null> {
  const make = makers[`./${name}/main.ts`];
  return make ? (await make()).view() : null;
}
