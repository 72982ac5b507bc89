/** The plan as the browser holds it: columns by row, the tree that the levels make, and what is visible of it. Pure. */

/**
 * What the server sends. Minutes are wall-clock minutes since 1970 of the project's zone, days are days since 1970; every list is
 * in the plan's order. A promise stands at a row, or at none for the whole project.
 */
export interface Chart {
  project_id: number;
  revision: number;
  forecast_revision: number;
  /** The version of the scenario that is tried here; 0 for the plan itself. */
  scenario: number;
  as_of: number | null;
  minutes_per_day: number;
  promises: [number | null, number][];
  closed: Stretch[];
  /** First and last day of what is free and has a name, and the name. */
  holidays: [number, number, string][];
  id: number[];
  uid: number[];
  name: string[];
  level: number[];
  kind: number[];
  active: number[];
  state: number[];
  version: number[];
  deadline: (number | null)[];
  start: (number | null)[];
  finish: (number | null)[];
  baseline_start: (number | null)[];
  baseline_finish: (number | null)[];
  percent: number[];
  critical: number[];
  total_float: number[];
  duration: number[];
  /** Place in `CONSTRAINTS`. */
  constraint: number[];
  constraint_at: (number | null)[];
  manual: number[];
  priority: number[];
  effort: number[];
  best: (number | null)[];
  worst: (number | null)[];
  /** Ids, named in `deliverables`. */
  deliverable: (number | null)[];
  deliverables: [number, string][];
  /** Places in `people`, `resources`, `resource_units` and `away`, which comes by itself; `units` are per cent of their time. */
  who: number[][];
  units: number[][];
  people: string[];
  resources: number[];
  resource_units: number[];
  away: Stretch[][];
  links: Link[];
  /** Places in `known_labels`. */
  labels: number[][];
  known_labels: [number, string, string][];
  /** Id, name, kind and choices of each custom field; their values as row, place in `fields`, text. */
  fields: [number, string, string, string[]][];
  field_values: [number, number, string][];
}

/** First and last day, inclusive. */
export type Stretch = [number, number];

/** Predecessor row, successor row, kind, id, lag, unit of the lag. */
export type Link = [number, number, string, number, number, string];

export const CONSTRAINTS = ["ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"] as const;

/** States of a task, as the board shows them. */
export const TO_DO = 0;
export const IN_PROGRESS = 1;
export const WAITING = 2;
export const DONE = 3;

export const TASK = 0;
export const SUMMARY = 1;
export const MILESTONE = 2;
export const DAY = 1440;

/** The minute of a time on the server's wall clock, "2026-03-12T09:00:00", or of the beginning of a day. */
export const minuteOf = (wall: string): number => Date.parse(wall.length > 10 ? `${wall.slice(0, 16)}Z` : wall) / 60_000;

export interface Span {
  first: number;
  last: number;
}

/** Row of each row's parent, -1 at the top: the nearest row above with a lower level. */
export function parents(level: readonly number[]): Int32Array {
  const parent = new Int32Array(level.length).fill(-1);
  const open: number[] = [];
  level.forEach((deep, row) => {
    while (open.length && level[open.at(-1)!]! >= deep) open.pop();
    parent[row] = open.at(-1) ?? -1;
    open.push(row);
  });
  return parent;
}

/** The row behind the last one below `row`. */
export function endOf(level: readonly number[], row: number): number {
  let end = row + 1;
  while (end < level.length && level[end]! > level[row]!) end++;
  return end;
}

/** First and last minute of anything that is drawn; the day of the data date where nothing has a date. */
export function span(chart: Chart): Span {
  let first = Infinity;
  let last = -Infinity;
  for (const column of [chart.start, chart.finish, chart.baseline_start, chart.baseline_finish]) {
    for (const minute of column) {
      if (minute === null) continue;
      if (minute < first) first = minute;
      if (minute > last) last = minute;
    }
  }
  for (const on of [...chart.promises.map(([, day]) => day), chart.as_of]) {
    if (on === null) continue;
    first = Math.min(first, on * DAY);
    last = Math.max(last, (on + 1) * DAY);
  }
  return first <= last ? { first, last } : { first: 0, last: 30 * DAY };
}

/** The minutes of the day at which most tasks start and finish: the working day, drawn as a whole day. */
export function workingDay(chart: Chart): Span {
  const open = most(chart.start) ?? 0;
  const close = most(chart.finish) ?? DAY;
  return close > open ? { first: open, last: close } : { first: 0, last: DAY };
}

function most(minutes: readonly (number | null)[]): number | null {
  const count = new Map<number, number>();
  for (const minute of minutes) if (minute !== null) count.set(minute % DAY, (count.get(minute % DAY) ?? 0) + 1);
  let best: number | null = null;
  for (const [minute, times] of count) if (best === null || times > count.get(best)!) best = minute;
  return best;
}

/** The day promised for the whole project; null where nothing was. */
export function promised(chart: Chart): number | null {
  return chart.promises.find(([row]) => row === null)?.[1] ?? null;
}

/** Rows whose dates differ between two states of a plan, or that are new: by uid, since rows may have moved. */
export function moved(before: Chart, after: Chart): Set<number> {
  const old = new Map(before.uid.map((uid, row) => [uid, row]));
  const rows = new Set<number>();
  after.uid.forEach((uid, row) => {
    const was = old.get(uid);
    const same = was !== undefined && before.start[was] === after.start[row] && before.finish[was] === after.finish[row] && before.percent[was] === after.percent[row];
    if (!same) rows.add(row);
  });
  return rows;
}

/** A baseline is worth drawing where it differs by half a day or more from the forecast. */
export function strayed(chart: Chart, row: number): boolean {
  const start = chart.baseline_start[row];
  const finish = chart.baseline_finish[row];
  if (start == null || finish == null) return false;
  return Math.abs(start - (chart.start[row] ?? start)) >= DAY / 2 || Math.abs(finish - (chart.finish[row] ?? finish)) >= DAY / 2;
}

/** The initials of everybody on a task. */
export function initials(chart: Chart, row: number): string {
  return (chart.who[row] ?? []).map((person) => short(chart.people[person] ?? "")).join(", ");
}

function short(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  return parts.length > 1 ? (parts[0]![0]! + parts.at(-1)![0]!).toUpperCase() : name.slice(0, 6);
}
