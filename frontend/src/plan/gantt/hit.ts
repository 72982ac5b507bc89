/** What of a bar lies under the pointer. Pure. */
import { MILESTONE, SUMMARY, type Chart } from "../model.ts";
import { BAR, MIDDLE, ROW, ends } from "./paint.ts";
import type { Scale } from "./scale.ts";

/** The part of a bar: its body, its end (to make it longer), how far it is done, or a handle to draw a link from. */
export type Part = "bar" | "end" | "done" | "from-start" | "from-finish";

export interface Hit {
  row: number;
  part: Part;
}

/** Where the handles for links stand beside a bar, and how far around them a press counts. */
export const HANDLE = 10;
const NEAR = 6;
const EDGE = 5;
const HALF_DIAMOND = 8;

interface Shown {
  chart: Chart;
  scale: Scale;
  shown: Int32Array;
}

export function hit(at: Shown, left: number, top: number, reach = 1): Hit | null {
  const index = Math.floor(top / ROW);
  const row = at.shown[index] ?? -1;
  const bar = row >= 0 ? ends(at, row) : null;
  if (!bar) return null;
  const y = top - index * ROW - MIDDLE;
  const diamond = at.chart.kind[row] === MILESTONE;
  const start = diamond ? bar.start - HALF_DIAMOND : bar.start;
  const finish = diamond ? bar.start + HALF_DIAMOND : Math.max(bar.finish, bar.start + 3);
  const part = Math.abs(y) <= BAR * reach ? partAt(at.chart, row, start, finish, left, y, reach) : null;
  return part && { row, part };
}

function partAt(chart: Chart, row: number, start: number, finish: number, left: number, y: number, reach: number): Part | null {
  const plain = chart.kind[row] !== SUMMARY && chart.kind[row] !== MILESTONE;
  const done = start + ((finish - start) * chart.percent[row]!) / 100;
  if (Math.abs(left - (finish + HANDLE)) <= NEAR * reach) return "from-finish";
  if (Math.abs(left - (start - HANDLE)) <= NEAR * reach) return "from-start";
  if (plain && y > 2 && Math.abs(left - done) <= EDGE && finish - start > 3 * EDGE) return "done";
  if (plain && left <= finish + 3 && left >= finish - EDGE * reach) return "end";
  return left >= start && left <= finish ? "bar" : null;
}

/** The end of a bar that a link arrives at when it is let go there: the nearer one, the start where it is let go beside the bar. */
export function endAt(at: Shown, row: number, left: number): "S" | "F" {
  const bar = ends(at, row);
  if (!bar || left < bar.start || left > bar.finish + 2 * HANDLE) return "S";
  return left > (bar.start + bar.finish) / 2 && bar.finish > bar.start ? "F" : "S";
}
