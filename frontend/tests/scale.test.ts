import { expect, test } from "vitest";
import { dayAt, lower, minuteAt, monday, scaleOf, upper, x, xOfDay, WIDTH, ZOOMS } from "../src/plan/gantt/scale.ts";

const day = (iso: string): number => Date.parse(`${iso}T00:00Z`) / 86_400_000;
const minute = (iso: string, hour: number): number => day(iso) * 1440 + hour * 60;
const office = { first: 9 * 60, last: 18 * 60 };
const weeks = scaleOf({ first: minute("2026-03-12", 9), last: minute("2026-05-01", 18) }, office, "weeks", 0);

test("a scale begins on a Monday before everything it shows", () => {
  expect(new Date(weeks.origin * 86_400_000).getUTCDay()).toBe(1);
  expect(weeks.origin).toBeLessThan(day("2026-03-12"));
  expect(monday(day("2026-03-09"))).toBe(day("2026-03-09"));
  expect(monday(day("2026-03-15"))).toBe(day("2026-03-09"));
  expect(monday(-1)).toBe(-3);
});

test("a scale is never narrower than the room it is shown in", () => {
  const short = scaleOf({ first: 0, last: 1440 }, office, "months", 2000);
  expect(short.days * WIDTH.months).toBeGreaterThanOrEqual(2000);
});

test("work that ends in the evening touches work that begins the next morning", () => {
  expect(x(weeks, minute("2026-03-12", 18))).toBe(x(weeks, minute("2026-03-13", 9)));
});

test("minutes outside the working hours stand at the edge of their day", () => {
  expect(x(weeks, minute("2026-03-12", 6))).toBe(xOfDay(weeks, day("2026-03-12")));
  expect(x(weeks, minute("2026-03-12", 23))).toBe(xOfDay(weeks, day("2026-03-13")));
});

test("half of the working hours is half of the day", () => {
  expect(x(weeks, day("2026-03-12") * 1440 + 13.5 * 60)).toBe(xOfDay(weeks, day("2026-03-12")) + WIDTH.weeks / 2);
});

test("a place leads back to its minute at every grain", () => {
  for (const zoom of ZOOMS) {
    const scale = { ...weeks, zoom };
    const noon = minute("2026-04-01", 12);
    expect(minuteAt(scale, x(scale, noon))).toBeCloseTo(noon, 6);
  }
});

test("hours stand within the working hours of their day, quarters begin in January, April, July and October", () => {
  const hours = { ...weeks, zoom: "hours" as const };
  const marks = lower(hours, day("2026-03-12"), day("2026-03-12"), "en");
  expect(marks.map((mark) => mark.text)).toEqual(["9", "10", "11", "12", "13", "14", "15", "16", "17"]);
  const quarters = lower({ ...weeks, zoom: "quarters" }, day("2026-02-12"), day("2026-08-01"), "en");
  expect(quarters.map((mark) => mark.text)).toEqual(["Q1", "Q2", "Q3"]);
  expect(quarters[1]!.day).toBe(day("2026-04-01"));
});

test("a place leads back to its day", () => {
  expect(dayAt(weeks, xOfDay(weeks, day("2026-04-01")) + 3)).toBe(day("2026-04-01"));
});

test("the head names months above Mondays, and years above months", () => {
  const [from, to] = [day("2026-03-12"), day("2026-05-01")];
  expect(upper(weeks, from, to, "en").map((mark) => mark.text)).toEqual(["March 2026", "April 2026", "May 2026"]);
  expect(lower(weeks, from, to, "en").slice(0, 2)).toEqual([{ day: day("2026-03-09"), text: "9 Mar" }, { day: day("2026-03-16"), text: "16 Mar" }]);
  const months = { ...weeks, zoom: "months" as const };
  expect(upper(months, from, to, "en").map((mark) => mark.text)).toEqual(["2026"]);
  expect(lower(months, day("2026-11-15"), day("2027-01-20"), "en").map((mark) => mark.day)).toEqual([day("2026-11-15"), day("2026-12-01"), day("2027-01-01")]);
});
