/** What moves with the pointer: the bar in hand, the tasks that would move with it, a link that is being drawn, the handles of a bar. */
import type { Preview } from "../edits.ts";
import { MILESTONE, SUMMARY, minuteOf, type Chart } from "../model.ts";
import { HANDLE } from "./hit.ts";
import type { Ghost } from "./intent.ts";
import { BAR, FONT, MIDDLE, ROW, diamondAt, ends, rounded, type Colours, type Pen, type Scene } from "./paint.ts";
import { x } from "./scale.ts";

export interface InHand {
  ghost: Ghost | null;
  /** A link that is being drawn, in places of the timeline. */
  line: { x1: number; y1: number; x2: number; y2: number } | null;
  /** Words beside the pointer, and where. */
  words: { text: string; x: number; y: number } | null;
}

/** Handles beside a bar, from which links are drawn. */
export function paintHandles(pen: Pen, scene: Scene, row: number): void {
  const at = ends(scene, row);
  if (!at) return;
  const y = scene.place[row]! * ROW + MIDDLE;
  const half = scene.chart.kind[row] === MILESTONE ? 8 : 0;
  const right = half ? at.start + half : Math.max(at.finish, at.start + 3);
  for (const left of [at.start - half - HANDLE, right + HANDLE]) ring(pen, scene.colours, left, y);
  if (scene.chart.kind[row] === SUMMARY || half) return;
  const done = at.start + ((at.finish - at.start) * scene.chart.percent[row]!) / 100;
  pen.fillStyle = scene.colours.ink;
  pen.beginPath();
  pen.moveTo(done - 4, y + BAR / 2 + 3);
  pen.lineTo(done + 4, y + BAR / 2 + 3);
  pen.lineTo(done, y + BAR / 2 - 2);
  pen.fill();
}

function ring(pen: Pen, colours: Colours, left: number, y: number): void {
  pen.beginPath();
  pen.arc(left, y, 4, 0, 2 * Math.PI);
  pen.fillStyle = colours.surface;
  pen.strokeStyle = colours.accent;
  pen.lineWidth = 1.5;
  pen.fill();
  pen.stroke();
}

export function paintInHand(pen: Pen, scene: Scene, hand: InHand): void {
  if (hand.line) line(pen, scene.colours, hand.line);
  if (hand.ghost) held(pen, scene, hand.ghost);
  if (hand.words) words(pen, scene.colours, hand.words);
}

/** The tasks that a preview moves, where they would stand. */
export function paintMoved(pen: Pen, scene: Scene, moved: Preview["moved"], rowOf: ReadonlyMap<number, number>): void {
  pen.strokeStyle = scene.colours.accent;
  pen.lineWidth = 1.5;
  pen.setLineDash([4, 3]);
  for (const each of moved) {
    const row = rowOf.get(each.uid);
    const index = row === undefined ? -1 : scene.place[row]!;
    if (row === undefined || index < 0 || index * ROW > scene.window.y + scene.window.height || (index + 1) * ROW < scene.window.y) continue;
    outline(pen, scene, row, index, minuteOf(each.start), minuteOf(each.finish));
  }
  pen.setLineDash([]);
}

function outline(pen: Pen, { chart, scale }: Scene, row: number, index: number, start: number, finish: number): void {
  const left = x(scale, start);
  const y = index * ROW + MIDDLE;
  pen.beginPath();
  if (chart.kind[row] === MILESTONE) {
    pen.moveTo(left, y - 8);
    for (const [dx, dy] of [[8, 0], [0, 8], [-8, 0], [0, -8]] as const) pen.lineTo(left + dx, y + dy);
  } else if (chart.kind[row] === SUMMARY) pen.rect(left, y - 5, Math.max(8, x(scale, finish) - left), 4);
  else pen.roundRect(left, y - BAR / 2, Math.max(3, x(scale, finish) - left), BAR, 3);
  pen.stroke();
}

function held(pen: Pen, { chart, scale, place, colours }: Scene, ghost: Ghost): void {
  const left = x(scale, ghost.start);
  const width = Math.max(3, x(scale, ghost.finish) - left);
  const top = place[ghost.row]! * ROW + MIDDLE - BAR / 2;
  pen.fillStyle = colours.accent;
  pen.globalAlpha = 0.55;
  if (chart.kind[ghost.row] === MILESTONE) diamondAt(pen, left, top + BAR / 2, 9);
  else rounded(pen, left, top, ghost.percent === undefined ? width : (width * ghost.percent) / 100, BAR);
  pen.globalAlpha = 1;
}

function line(pen: Pen, colours: Colours, { x1, y1, x2, y2 }: NonNullable<InHand["line"]>): void {
  pen.strokeStyle = colours.accent;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
  ring(pen, colours, x2, y2);
}

function words(pen: Pen, colours: Colours, { text, x: left, y }: NonNullable<InHand["words"]>): void {
  pen.font = `500 12px ${FONT}`;
  const width = pen.measureText(text).width + 16;
  pen.fillStyle = colours.ink;
  pen.beginPath();
  pen.roundRect(left + 14, y - 34, width, 24, 5);
  pen.fill();
  pen.fillStyle = colours.surface;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillText(text, left + 22, y - 21.5);
}

/** Rows by uid, kept as long as the chart is. */
const kept = new WeakMap<Chart, Map<number, number>>();

export function rowsByUid(chart: Chart): ReadonlyMap<number, number> {
  const known = kept.get(chart) ?? new Map(chart.uid.map((uid, row) => [uid, row]));
  kept.set(chart, known);
  return known;
}
