/** The columns of the board, which card stands in which, and what moving a card means. Pure. */
import type { Edit } from "../edits.ts";
import { DONE, IN_PROGRESS, SUMMARY, TO_DO, WAITING, parents, type Chart } from "../model.ts";
import type { Words } from "../say.ts";

export const ways = ["state", "person", "deliverable", "label"] as const;
export type By = (typeof ways)[number];

export interface Column {
  /** A state by its name, else the place or id of what the column stands for; empty for the cards without one. */
  key: string;
  name: string;
  rows: number[];
  /** Whether cards may be put here. */
  takes: boolean;
}

export const STATES = ["todo", "doing", "waiting", "done"] as const;
const OF_STATE: Record<number, string> = { [TO_DO]: "todo", [IN_PROGRESS]: "doing", [WAITING]: "waiting", [DONE]: "done" };
const HALF = 50;

/** Rows whose task cannot begin, because what it or a summary above it waits for is not there yet. */
export function waiting(chart: Chart): Set<number> {
  const held = new Set<number>();
  for (const [before, after, kind] of chart.links) {
    const done = chart.state[before] === DONE || chart.percent[before] === 100;
    const begun = done || chart.state[before] === IN_PROGRESS || chart.percent[before]! > 0;
    if ((kind === "FS" && !done) || (kind === "SS" && !begun)) held.add(after);
  }
  const above = parents(chart.level);
  above.forEach((parent, row) => held.has(parent) && held.add(row));
  return held;
}

/** The state of every row by its name; a task that could not begin waits. */
export function states(chart: Chart): string[] {
  const held = waiting(chart);
  return chart.state.map((state, row) => (state === TO_DO && held.has(row) ? "waiting" : OF_STATE[state]!));
}

/** The columns with the cards of these rows: what begins first stands first, what was done last among the done. */
export function columns(chart: Chart, rows: readonly number[], by: By, words: Words): Column[] {
  const state = states(chart);
  const made = empty(chart, by, words);
  const of = new Map(made.map((column) => [column.key, column]));
  for (const row of rows) {
    if (chart.kind[row] === SUMMARY || !chart.active[row]) continue;
    for (const key of keys(chart, row, by, state)) of.get(key)?.rows.push(row);
  }
  for (const column of made) column.rows.sort(inOrder(chart, state));
  return made.filter((column) => column.key || column.rows.length || by === "person");
}

function empty(chart: Chart, by: By, words: Words): Column[] {
  const column = (key: string | number, name: string, takes = true): Column => ({ key: String(key), name, rows: [], takes });
  if (by === "state") return STATES.map((key) => column(key, words[key] ?? key, key !== "waiting"));
  const without = column("", words[`no_${by}`] ?? "");
  if (by === "person") return [...chart.people.map((name, place) => column(place, name)), without];
  if (by === "deliverable") return [...chart.deliverables.map(([id, name]) => column(id, name)), without];
  return [...(chart.known_labels ?? []).map(([, name], place) => column(place, name)), without];
}

function keys(chart: Chart, row: number, by: By, state: readonly string[]): string[] {
  if (by === "state") return [state[row]!];
  const found = by === "person" ? chart.who[row] : by === "label" ? chart.labels?.[row] : [chart.deliverable[row]].filter((id) => id != null);
  return found?.length ? found.map(String) : [""];
}

function inOrder(chart: Chart, state: readonly string[]): (a: number, b: number) => number {
  const rank = (row: number): number => (state[row] === "done" ? 1 : 0);
  const at = (row: number): number => (state[row] === "done" ? -(chart.finish[row] ?? 0) : (chart.start[row] ?? Infinity));
  return (a, b) => rank(a) - rank(b) || at(a) - at(b) || a - b;
}

/** What it means to put a card into another column; empty where it changes nothing. */
export function moves(chart: Chart, row: number, by: By, from: string, to: string): Edit[] {
  const task_id = chart.id[row]!;
  if (from === to) return [];
  if (by === "state") return reported(chart, row, to);
  if (by === "deliverable") return [{ kind: "set", task_id, version: chart.version[row]!, fields: { deliverable_id: to ? Number(to) : null } }];
  if (by === "label") {
    const named = (place: string): number => chart.known_labels[Number(place)]![0];
    return [...(from ? [{ kind: "unlabel", task_id, label_id: named(from) } as const] : []), ...(to ? [{ kind: "label", task_id, label_id: named(to) } as const] : [])];
  }
  return assigned(chart, row, from, to);
}

function assigned(chart: Chart, row: number, from: string, to: string): Edit[] {
  const task_id = chart.id[row]!;
  const there = chart.who[row]!;
  const units = from ? (chart.units[row]![there.indexOf(Number(from))] ?? 100) : 100;
  const leaves: Edit[] = from ? [{ kind: "unassign", task_id, resource_id: chart.resources[Number(from)]! }] : [];
  const comes: Edit[] = to && !there.includes(Number(to)) ? [{ kind: "assign", task_id, resource_id: chart.resources[Number(to)]!, units }] : [];
  return [...leaves, ...comes];
}

/** Moving between states is a report: begun now, done now, or not begun after all. What was done and is not, is taken as half done. */
function reported(chart: Chart, row: number, to: string): Edit[] {
  const task_id = chart.id[row]!;
  if (to === "done") return [{ kind: "progress", task_id, percent: 100 }];
  if (to === "todo") return chart.state[row] === TO_DO ? [] : [{ kind: "progress", task_id, percent: 0, begun: false }];
  if (to === "doing") return [{ kind: "progress", task_id, percent: chart.state[row] === DONE ? HALF : chart.percent[row]!, begun: true }];
  return [];
}
