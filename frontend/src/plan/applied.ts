/** The plan as it looks with edits that the server has not confirmed yet. Dates stay: they are the forecast's. Pure. */
import type { Edit, Preview, TaskRef } from "./edits.ts";
import { CONSTRAINTS, DAY, DONE, IN_PROGRESS, SUMMARY, TASK, TO_DO, endOf, minuteOf, type Chart } from "./model.ts";

/** The columns that have one value per row, with what a new task has in them. */
const BLANK = {
  id: 0, uid: -1, name: "", level: 1, kind: TASK, active: 1, state: TO_DO, version: 1, deadline: null, start: null, finish: null, baseline_start: null,
  baseline_finish: null, percent: 0, critical: 0, total_float: 0, duration: 0, constraint: 0, constraint_at: null, manual: 0, priority: 500, effort: 0,
  best: null, worst: null, deliverable: null, who: [], units: [], labels: [],
} as const satisfies Partial<Record<keyof Chart, unknown>>;

type Promised = [number | null, number];
type ByRow = keyof typeof BLANK;
const BY_ROW = Object.keys(BLANK) as ByRow[];

/** Id that a new task has until the server gave it one: `new-3` is -3. */
export const idOf = (task: TaskRef): number => (typeof task === "number" ? task : -Number(task.replace("new-", "")));
export const keyOf = (id: number): string => `new-${-id}`;

export function applied(chart: Chart, edits: readonly Edit[]): Chart {
  return edits.reduce(one, chart);
}

function one(chart: Chart, edit: Edit): Chart {
  switch (edit.kind) {
    case "add":
      return added(chart, edit);
    case "remove":
      return removed(chart, idOf(edit.task_id));
    case "move":
      return moved(chart, edit.task_ids.map(idOf), edit.after_id === null ? 0 : idOf(edit.after_id), edit.level);
    case "unlink":
      return { ...chart, links: chart.links.filter((link) => link[3] !== edit.link_id) };
    case "link":
      return linked(chart, edit);
    default:
      return changed(chart, edit);
  }
}

/** With one value of some columns replaced. */
function having(chart: Chart, row: number, values: Partial<Record<keyof Chart, unknown>>): Chart {
  const columns = Object.entries(values).map(([name, value]) => [name, (chart[name as ByRow] as unknown[]).with(row, value)]);
  return { ...chart, ...Object.fromEntries(columns) };
}

function changed(chart: Chart, edit: Extract<Edit, { task_id: TaskRef }>): Chart {
  const row = chart.id.indexOf(idOf(edit.task_id));
  if (row < 0) return chart;
  switch (edit.kind) {
    case "set":
      return having(chart, row, known(edit.fields ?? {}, chart, row));
    case "progress":
      return having(chart, row, { percent: edit.percent, state: edit.percent >= 100 ? DONE : edit.percent > 0 ? IN_PROGRESS : TO_DO });
    case "assign":
      return having(chart, row, { who: [...chart.who[row]!, chart.resources.indexOf(edit.resource_id)], units: [...chart.units[row]!, edit.units] });
    case "unassign": {
      const kept = chart.who[row]!.map((person) => chart.resources[person] !== edit.resource_id);
      return having(chart, row, { who: chart.who[row]!.filter((_, at) => kept[at]), units: chart.units[row]!.filter((_, at) => kept[at]) });
    }
    case "label":
    case "unlabel": {
      const label = chart.known_labels.findIndex(([id]) => id === edit.label_id);
      const others = chart.labels[row]!.filter((each) => each !== label);
      return having(chart, row, { labels: edit.kind === "label" ? [...others, label] : others });
    }
    case "set_field": {
      const place = chart.fields.findIndex(([id]) => id === edit.field_id);
      const others = chart.field_values.filter(([at, field]) => at !== row || field !== place);
      return { ...chart, field_values: edit.value === null ? others : [...others, [row, place, edit.value]] };
    }
    default:
      return chart;
  }
}

const minute = (wall: unknown): number | null => (wall === null ? null : minuteOf(String(wall)));

/** The server's names of fields as the chart's columns; what the chart does not hold is left out. */
function known(fields: Record<string, unknown>, chart: Chart, row: number): Partial<Record<keyof Chart, unknown>> {
  const as: Record<string, (value: unknown) => Partial<Record<keyof Chart, unknown>>> = {
    name: (name) => ({ name }),
    duration_minutes: (duration) => ({ duration }),
    best_minutes: (best) => ({ best }),
    worst_minutes: (worst) => ({ worst }),
    effort_minutes: (effort) => ({ effort }),
    priority: (priority) => ({ priority }),
    deliverable_id: (deliverable) => ({ deliverable }),
    active: (active) => ({ active: Number(active) }),
    manual: (manual) => ({ manual: Number(manual) }),
    constraint: (kind) => ({ constraint: CONSTRAINTS.indexOf(kind as (typeof CONSTRAINTS)[number]) }),
    constraint_at: (at) => ({ constraint_at: minute(at) }),
    deadline_at: (at) => ({ deadline: minute(at) }),
    manual_start: (at) => ({ start: minute(at) ?? chart.start[row] }),
    manual_finish: (at) => ({ finish: minute(at) ?? chart.finish[row] }),
  };
  return Object.assign({}, ...Object.entries(fields).map(([name, value]) => as[name]?.(value) ?? {}));
}

