/** What stands on which day, and how it is laid into the rows of a week. Pure. Days are days since 1970, weeks begin on Monday. */
import { DAY, MILESTONE, SUMMARY, type Chart } from "../model.ts";

export type Kind = "promise" | "deadline" | "milestone" | "away" | "task";

/** Something from a first to a last day, inclusive. `row` is its task, none for the whole project; `person` who is away. */
export interface Item {
  kind: Kind;
  row: number | null;
  person: number | null;
  first: number;
  last: number;
}

/** An item within one week: from which to which day of it, in which line below the others, and whether it goes on beyond. */
export interface Placed extends Item {
  line: number;
  from: number;
  to: number;
  begins: boolean;
  ends: boolean;
}

const RANK: Record<Kind, number> = { promise: 0, deadline: 1, milestone: 2, away: 3, task: 4 };

export const monday = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);
export const isWeekend = (day: number): boolean => day - monday(day) > 4;

/** First and last day of a task as it is drawn: what ends at midnight ends the day before. */
export function daysOf(chart: Chart, row: number): [number, number] | null {
  const [start, finish] = [chart.start[row], chart.finish[row]];
  if (start == null || finish == null) return null;
  const first = Math.floor(start / DAY);
  return [first, Math.max(first, Math.floor((finish - (finish > start ? 1 : 0)) / DAY))];
}

/** Everything that has a day, of these rows and of the project: what was promised first, then by its beginning, the longer first. */
export function items(chart: Chart, rows: readonly number[]): Item[] {
  const found: Item[] = [];
  const shown = new Set(rows);
  for (const [row, day] of chart.promises) if (row === null || shown.has(row)) found.push({ kind: "promise", row, person: null, first: day, last: day });
  (chart.away ?? []).forEach((stretches, person) => {
    for (const [first, last] of stretches) if (!isWeekend(first) || last > first) found.push({ kind: "away", row: null, person, first, last });
  });
  for (const row of rows) {
    const deadline = chart.deadline[row];
    if (deadline != null) found.push({ kind: "deadline", row, person: null, first: Math.floor(deadline / DAY), last: Math.floor(deadline / DAY) });
    const days = chart.kind[row] === SUMMARY || !chart.active[row] ? null : daysOf(chart, row);
    if (days) found.push({ kind: chart.kind[row] === MILESTONE ? "milestone" : "task", row, person: null, first: days[0], last: days[1] });
  }
  return found.sort((a, b) => RANK[a.kind] - RANK[b.kind] || a.first - b.first || b.last - a.last || (a.row ?? 0) - (b.row ?? 0));
}

/** The items of the week that begins on a day, each in the first line that is free on all of its days. */
export function week(all: readonly Item[], first: number): Placed[] {
  const last = first + 6;
  const taken: number[] = [];
  const placed: Placed[] = [];
  for (const item of all) {
    if (item.first > last || item.last < first) continue;
    const [from, to] = [Math.max(item.first, first) - first, Math.min(item.last, last) - first];
    const mask = ((1 << (to - from + 1)) - 1) << from;
    let line = 0;
    while (((taken[line] ?? 0) & mask) !== 0) line++;
    taken[line] = (taken[line] ?? 0) | mask;
    placed.push({ ...item, line, from, to, begins: item.first >= first, ends: item.last <= last });
  }
  return placed;
}

/** For each day of a week, how many of its items stand in a line that is not shown. */
export function hidden(placed: readonly Placed[], lines: number): number[] {
  const more = [0, 0, 0, 0, 0, 0, 0];
  for (const item of placed) if (item.line >= lines) for (let day = item.from; day <= item.to; day++) more[day]!++;
  return more;
}

/** The Mondays of the weeks that a month touches. */
export function weeksOfMonth(day: number): number[] {
  const date = new Date(day * 86_400_000);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 86_400_000;
  const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 86_400_000;
  const mondays: number[] = [];
  for (let at = monday(first); at < next; at += 7) mondays.push(at);
  return mondays;
}

/** The same day of another month, or the last one of it. */
export function monthsOn(day: number, months: number): number {
  const date = new Date(day * 86_400_000);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), last)) / 86_400_000;
}

export const sameMonth = (a: number, b: number): boolean => {
  const [one, other] = [new Date(a * 86_400_000), new Date(b * 86_400_000)];
  return one.getUTCMonth() === other.getUTCMonth() && one.getUTCFullYear() === other.getUTCFullYear();
};

/** The days of a stretch on which something begins or goes on from before, each with it: a calendar as a list. */
export function agenda(all: readonly Item[], first: number, last: number): Map<number, Item[]> {
  const days = new Map<number, Item[]>();
  for (const item of all) {
    if (item.first > last || item.last < first) continue;
    const day = Math.max(item.first, first);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return new Map([...days].sort(([a], [b]) => a - b));
}

/** The days without work among those of the project's calendar. */
export function closedDays(chart: Chart): Set<number> {
  const days = new Set<number>();
  for (const [first, last] of chart.closed) for (let day = first; day <= last; day++) days.add(day);
  return days;
}

/** What a free day is called: nothing where its calendar says no name. */
export function holidayOn(chart: Chart, day: number): string | undefined {
  return chart.holidays.find(([first, last]) => first <= day && day <= last)?.[2];
}

export const iso = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
