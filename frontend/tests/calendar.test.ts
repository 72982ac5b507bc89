import { expect, test } from "vitest";
import { agenda, daysOf, hidden, holidayOn, isWeekend, items, monday, monthsOn, week, weeksOfMonth, type Item } from "../src/plan/calendar/days.ts";
import { chart } from "./chart.ts";

const at = (date: string): number => Date.parse(`${date}T00:00Z`) / 86_400_000;
const item = (first: string, last: string, kind: Item["kind"] = "task"): Item => ({ kind, row: 0, person: null, first: at(first), last: at(last) });

test("weeks begin on Monday, also before 1970", () => {
  expect(monday(at("2026-03-12"))).toBe(at("2026-03-09"));
  expect(monday(at("2026-03-09"))).toBe(at("2026-03-09"));
  expect(monday(at("1969-12-31"))).toBe(at("1969-12-29"));
  expect([at("2026-03-13"), at("2026-03-14"), at("2026-03-15")].map(isWeekend)).toEqual([false, true, true]);
});

test("a month has the weeks that it touches", () => {
  expect(weeksOfMonth(at("2026-02-10"))).toEqual(["2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23"].map(at));
});

test("the same day of the next month, or its last one", () => {
  expect(monthsOn(at("2026-01-31"), 1)).toBe(at("2026-02-28"));
  expect(monthsOn(at("2026-01-15"), -1)).toBe(at("2025-12-15"));
});

test("a task that ends at midnight ends the day before", () => {
  const plan = chart({ start: [null, at("2026-03-09") * 1440, null], finish: [null, at("2026-03-11") * 1440, null] });
  expect(daysOf(plan, 1)).toEqual([at("2026-03-09"), at("2026-03-10")]);
  expect(daysOf(plan, 0)).toBeNull();
});

test("what overlaps stands in lines below each other, what does not shares one", () => {
  const placed = week([item("2026-03-02", "2026-03-10"), item("2026-03-10", "2026-03-11"), item("2026-03-11", "2026-03-20")], at("2026-03-09"));
  expect(placed.map(({ line, from, to, begins, ends }) => [line, from, to, begins, ends])).toEqual([
    [0, 0, 1, false, true],
    [1, 1, 2, true, true],
    [0, 2, 6, true, false],
  ]);
});

test("a day says how much of it is not shown", () => {
  const all = ["2026-03-09", "2026-03-09", "2026-03-09", "2026-03-12"].map((day) => item(day, day));
  expect(hidden(week(all, at("2026-03-09")), 2)).toEqual([1, 0, 0, 0, 0, 0, 0]);
});

test("promises, deadlines, milestones and absences stand above the tasks; summaries have no day of their own", () => {
  const plan = chart({ deadline: [null, 20_000 * 1440, null], away: [[[20_003, 20_003]], []] });
  expect(items(plan, [0, 1, 2]).map(({ kind, row }) => [kind, row])).toEqual([["promise", null], ["deadline", 1], ["milestone", 2], ["away", null], ["task", 1]]);
  expect(items(plan, []).map(({ kind }) => kind)).toEqual(["promise", "away"]);
});

test("as a list, each thing stands on the day it begins, and what began before on the first", () => {
  const days = agenda([item("2026-02-20", "2026-03-10"), item("2026-03-05", "2026-03-05"), item("2026-04-05", "2026-04-05")], at("2026-03-01"), at("2026-03-31"));
  expect([...days].map(([day, there]) => [day, there.length])).toEqual([[at("2026-03-01"), 1], [at("2026-03-05"), 1]]);
});

test("a free day is called what its calendar calls it", () => {
  const plan = chart({ holidays: [[20_003, 20_004, "Company holidays"]] });
  expect([20_002, 20_003, 20_004, 20_005].map((day) => holidayOn(plan, day))).toEqual([undefined, "Company holidays", "Company holidays", undefined]);
});