/** With rows in another order; `order` holds the rows of before, -1 for a new one. */
function reordered(chart: Chart, order: readonly number[]): Chart {
  const place = new Map(order.map((row, at) => [row, at]));
  const columns = BY_ROW.map((name) => [name, order.map((row) => (row < 0 ? BLANK[name] : chart[name][row]))]);
  return {
    ...chart,
    ...Object.fromEntries(columns),
    links: chart.links.flatMap((link) => (place.has(link[0]) && place.has(link[1]) ? [[place.get(link[0])!, place.get(link[1])!, ...link.slice(2)] as typeof link] : [])),
    promises: chart.promises.flatMap(([row, day]) => (row === null ? [[row, day] as Promised] : place.has(row) ? [[place.get(row)!, day] as Promised] : [])),
    field_values: chart.field_values.flatMap(([row, field, value]) => (place.has(row) ? [[place.get(row)!, field, value] as [number, number, string]] : [])),
  };
}

/** A row is a summary exactly where the next one lies deeper. */
function withSummaries(chart: Chart): Chart {
  const kind = chart.level.map((level, row) => {
    if ((chart.level[row + 1] ?? 0) > level) return SUMMARY;
    return chart.kind[row] === SUMMARY ? TASK : chart.kind[row]!;
  });
  return { ...chart, kind };
}

/** The row in front of which something goes that is put behind a task, and behind what is below that one unless it goes deeper. */
function behind(chart: Chart, after: number, level: number): number {
  if (after === 0) return 0;
  const row = chart.id.indexOf(after);
  if (row < 0) return chart.id.length;
  return chart.level[row]! < level ? row + 1 : endOf(chart.level, row);
}

function added(chart: Chart, edit: Extract<Edit, { kind: "add" }>): Chart {
  const at = edit.after_id === null ? chart.id.length : behind(chart, idOf(edit.after_id), edit.level);
  const rows = chart.id.map((_, row) => row);
  const grown = reordered(chart, [...rows.slice(0, at), -1, ...rows.slice(at)]);
  return withSummaries(having(grown, at, { id: idOf(edit.key), uid: idOf(edit.key), name: edit.name, level: edit.level, duration: edit.duration_minutes ?? chart.minutes_per_day }));
}

function removed(chart: Chart, id: number): Chart {
  const row = chart.id.indexOf(id);
  if (row < 0) return chart;
  const end = endOf(chart.level, row);
  return withSummaries(reordered(chart, chart.id.flatMap((_, at) => (at < row || at >= end ? [at] : []))));
}

function moved(chart: Chart, ids: readonly number[], after: number, level: number): Chart {
  const [only] = ids;
  const here = chart.id.indexOf(only!);
  const stays = ids.length === 1 && here > 0 && chart.id[here - 1] === after && level === chart.level[here]! - 1;
  if (stays) return withSummaries({ ...chart, level: chart.level.map((each, row) => (row >= here && row < endOf(chart.level, here) ? each - 1 : each)) });
  const tops = ids.map((id) => chart.id.indexOf(id)).filter((row) => row >= 0);
  const blocks = tops.map((row) => Array.from({ length: endOf(chart.level, row) - row }, (_, at) => row + at));
  const going = new Set(blocks.flat());
  const at = behind(chart, after, level);
  const stay = (from: number, to: number): number[] => chart.id.flatMap((_, row) => (row >= from && row < to && !going.has(row) ? [row] : []));
  const deeper = new Map(blocks.flatMap((rows) => rows.map((row) => [row, level - chart.level[rows[0]!]!])));
  const order = [...stay(0, at), ...blocks.flat(), ...stay(at, chart.id.length)];
  const shifted = { ...chart, level: chart.level.map((each, row) => each + (deeper.get(row) ?? 0)) };
  return withSummaries(reordered(shifted, order));
}

function linked(chart: Chart, edit: Extract<Edit, { kind: "link" }>): Chart {
  const from = chart.id.indexOf(idOf(edit.predecessor_id));
  const to = chart.id.indexOf(idOf(edit.successor_id));
  const there = chart.links.find((link) => link[0] === from && link[1] === to);
  const others = chart.links.filter((link) => link !== there);
  return { ...chart, links: [...others, [from, to, edit.link_kind, there?.[3] ?? 0, edit.lag, edit.unit]] };
}

/** With the dates that a preview foretells, until the forecast says its own. */
export function foretold(chart: Chart, moved: Preview["moved"]): Chart {
  if (!moved.length) return chart;
  const rowOf = new Map(chart.uid.map((uid, row) => [uid, row]));
  const start = [...chart.start];
  const finish = [...chart.finish];
  for (const each of moved) {
    const row = rowOf.get(each.uid);
    if (row === undefined) continue;
    start[row] = minute(each.start);
    finish[row] = minute(each.finish);
  }
  return { ...chart, start, finish };
}

/** With the ids that the server gave to what was added, and the versions that tasks have now. */
export function confirmed(chart: Chart, made: Record<string, number>, versions: Record<string, number>): Chart {
  const given = new Map(Object.entries(made).map(([key, id]) => [idOf(key), id]));
  const id = given.size ? chart.id.map((each) => given.get(each) ?? each) : chart.id;
  const version = id.map((each, row) => versions[each] ?? chart.version[row]!);
  return { ...chart, id, version };
}

/** Working days between two minutes that are open in the project's calendar, the later day not counted; negative backwards. */
export function openDays(chart: Chart, from: number, to: number): number {
  if (to < from) return -openDays(chart, to, from);
  const first = Math.floor(from / DAY);
  const last = Math.floor(to / DAY);
  let closed = 0;
  for (const [begin, end] of chart.closed) closed += Math.max(0, Math.min(end + 1, last) - Math.max(begin, first));
  return last - first - closed;
}
