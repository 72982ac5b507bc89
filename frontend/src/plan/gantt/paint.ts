/** Draws the timeline on a canvas: nights off, bars, links, today, the promise. Everything it shows is in the rows beside it, too. */
import { DAY, MILESTONE, SUMMARY, initials, promised, strayed, type Chart, type Link } from "../model.ts";
import type { Layers } from "../sheet/state.ts";
import { away, deadline, float, rowPromise } from "./marks.ts";
import { WIDTH, dayAt, lower, upper, x, xOfDay, type Mark, type Scale } from "./scale.ts";
import type { Words } from "../say.ts";

export const ROW = 36;
export const HEAD = 48;

export const MIDDLE = 17;
export const BAR = 14;
export const FONT = '"Inter Variable", system-ui, sans-serif';

export type Colours = Record<"bg" | "surface" | "sunken" | "line" | "ink" | "soft" | "faint" | "accent" | "accent-bg" | "late" | "risk", string>;

/** The part of the timeline that is drawn, in its own pixels. */
export interface Window {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Scene {
  chart: Chart;
  shown: Int32Array;
  /** Index among the shown rows, -1 for a row that is folded away. */
  place: Int32Array;
  scale: Scale;
  colours: Colours;
  layers: Layers;
  chosen: ReadonlySet<number>;
  fresh: ReadonlySet<number>;
  /** Whether bars carry their task's name, because the rows are out of sight. */
  named: boolean;
  language: string;
  words: Words;
  window: Window;
}

export type Pen = CanvasRenderingContext2D;

/** The colours of the page's tokens: registered, so that they arrive resolved. */
export function colours(element: Element): Colours {
  const style = getComputedStyle(element);
  const names = ["bg", "surface", "sunken", "line", "ink", "soft", "faint", "accent", "accent-bg", "late", "risk"] as const;
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colours;
}

/** Sizes the canvas for sharp lines and gives back a pen whose origin is the window's. */
export function penOf(canvas: HTMLCanvasElement, window: Window, alpha: boolean): Pen {
  const ratio = devicePixelRatio || 1;
  const width = Math.round(window.width * ratio);
  const height = Math.round(window.height * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${window.width}px`;
    canvas.style.height = `${window.height}px`;
  }
  const pen = canvas.getContext("2d", { alpha })!;
  pen.setTransform(ratio, 0, 0, ratio, -window.x * ratio, -window.y * ratio);
  return pen;
}

/** The rows' side: everything below the head. */
export function paintBody(pen: Pen, scene: Scene): void {
  const { window: view, colours: colour } = scene;
  pen.fillStyle = colour.surface;
  pen.fillRect(view.x, view.y, view.width, view.height);
  wells(pen, scene);
  const first = Math.max(0, Math.floor(view.y / ROW));
  const last = Math.min(scene.shown.length, Math.ceil((view.y + view.height) / ROW));
  stripes(pen, scene, first, last);
  links(pen, scene, first, last);
  for (let index = first; index < last; index++) if (scene.shown[index]! >= 0) task(pen, scene, scene.shown[index]!, index * ROW);
  lines(pen, scene);
}

/** The head: two lines of dates, today, and the flag of the promise. What would stand on top of these two is left out. */
export function paintHead(pen: Pen, scene: Scene): void {
  const { window: view, colours: colour, scale } = scene;
  pen.fillStyle = colour.bg;
  pen.fillRect(view.x, 0, view.width, HEAD);
  const from = Math.max(scale.origin, dayAt(scale, view.x) - 31);
  const to = dayAt(scale, view.x + view.width) + 1;
  pen.textBaseline = "alphabetic";
  pen.fillStyle = colour.line;
  pen.fillRect(view.x, HEAD - 1, view.width, 1);
  const now = today(pen, scene);
  const taken = [now, flag(pen, scene, now)];
  marks(pen, scene, upper(scale, from, to, scene.language), 18, `500 12px ${FONT}`, colour.soft, []);
  marks(pen, scene, lower(scale, from, to, scene.language), 40, `400 12px ${FONT}`, colour.faint, taken);
}

type Stretch = [number, number];

function marks(pen: Pen, scene: Scene, all: Mark[], y: number, font: string, colour: string, taken: Stretch[]): void {
  const { scale } = scene;
  pen.font = font;
  pen.fillStyle = colour;
  const single = scale.zoom === "days" && y > 20;
  pen.textAlign = single ? "center" : "left";
  all.forEach((mark, index) => {
    const left = xOfDay(scale, mark.day);
    const room = (all[index + 1] ? xOfDay(scale, all[index + 1]!.day) : Infinity) - left;
    const width = pen.measureText(mark.text).width;
    const at = single ? left + WIDTH.days / 2 : left + 6;
    const begin = single ? at - width / 2 : at;
    const free = taken.every(([first, last]) => begin + width < first || begin > last);
    if (free && room > width + (single ? 2 : 10)) pen.fillText(mark.text, at, y);
  });
}

function today(pen: Pen, { chart, scale, colours: colour, words }: Scene): Stretch {
  if (chart.as_of === null) return [0, 0];
  const at = xOfDay(scale, chart.as_of);
  pen.font = `500 11px ${FONT}`;
  const half = pen.measureText(words["today"] ?? "").width / 2 + 5;
  pen.fillStyle = colour.accent;
  pen.beginPath();
  pen.roundRect(at - half, HEAD - 18, 2 * half, 16, 3);
  pen.fill();
  pen.textAlign = "center";
  pen.fillStyle = colour.surface;
  pen.fillText(words["today"] ?? "", at, HEAD - 6.5);
  return [at - half, at + half];
}

/** The flag, its word before it, or behind it where "today" stands in the way. */
function flag(pen: Pen, scene: Scene, now: Stretch): Stretch {
  const at = promiseAt(scene);
  if (at === null) return [0, 0];
  const top = HEAD - 19;
  pen.fillStyle = scene.colours.ink;
  pen.fillRect(at - 0.75, top, 1.5, HEAD - top);
  pen.beginPath();
  pen.moveTo(at, top);
  pen.lineTo(at + 12, top);
  pen.lineTo(at + 9, top + 5);
  pen.lineTo(at + 12, top + 10);
  pen.lineTo(at, top + 10);
  pen.fill();
  pen.font = `500 12px ${FONT}`;
  const word = scene.words["promised"] ?? "";
  const width = pen.measureText(word).width + 8;
  const behind = at > now[0] && at - width < now[1];
  pen.textAlign = behind ? "left" : "right";
  pen.fillText(word, behind ? at + 16 : at - 6, HEAD - 8);
  return behind ? [at, at + 16 + width] : [at - width, at + 14];
}

/** Where the promised day ends. */
function promiseAt({ chart, scale }: Scene): number | null {
  const on = promised(chart);
  return on === null ? null : Math.round(x(scale, on * DAY + scale.hours.last));
}

function wells(pen: Pen, scene: Scene): void {
  const { chart, scale, window: view, colours: colour } = scene;
  const from = dayAt(scale, view.x);
  const to = dayAt(scale, view.x + view.width);
  pen.fillStyle = colour.sunken;
  if (scale.zoom !== "months" && scale.zoom !== "quarters") {
    for (const [first, last] of chart.closed) {
      if (last < from || first > to) continue;
      pen.fillRect(xOfDay(scale, first), view.y, (last - first + 1) * WIDTH[scale.zoom], view.height);
    }
    return;
  }
  pen.fillStyle = colour.line;
  for (const { day } of lower(scale, from, to, scene.language)) pen.fillRect(Math.round(xOfDay(scale, day)), view.y, 1, view.height);
}

function stripes(pen: Pen, scene: Scene, first: number, last: number): void {
  const { window: view, colours: colour } = scene;
  for (let index = first; index < last; index++) {
    const row = scene.shown[index]!;
    if (scene.chosen.has(row) || scene.fresh.has(row)) {
      pen.globalAlpha = 0.6;
      pen.fillStyle = colour["accent-bg"];
      pen.fillRect(view.x, index * ROW, view.width, ROW);
      pen.globalAlpha = 1;
    }
    pen.fillStyle = colour.line;
    pen.fillRect(view.x, (index + 1) * ROW - 1, view.width, 1);
  }
}

export interface Ends {
  start: number;
  finish: number;
}

/** Where a bar begins and ends. */
export function ends(scene: Pick<Scene, "chart" | "scale">, row: number): Ends | null {
  const start = scene.chart.start[row];
  const finish = scene.chart.finish[row];
  if (start == null || finish == null) return null;
  const left = x(scene.scale, start);
  return { start: left, finish: Math.max(x(scene.scale, finish), left) };
}

function task(pen: Pen, scene: Scene, row: number, top: number): void {
  const at = ends(scene, row);
  if (!at) return;
  const { window: view, chart } = scene;
  if (scene.layers.baseline && strayed(chart, row)) baseline(pen, scene, row, top);
  deadline(pen, scene, row, top);
  if (at.start > view.x + view.width || at.finish < view.x - 240) return;
  const kind = chart.kind[row];
  if (kind === SUMMARY) bracket(pen, scene, at, top);
  else if (kind === MILESTONE) diamond(pen, scene, row, at.start, top);
  else bar(pen, scene, row, at, top);
}

function hue(scene: Scene, row: number, otherwise: string): string {
  return scene.layers.critical && scene.chart.critical[row] ? scene.colours.late : otherwise;
}

function bar(pen: Pen, scene: Scene, row: number, at: Ends, top: number): void {
  const width = Math.max(3, at.finish - at.start);
  if (scene.layers.float) float(pen, scene, row, at, top);
  const done = (width * (scene.chart.percent[row] ?? 0)) / 100;
  pen.fillStyle = hue(scene, row, scene.colours.accent);
  pen.globalAlpha = 0.26;
  rounded(pen, at.start, top + MIDDLE - BAR / 2, width, BAR);
  if (done > 0) {
    pen.globalAlpha = 0.86;
    rounded(pen, at.start, top + MIDDLE - BAR / 2, done, BAR);
  }
  pen.globalAlpha = 1;
  if (scene.layers.away) away(pen, scene, row, at, top);
  if (scene.chart.manual[row]) brackets(pen, scene, at, top);
  beside(pen, scene, scene.named ? (scene.chart.name[row] ?? "") : initials(scene.chart, row), at.start + width + 11, top, scene.named);
}

/** A bar whose dates were set by hand stands between brackets: the links do not move it. */
function brackets(pen: Pen, scene: Scene, at: Ends, top: number): void {
  pen.fillStyle = scene.colours.ink;
  for (const [left, into] of [[at.start, 1], [Math.max(at.finish, at.start + 3) - 1.5, -1]] as const) {
    pen.fillRect(left, top + MIDDLE - BAR / 2 - 1, 1.5, BAR + 2);
    for (const y of [-BAR / 2 - 1, BAR / 2 - 0.5]) pen.fillRect(into > 0 ? left : left - 2.5, top + MIDDLE + y, 4, 1.5);
  }
}

export function rounded(pen: Pen, left: number, top: number, width: number, height: number): void {
  pen.beginPath();
  pen.roundRect(left, top, width, height, Math.min(3, width / 2));
  pen.fill();
}

/** Words beside a bar; a halo keeps them readable where links pass. */
function beside(pen: Pen, scene: Scene, text: string, left: number, top: number, halo = false): void {
  if (!text) return;
  pen.font = `400 12px ${FONT}`;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  if (halo) {
    pen.strokeStyle = scene.colours.surface;
    pen.lineWidth = 3;
    pen.strokeText(text, left, top + MIDDLE + 4);
  }
  pen.fillStyle = scene.colours.soft;
  pen.fillText(text, left, top + MIDDLE + 4);
}

function bracket(pen: Pen, scene: Scene, at: Ends, top: number): void {
  const width = Math.max(8, at.finish - at.start);
  const y = top + MIDDLE - 4;
  pen.fillStyle = scene.colours.ink;
  pen.beginPath();
  pen.moveTo(at.start, y);
  pen.lineTo(at.start + width, y);
  pen.lineTo(at.start + width, y + 8);
  pen.lineTo(at.start + width - 4, y + 4);
  pen.lineTo(at.start + 4, y + 4);
  pen.lineTo(at.start, y + 8);
  pen.fill();
}

function diamond(pen: Pen, scene: Scene, row: number, centre: number, top: number): void {
  pen.fillStyle = hue(scene, row, scene.colours.ink);
  diamondAt(pen, centre, top + MIDDLE, 8);
  beside(pen, scene, scene.chart.name[row] ?? "", centre + 20, top, true);
}

export function diamondAt(pen: Pen, centre: number, middle: number, half: number): void {
  pen.beginPath();
  pen.moveTo(centre, middle - half);
  pen.lineTo(centre + half, middle);
  pen.lineTo(centre, middle + half);
  pen.lineTo(centre - half, middle);
  pen.fill();
}

function baseline(pen: Pen, scene: Scene, row: number, top: number): void {
  const left = x(scene.scale, scene.chart.baseline_start[row]!);
  const right = x(scene.scale, scene.chart.baseline_finish[row]!);
  pen.fillStyle = scene.colours.faint;
  pen.globalAlpha = 0.6;
  if (scene.chart.kind[row] === MILESTONE) diamondAt(pen, left, top + MIDDLE + 12, 3.5);
  else rounded(pen, left, top + MIDDLE + 10, Math.max(3, right - left), 3);
  pen.globalAlpha = 1;
}

function links(pen: Pen, scene: Scene, first: number, last: number): void {
  const { chart, place } = scene;
  const critical: Link[] = [];
  pen.strokeStyle = scene.colours.faint;
  pen.fillStyle = scene.colours.faint;
  pen.lineWidth = 1;
  pen.globalAlpha = 0.75;
  for (const link of chart.links) {
    const from = place[link[0]]!;
    const to = place[link[1]]!;
    if (from < 0 || to < 0 || Math.max(from, to) < first || Math.min(from, to) >= last) continue;
    if (scene.layers.critical && chart.critical[link[0]] && chart.critical[link[1]]) critical.push(link);
    else arrow(pen, scene, link);
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = scene.colours.late;
  pen.fillStyle = scene.colours.late;
  pen.lineWidth = 1.4;
  for (const link of critical) arrow(pen, scene, link);
}

function arrow(pen: Pen, scene: Scene, [from, to, kind]: Link): void {
  const a = ends(scene, from);
  const b = ends(scene, to);
  if (!a || !b) return;
  const { window: view, place } = scene;
  const y1 = place[from]! * ROW + MIDDLE;
  const y2 = place[to]! * ROW + MIDDLE;
  const leaves = kind[0] === "F" ? a.finish + (scene.chart.kind[from] === MILESTONE ? 8 : 0) : a.start - (scene.chart.kind[from] === MILESTONE ? 8 : 0);
  const arrives = kind[1] === "S" ? b.start : b.finish;
  if (Math.max(leaves, arrives) < view.x - 20 || Math.min(leaves, arrives) > view.x + view.width + 20) return;
  pen.beginPath();
  if (kind === "FS") downwards(pen, scene, to, leaves, arrives, y1, y2);
  else sideways(pen, kind, leaves, arrives, y1, y2);
}

/** Out to the right, along between the rows, and from above (or below) into the beginning of the bar. */
function downwards(pen: Pen, scene: Scene, to: number, leaves: number, arrives: number, y1: number, y2: number): void {
  const sign = y2 >= y1 ? 1 : -1;
  const half = scene.chart.kind[to] === MILESTONE ? 8 : BAR / 2;
  const into = scene.chart.kind[to] === MILESTONE ? arrives : arrives + 4;
  const turn = Math.round(leaves + 6) + 0.5;
  const tip = y2 - sign * (half + 1);
  const end = Math.max(into, leaves + 6);
  pen.moveTo(leaves, y1 + 0.5);
  pen.lineTo(turn, y1 + 0.5);
  if (end > turn + 1) {
    const lane = Math.round(y2 - sign * 12) + 0.5;
    pen.lineTo(turn, lane);
    pen.lineTo(end, lane);
  }
  pen.lineTo(end > turn + 1 ? end : turn, tip - sign * 3);
  pen.stroke();
  point(pen, end > turn + 1 ? end : turn, tip, 0, sign);
}

/** SS, FF and SF: out on the side the link leaves, and level into the side it arrives at. */
function sideways(pen: Pen, kind: string, leaves: number, arrives: number, y1: number, y2: number): void {
  const out = kind[0] === "F" ? 1 : -1;
  const into = kind[1] === "S" ? 1 : -1;
  const lane = out > 0 ? Math.max(leaves, arrives) + 8 : Math.min(leaves, arrives) - 8;
  pen.moveTo(leaves, y1 + 0.5);
  pen.lineTo(Math.round(lane) + 0.5, y1 + 0.5);
  pen.lineTo(Math.round(lane) + 0.5, y2 + 0.5);
  pen.lineTo(arrives - into * 3, y2 + 0.5);
  pen.stroke();
  point(pen, arrives, y2 + 0.5, into, 0);
}

function point(pen: Pen, left: number, top: number, dx: number, dy: number): void {
  pen.beginPath();
  pen.moveTo(left, top);
  pen.lineTo(left - dx * 4 - dy * 3, top - dy * 4 - dx * 3);
  pen.lineTo(left - dx * 4 + dy * 3, top - dy * 4 + dx * 3);
  pen.fill();
}

function lines(pen: Pen, scene: Scene): void {
  const { chart, scale, window: view } = scene;
  if (chart.as_of !== null) {
    pen.fillStyle = scene.colours.accent;
    pen.fillRect(xOfDay(scale, chart.as_of) - 0.75, view.y, 1.5, view.height);
  }
  for (const [row, day] of chart.promises) if (row !== null && scene.place[row]! >= 0) rowPromise(pen, scene, row, day);
  const at = promiseAt(scene);
  if (at === null) return;
  pen.strokeStyle = scene.colours.ink;
  pen.lineWidth = 1.5;
  pen.setLineDash([1, 3]);
  pen.beginPath();
  pen.moveTo(at, view.y);
  pen.lineTo(at, view.y + view.height);
  pen.stroke();
  pen.setLineDash([]);
}
