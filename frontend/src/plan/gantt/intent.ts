/** What a drag of a bar means: the edits, and where the bar would stand. Pure. */
import { isoDay, isoMinute, linksAt } from "../columns.ts";
import type { Edit, LinkKind } from "../edits.ts";
import { DAY, DONE, SUMMARY, endOf, type Chart } from "../model.ts";
import type { Hit } from "./hit.ts";
import { STEP, WIDTH, minuteAt, x, type Scale } from "./scale.ts";

/** Where the bar in hand would stand, or how far it would be done. */
export interface Ghost {
  row: number;
  start: number;
  finish: number;
  percent?: number;
}

export interface Intent {
  edits: Edit[];
  ghost: Ghost;
  /** What is told beside the pointer: a minute, or text. */
  tells: { minute: number } | { text: string };
  /** Word for what was done, for the message with Undo. */
  word: "moved" | "stretched" | "reported" | "linked";
}

const ENOUGH = 5;

export function intent(chart: Chart, scale: Scale, { row, part }: Hit, dx: number, chosen: ReadonlySet<number>): Intent | null {
  const start = chart.start[row];
  const finish = chart.finish[row];
  if (start == null || finish == null) return null;
  if (part === "bar") return moving(chart, scale, row, dx, chosen.has(row) ? [...chosen] : [row]);
  if (part === "end") return stretching(chart, scale, row, start, finish, dx);
  return part === "done" ? reporting(chart, scale, row, start, finish, dx) : null;
}

/** The minute a drag by `dx` leads to: the beginning of a day, or a half hour at the finest grain. */
function snapped(scale: Scale, from: number, dx: number): number {
  if (STEP[scale.zoom] < DAY) return Math.round(minuteAt(scale, x(scale, from) + dx) / STEP.hours) * STEP.hours;
  const step = STEP[scale.zoom] / DAY;
  const days = Math.round(dx / WIDTH[scale.zoom] / step) * step;
  return from + days * DAY;
}

function moving(chart: Chart, scale: Scale, row: number, dx: number, rows: readonly number[]): Intent | null {
  const start = chart.start[row]!;
  const to = snapped(scale, start, dx);
  if (to === start) return null;
  const all = [...new Set(rows.flatMap((each) => movable(chart, each)))];
  if (!all.length) return null;
  return {
    edits: all.map((each) => move(chart, each, to - start)),
    ghost: { row, start: to, finish: chart.finish[row]! + to - start },
    tells: { minute: to },
    word: "moved",
  };
}

/** The tasks that are moved with a row: a summary goes where those below it go that follow no other task. */
function movable(chart: Chart, row: number): number[] {
  if (chart.state[row] === DONE) return [];
  if (chart.kind[row] !== SUMMARY) return [row];
  const below = Array.from({ length: endOf(chart.level, row) - row - 1 }, (_, at) => row + 1 + at);
  return below.filter((each) => chart.kind[each] !== SUMMARY && chart.state[each] !== DONE && linksAt(chart, 0, each).length === 0);
}

function move(chart: Chart, row: number, by: number): Edit {
  const start = isoMinute(chart.start[row]! + by);
  const fields = chart.manual[row] ? { manual_start: start, manual_finish: isoMinute(chart.finish[row]! + by) } : { constraint: "SNET", constraint_at: start };
  return { kind: "set", task_id: chart.id[row]!, version: chart.version[row]!, fields };
}

function stretching(chart: Chart, scale: Scale, row: number, start: number, finish: number, dx: number): Intent | null {
  const to = Math.max(snapped(scale, finish, dx), start + STEP.hours);
  if (to === finish || chart.state[row] === DONE) return null;
  const said: { task_id: number; version: number } = { task_id: chart.id[row]!, version: chart.version[row]! };
  const hourly = STEP[scale.zoom] < DAY && Math.floor(to / DAY) === Math.floor(finish / DAY);
  const duration = chart.duration[row]! + to - finish;
  const edit: Edit = hourly && duration > 0 ? { kind: "set", ...said, fields: { duration_minutes: duration } } : { kind: "set", ...said, typed: { finish: isoDay(Math.max(to, start)) } };
  return { edits: [edit], ghost: { row, start, finish: to }, tells: { minute: to }, word: "stretched" };
}

function reporting(chart: Chart, scale: Scale, row: number, start: number, finish: number, dx: number): Intent | null {
  const [left, right] = [x(scale, start), x(scale, finish)];
  const at = chart.percent[row]! + (100 * dx) / Math.max(1, right - left);
  const percent = Math.max(0, Math.min(100, Math.round(at / ENOUGH) * ENOUGH));
  if (percent === chart.percent[row]) return null;
  return { edits: [{ kind: "progress", task_id: chart.id[row]!, percent }], ghost: { row, start, finish, percent }, tells: { text: `${percent} %` }, word: "reported" };
}

/** A link from one end of a bar to one end of another. */
export function linking(chart: Chart, from: Hit, to: number, end: "S" | "F"): Intent | null {
  if (to === from.row || to < 0 || chart.finish[from.row] == null || chart.finish[to] == null) return null;
  const kind = `${from.part === "from-start" ? "S" : "F"}${end}` as LinkKind;
  const edit: Edit = { kind: "link", predecessor_id: chart.id[from.row]!, successor_id: chart.id[to]!, link_kind: kind, lag: 0, unit: "working" };
  return { edits: [edit], ghost: { row: to, start: chart.start[to]!, finish: chart.finish[to]! }, tells: { text: `${kind} → ${chart.name[to]}` }, word: "linked" };
}
