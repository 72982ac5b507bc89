/** Time across, in pixels. The working hours of a day fill its whole width, so that work that follows on touches. Pure. */
import { DAY, type Span } from "../model.ts";
import { shortDay } from "../say.ts";

export type Zoom = "hours" | "days" | "weeks" | "months" | "quarters";

/** From the finest to the coarsest. */
export const ZOOMS: readonly Zoom[] = ["hours", "days", "weeks", "months", "quarters"];

/** Width of a day in pixels. */
export const WIDTH: Record<Zoom, number> = { hours: 320, days: 32, weeks: 14, months: 4, quarters: 1.25 };

/** What a drag moves by, in minutes. */
export const STEP: Record<Zoom, number> = { hours: 30, days: DAY, weeks: DAY, months: DAY, quarters: 7 * DAY };

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

/** The minute that stands at a place: the other way round from `x`. */
export function minuteAt(scale: Scale, left: number): number {
  const days = left / WIDTH[scale.zoom];
  const day = Math.floor(days);
  const { first, last } = scale.hours;
  return (scale.origin + day) * DAY + first + (days - day) * (last - first);
}

export interface Mark {
  /** Days since 1970; a part of a day is a part of its working hours. */
  day: number;
  text: string;
}

const utc = (day: number): Date => new Date(day * 86_400_000);

type Unit = "month" | "quarter" | "year";
const MONTHS: Record<Unit, number> = { month: 1, quarter: 3, year: 12 };

function starts(from: number, to: number, unit: Unit): number[] {
  const first = utc(from);
  const step = MONTHS[unit];
  const days: number[] = [];
  for (let month = Math.floor(first.getUTCMonth() / step) * step; ; month += step) {
    const day = Date.UTC(first.getUTCFullYear(), month, 1) / 86_400_000;
    if (day > to) return days;
    days.push(Math.max(day, from));
  }
}

const format = new Map<string, Intl.DateTimeFormat>();

function said(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const kept = format.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
  format.set(key, kept);
  return kept;
}

/** The upper line of the head: days over hours, months over days and weeks, years over months and quarters. */
export function upper(scale: Scale, from: number, to: number, language: string): Mark[] {
  if (scale.zoom === "hours") return everyDay(from, to).map((day) => ({ day, text: said(language, { weekday: "short", day: "numeric", month: "short" }).format(utc(day)) }));
  const coarse = scale.zoom === "months" || scale.zoom === "quarters";
  const say = said(language, coarse ? { year: "numeric" } : { month: "long", year: "numeric" });
  return starts(from, to, coarse ? "year" : "month").map((day) => ({ day, text: say.format(utc(day)) }));
}

/** The lower line of the head: hours, days, the Mondays, months, or quarters. */
export function lower(scale: Scale, from: number, to: number, language: string): Mark[] {
  switch (scale.zoom) {
    case "hours":
      return everyDay(from, to).flatMap((day) => hoursOf(scale, day));
    case "days":
      return everyDay(from, to).map((day) => ({ day, text: String(utc(day).getUTCDate()) }));
    case "weeks":
      return everyDay(monday(from), to, 7).map((day) => ({ day, text: shortDay(utc(day), language) }));
    case "months":
      return starts(from, to, "month").map((day) => ({ day, text: said(language, { month: "short" }).format(utc(day)) }));
    case "quarters":
      return starts(from, to, "quarter").map((day) => ({ day, text: `Q${Math.floor(utc(day).getUTCMonth() / 3) + 1}` }));
  }
}

function everyDay(from: number, to: number, step = 1): number[] {
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, index) => from + index * step);
}

function hoursOf({ hours }: Scale, day: number): Mark[] {
  const marks: Mark[] = [];
  for (let minute = Math.ceil(hours.first / 60) * 60; minute < hours.last; minute += 60) {
    marks.push({ day: day + (minute - hours.first) / (hours.last - hours.first), text: String(minute / 60) });
  }
  return marks;
}
