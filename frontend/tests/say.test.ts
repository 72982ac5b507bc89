import { expect, test } from "vitest";
import { speaker } from "../src/plan/say.ts";

const words = { d: "d", h: "h", min: "min" };
const english = speaker("en", words, 2026, 480);
const minute = (iso: string): number => Date.parse(`${iso}Z`) / 60_000;

test("dates are said with their weekday, and with the year only when it is another", () => {
  expect(english.day(minute("2026-03-12T09:00"))).toBe("Thu 12 Mar");
  expect(english.day(minute("2027-03-12T09:00"))).toBe("12 Mar 2027");
  expect(english.day(null)).toBe("");
});

test("lengths are said in the project's own days, in two units at most", () => {
  expect(english.length(3 * 480 + 240)).toBe("3\u00a0d 4\u00a0h");
  expect(english.length(90)).toBe("1\u00a0h 30\u00a0min");
  expect(speaker("en", words, 2026, 420).length(840)).toBe("2\u00a0d");
  expect(english.length(0)).toBe("");
});
