import { expect, test } from "vitest";
import { EVERYTHING, arrange, isLate, matching } from "../src/plan/arrange.ts";
import { columnsOf, type Column } from "../src/plan/columns.ts";
import { speaker } from "../src/plan/say.ts";
import { at, chart, outline } from "./chart.ts";

const plan = outline([1, 2, 3, 3, 2, 1]);
const columns = columnsOf(plan, {}, speaker("en", {}, 2024, 480));
const column = (key: string): Column => columns.find((each) => each.key === key)!;
const all = plan.id.map((_, row) => row);
const shown = (folds: number[], rows: readonly number[] = all): number[] => [...arrange(plan, rows, new Set(folds), null, null).shown];

test("rows below a folded summary are not shown, however deep", () => {
  expect(shown([])).toEqual([0, 1, 2, 3, 4, 5]);
  expect(shown([1])).toEqual([0, 1, 4, 5]);
  expect(shown([0, 1])).toEqual([0, 5]);
});

test("what a filter lets through stands below its summaries", () => {
  expect(matching(plan, { ...EVERYTHING, text: "d" })).toEqual([0, 1, 3]);
  const busy = outline([1, 2, 2]);
  busy.who = [[], [], [1]];
  expect(matching(busy, { ...EVERYTHING, person: 1 })).toEqual([0, 2]);
  busy.state = [3, 3, 0];
  expect(matching(busy, { ...EVERYTHING, open: true })).toEqual([0, 2]);
});

test("letters with and without accents find each other", () => {
  const german = outline([1, 1]);
  german.name = ["Übergabe", "Prüfung"];
  expect(matching(german, { ...EVERYTHING, text: "uber" })).toEqual([0]);
});

test("sorting keeps everything below its summary", () => {
  const priority = { ...plan, priority: [1, 9, 5, 3, 2, 0] };
  const sorted = arrange(priority, all, new Set(), { column: column("priority"), down: false }, null).shown;
  expect([...sorted]).toEqual([5, 0, 4, 1, 3, 2]);
  const down = arrange(priority, all, new Set(), { column: column("priority"), down: true }, null).shown;
  expect([...down]).toEqual([0, 1, 2, 3, 4, 5]);
});

test("in groups the tasks stand under headings, without summaries", () => {
  const staffed = { ...plan, who: [[], [], [0], [1], [0], []], people: ["Anna", "Bo"] };
  const { shown: rows, groups } = arrange(staffed, all, new Set(), null, column("who"));
  expect(groups).toEqual([{ name: "Anna", count: 2 }, { name: "Bo", count: 1 }, { name: "", count: 1 }]);
  expect([...rows]).toEqual([-1, 2, 4, -2, 3, -3, 5]);
});

test("late is what ends behind its deadline or its promise, or has less than no float; what is done is not late any more", () => {
  expect(isLate(chart(), 1)).toBe(false);
  expect(isLate(chart({ promises: [[1, 20_000]] }), 1)).toBe(true);
  expect(isLate(chart({ promises: [[2, 20_000], [null, 20_000]] }), 1)).toBe(false);
  expect(isLate(chart({ deadline: [null, null, at(20_000, 0)] }), 2)).toBe(true);
  expect(isLate(chart({ total_float: [0, 0, -60] }), 2)).toBe(true);
  expect(isLate(chart({ total_float: [0, -60, 0], state: [1, 3, 0] }), 1)).toBe(false);
});
