/** Changes to the outline as edits: a task goes deeper or comes out, up or down, into the plan or out of it. Pure. */
import { FIRST, type Edit } from "../edits.ts";
import { endOf, type Chart } from "../model.ts";

/** Chosen rows without those that lie below another chosen one, in the plan's order. */
export function tops(chart: Chart, rows: Iterable<number>): number[] {
  const all: number[] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = all.at(-1);
    if (last === undefined || row >= endOf(chart.level, last)) all.push(row);
  }
  return all;
}

/** One deeper, below the task before it, or one out; where neither can be, nothing. */
export function indented(chart: Chart, rows: Iterable<number>, by: 1 | -1): Edit[] {
  const can = (row: number): boolean => (by > 0 ? row > 0 && (chart.level[row - 1]! >= chart.level[row]! || tops(chart, rows).includes(row - 1)) : chart.level[row]! > 1);
  return tops(chart, rows)
    .filter(can)
    .map((row) => ({ kind: "move", task_ids: [chart.id[row]!], after_id: row ? chart.id[row - 1]! : FIRST, level: chart.level[row]! + by }));
}

/** Before the sibling before it, or behind the sibling behind it. Several tasks move as one where they stand together. */
export function shifted(chart: Chart, rows: Iterable<number>, by: 1 | -1): Edit[] {
  const all = tops(chart, rows);
  const [first] = all;
  if (first === undefined) return [];
  const level = chart.level[first]!;
  const end = endOf(chart.level, all.at(-1)!);
  const task_ids = all.map((row) => chart.id[row]!);
  if (by > 0) return chart.level[end] === level ? [{ kind: "move", task_ids, after_id: chart.id[end]!, level }] : [];
  const above = siblingAbove(chart, first);
  if (above < 0) return [];
  return [{ kind: "move", task_ids, after_id: above > 0 ? before(chart, above, level) : FIRST, level }];
}

function siblingAbove(chart: Chart, row: number): number {
  const level = chart.level[row]!;
  for (let above = row - 1; above >= 0 && chart.level[above]! >= level; above--) if (chart.level[above] === level) return above;
  return -1;
}

/** The task behind which something stands right before `row`: its elder sibling, or else its parent. */
function before(chart: Chart, row: number, level: number): number {
  const elder = siblingAbove(chart, row);
  if (elder >= 0) return chart.id[elder]!;
  for (let above = row - 1; above >= 0; above--) if (chart.level[above]! < level) return chart.id[above]!;
  return FIRST;
}

/** A task goes with everything below it. */
export function removed(chart: Chart, rows: Iterable<number>): Edit[] {
  return tops(chart, rows).map((row) => ({ kind: "remove", task_id: chart.id[row]!, version: chart.version[row]! }));
}
