/** Which rows are shown and in which order: filtered, sorted among their siblings, grouped, folded. Pure. */
import type { Column } from "./columns.ts";
import { DAY, DONE, SUMMARY, endOf, parents, type Chart } from "./model.ts";
import type { Filter } from "./store.ts";

export const EVERYTHING: Filter = { text: "", person: null, label: null, critical: false, late: false, open: false };

export interface Order {
  column: Column;
  down: boolean;
}

/** A heading over the rows of one group; it stands in `shown` as a negative number, the first as -1. */
export interface Group {
  name: string;
  count: number;
}

export interface Arrangement {
  /** Rows of the chart, or `-1 - n` for the heading of group n. */
  shown: Int32Array;
  groups: Group[];
}

export function isNarrow(filter: Filter): boolean {
  return Object.entries(filter).some(([name, value]) => value !== EVERYTHING[name as keyof Filter]);
}

/** Folds letters for finding: "Ä" is found by "a". */
export const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether a task that is not done ends after its deadline or after what was promised of it, or cannot keep a date that was set. */
export function isLate(chart: Chart, row: number): boolean {
  const finish = chart.finish[row];
  if (finish == null || chart.state[row] === DONE) return false;
  const deadline = chart.deadline[row];
  const promised = chart.promises.some(([of, day]) => of === row && finish > (day + 1) * DAY);
  return promised || (deadline != null && finish > deadline) || chart.total_float[row]! < 0;
}

function test(chart: Chart, filter: Filter): (row: number) => boolean {
  const text = folded(filter.text.trim());
  return (row) =>
    (!text || folded(chart.name[row]!).includes(text)) &&
    (filter.person === null || chart.who[row]!.includes(filter.person)) &&
    (filter.label === null || chart.labels[row]!.includes(filter.label)) &&
    (!filter.critical || !!chart.critical[row]) &&
    (!filter.late || isLate(chart, row)) &&
    (!filter.open || chart.state[row] !== DONE);
}

/** Rows that the filter lets through, and the summaries above them, in the plan's order. */
export function matching(chart: Chart, filter: Filter): number[] {
  const all = chart.id.map((_, row) => row);
  if (!isNarrow(filter)) return all;
  const passes = test(chart, filter);
  const parent = parents(chart.level);
  const kept = new Set<number>();
  for (const row of all) {
    if (chart.kind[row] === SUMMARY && !filter.text) continue;
    if (passes(row)) for (let up = row; up >= 0 && !kept.has(up); up = parent[up]!) kept.add(up);
  }
  return all.filter((row) => kept.has(row));
}

/** The rows to show. Grouped, the tasks stand under headings and summaries are left out; else the outline stays whole. */
export function arrange(chart: Chart, rows: readonly number[], folds: ReadonlySet<number>, order: Order | null, group: Column | null): Arrangement {
  const compare = order ? comparison(chart, order) : null;
  if (group) return grouped(chart, rows, group, compare);
  const outline = compare ? sortedOutline(chart, rows, compare) : rows;
  return { shown: Int32Array.from(unfolded(chart, outline, folds)), groups: [] };
}

type Compare = (a: number, b: number) => number;

function comparison(chart: Chart, { column, down }: Order): Compare {
  const sign = down ? -1 : 1;
  return (a, b) => sign * compared(column.value(chart, a), column.value(chart, b)) || a - b;
}

function compared(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
}

function sortedOutline(chart: Chart, rows: readonly number[], compare: Compare): number[] {
  const present = new Set(rows);
  const within = (first: number, end: number): number[] => {
    const tops: number[] = [];
    for (let row = first; row < end; row = endOf(chart.level, row)) if (present.has(row)) tops.push(row);
    return tops.sort(compare).flatMap((row) => [row, ...within(row + 1, endOf(chart.level, row))]);
  };
  return within(0, chart.id.length);
}

function unfolded(chart: Chart, rows: readonly number[], folds: ReadonlySet<number>): number[] {
  let below = Infinity;
  return rows.filter((row) => {
    const deep = chart.level[row]!;
    if (deep > below) return false;
    below = folds.has(row) ? deep : Infinity;
    return true;
  });
}

function grouped(chart: Chart, rows: readonly number[], column: Column, compare: Compare | null): Arrangement {
  const of = new Map<string, { first: number | string | null; rows: number[] }>();
  for (const row of rows) {
    if (chart.kind[row] === SUMMARY) continue;
    const name = column.text(chart, row);
    const there = of.get(name);
    if (there) there.rows.push(row);
    else of.set(name, { first: column.value(chart, row), rows: [row] });
  }
  const sorted = [...of].sort(([, a], [, b]) => compared(a.first, b.first));
  const shown = sorted.flatMap(([, each], index) => [-1 - index, ...(compare ? each.rows.sort(compare) : each.rows)]);
  return { shown: Int32Array.from(shown), groups: sorted.map(([name, each]) => ({ name, count: each.rows.length })) };
}
