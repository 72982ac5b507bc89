/** What stands beside a bar: how long it could wait, its deadline, what was promised of it, who is away meanwhile. */
import { DAY, DONE, type Chart, type Stretch } from "../model.ts";
import { BAR, MIDDLE, ROW, type Ends, type Pen, type Scene } from "./paint.ts";
import { WIDTH, x, xOfDay } from "./scale.ts";

/** The minute at which `working` more minutes have been worked, counted in whole days that are open in the project's calendar. */
export function later(chart: Chart, minute: number, working: number): number {
  let day = Math.floor(minute / DAY);
  let left = Math.floor(working / chart.minutes_per_day);
  const rest = minute - day * DAY;
  for (const [first, last] of chart.closed) {
    if (last <= day) continue;
    if (first > day + left) break;
    left += last - Math.max(first, day + 1) + 1;
  }
  day += left;
  return day * DAY + rest;
}

/** A line behind the bar, as far as the task could end without moving the finish. */
export function float(pen: Pen, scene: Scene, row: number, at: Ends, top: number): void {
  const { chart, scale, colours } = scene;
  const spare = chart.total_float[row]!;
  if (spare < chart.minutes_per_day || chart.state[row] === DONE) return;
  const end = x(scale, later(chart, chart.finish[row]!, spare));
  pen.fillStyle = colours.faint;
  pen.globalAlpha = 0.7;
  pen.fillRect(at.finish, top + MIDDLE + BAR / 2 - 1, end - at.finish, 1);
  pen.fillRect(end - 1, top + MIDDLE + BAR / 2 - 4, 1, 4);
  pen.globalAlpha = 1;
}

/** An arrow downwards at the deadline; in the colour of what is late where the task ends behind it. */
export function deadline(pen: Pen, { chart, scale, colours }: Scene, row: number, top: number): void {
  const at = chart.deadline[row];
  if (at == null) return;
  const left = x(scale, at);
  pen.fillStyle = (chart.finish[row] ?? 0) > at ? colours.late : colours.soft;
  pen.fillRect(left - 1, top + 4, 2, 12);
  pen.beginPath();
  pen.moveTo(left - 5, top + 14);
  pen.lineTo(left + 5, top + 14);
  pen.lineTo(left, top + 21);
  pen.fill();
}

/** The flag of what was promised of one task. */
export function rowPromise(pen: Pen, scene: Scene, row: number, day: number): void {
  const { window: view, scale, colours, chart, place } = scene;
  const top = place[row]! * ROW;
  if (top + ROW < view.y || top > view.y + view.height) return;
  const left = Math.round(x(scale, day * DAY + scale.hours.last));
  pen.fillStyle = Math.floor((chart.finish[row] ?? 0) / DAY) > day ? colours.late : colours.ink;
  pen.fillRect(left - 0.75, top + 4, 1.5, ROW - 10);
  pen.beginPath();
  pen.moveTo(left, top + 4);
  pen.lineTo(left + 11, top + 4);
  pen.lineTo(left + 8, top + 8.5);
  pen.lineTo(left + 11, top + 13);
  pen.lineTo(left, top + 13);
  pen.fill();
}

/** Notches in the bar on the days on which somebody who works on it is away. */
export function away(pen: Pen, scene: Scene, row: number, at: Ends, top: number): void {
  const { chart, scale, colours } = scene;
  if (scale.zoom === "months" || scale.zoom === "quarters") return;
  const first = Math.floor(chart.start[row]! / DAY);
  const last = Math.floor(chart.finish[row]! / DAY);
  pen.fillStyle = colours.surface;
  for (const person of chart.who[row]!) {
    for (const stretch of within(chart.away[person]!, first, last)) {
      const left = Math.max(at.start, xOfDay(scale, stretch[0]));
      const right = Math.min(at.finish, xOfDay(scale, stretch[1]) + WIDTH[scale.zoom]);
      hatch(pen, left, right, top + MIDDLE - BAR / 2);
    }
  }
}

function hatch(pen: Pen, left: number, right: number, top: number): void {
  for (let at = left + 1; at < right - 1; at += 4) pen.fillRect(at, top, 1.5, BAR);
}

/** The stretches, in order, that meet the days `first` to `last`. */
export function* within(stretches: readonly Stretch[], first: number, last: number): Generator<Stretch> {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle]![1] < first) low = middle + 1;
    else high = middle;
  }
  for (; low < stretches.length && stretches[low]![0] <= last; low++) yield stretches[low]!;
}
