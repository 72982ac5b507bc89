/** Time across, in pixels. The working hours of a day fill its whole width, so that work that follows on touches. Pure. */
import { DAY, type Span } from "./model.ts";
import { shortDay } from "./say.ts";

export type Zoom = "days" | "weeks" | "months";

/** Width of a day in pixels. */
export const WIDTH: Record<Zoom, number> = { days: 32, weeks: 14, months: 4 };

export interface Scale {
  zoom: Zoom;
  /** Day number since 1970 at x = 0: a Monday. */
  origin: number;
  /** Days from the left end to the right end. */
  days: number;
  hours: Span;
}

const MARGIN = 7;

/** A scale that begins on the Monday before the span and ends some weeks behind it, at least `room` pixels wide. */
export function scaleOf(span: Span, hours: Span, zoom: Zoom, room: number): Scale {
  const origin = monday(Math.floor(span.first / DAY) - MARGIN);
  const end = Math.ceil(span.last / DAY) + MARGIN + Math.ceil(160 / WIDTH[zoom]);
  return { zoom, origin, days: Math.max(end - origin, Math.ceil(room / WIDTH[zoom])), hours };
}

/** The Monday on or before a day since 1970 (1 January 1970 was a Thursday). */
export function monday(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

/** Where a day begins. */
export function xOfDay(scale: Scale, day: number): number {
  return (day - scale.origin) * WIDTH[scale.zoom];
}

/** Where a minute stands: before and after the working hours it stands at the edge of its day. */
export function x(scale: Scale, minute: number): number {
  const day = Math.floor(minute / DAY);
  const { first, last } = scale.hours;
  const part = Math.min(1, Math.max(0, (minute - day * DAY - first) / (last - first)));
  return (day - scale.origin + part) * WIDTH[scale.zoom];
}

export function dayAt(scale: Scale, left: number): number {
  return scale.origin + Math.floor(left / WIDTH[scale.zoom]);
}

export interface Mark {
  day: number;
  text: string;
}

const utc = (day: number): Date => new Date(day * 86_400_000);

function starts(from: number, to: number, unit: "month" | "year"): number[] {
  const first = utc(from);
  const days: number[] = [];
  for (let step = 0; ; step++) {
    const month = unit === "month" ? first.getUTCMonth() + step : 0;
    const year = unit === "year" ? first.getUTCFullYear() + step : first.getUTCFullYear();
    const day = Date.UTC(year, month, 1) / 86_400_000;
    if (day > to) return days;
    days.push(Math.max(day, from));
  }
}

/** The upper line of the head: months, or years when months are the grain. */
export function upper(scale: Scale, from: number, to: number, language: string): Mark[] {
  const unit = scale.zoom === "months" ? "year" : "month";
  const say = new Intl.DateTimeFormat(language, unit === "year" ? { year: "numeric", timeZone: "UTC" } : { month: "long", year: "numeric", timeZone: "UTC" });
  return starts(from, to, unit).map((day) => ({ day, text: say.format(utc(day)) }));
}

/** The lower line of the head: days, the Mondays, or months. */
export function lower(scale: Scale, from: number, to: number, language: string): Mark[] {
  if (scale.zoom === "months") {
    const say = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
    return starts(from, to, "month").map((day) => ({ day, text: say.format(utc(day)) }));
  }
  const step = scale.zoom === "weeks" ? 7 : 1;
  const say = (date: Date): string => (scale.zoom === "weeks" ? shortDay(date, language) : String(date.getUTCDate()));
  const marks: Mark[] = [];
  for (let day = step === 7 ? monday(from) : from; day <= to; day += step) marks.push({ day, text: say(utc(day)) });
  return marks;
}
