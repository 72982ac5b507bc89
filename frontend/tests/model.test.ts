import { expect, test } from "vitest";
import { MILESTONE, SUMMARY, TASK, initials, moved, parents, promised, span, strayed, visible, workingDay, type Chart } from "../src/plan/model.ts";

const NINE = 9 * 60;
const SIX = 18 * 60;
const at = (day: number, minute: number): number => day * 1440 + minute;

export function chart(change: Partial<Chart> = {}): Chart {
  return {
    project_id: 1, revision: 3, forecast_revision: 3, as_of: 20_000, minutes_per_day: 480, promises: [[null, 20_010]], closed: [],
    id: [11, 12, 13], uid: [1, 2, 3], name: ["Build", "Test environment", "Ready"], level: [1, 2, 2], kind: [SUMMARY, TASK, MILESTONE],
    active: [1, 1, 1], deadline: [null, null, null], duration: [960, 960, 0], percent: [50, 50, 0],
    start: [at(20_000, NINE), at(20_000, NINE), at(20_001, SIX)], finish: [at(20_001, SIX), at(20_001, SIX), at(20_001, SIX)],
    baseline_start: [null, at(19_998, NINE), null], baseline_finish: [null, at(19_999, SIX), null],
    critical: [1, 1, 1], total_float: [0, 0, 0], who: [[], [0, 1], []], people: ["Anna Kessler", "Tester"], links: [[1, 2, "FS"]],
    ...change,
  };
}

test("a row's parent is the nearest row above with a lower level", () => {
  expect([...parents([1, 2, 3, 3, 2, 1])]).toEqual([-1, 0, 1, 1, 0, -1]);
});

test("rows below a folded summary are not shown, however deep", () => {
  expect([...visible([1, 2, 3, 3, 2, 1], new Set())]).toEqual([0, 1, 2, 3, 4, 5]);
  expect([...visible([1, 2, 3, 3, 2, 1], new Set([1]))]).toEqual([0, 1, 4, 5]);
  expect([...visible([1, 2, 3, 3, 2, 1], new Set([0, 1]))]).toEqual([0, 5]);
});

test("the span holds tasks, baselines, the data date and every promise", () => {
  expect(span(chart())).toEqual({ first: at(19_998, NINE), last: at(20_011, 0) });
});

test("a plan without dates still has a span to draw", () => {
  const nothing = [null, null, null];
  const empty = chart({ start: nothing, finish: nothing, baseline_start: nothing, baseline_finish: nothing, promises: [], as_of: null });
  expect(span(empty).last).toBeGreaterThan(span(empty).first);
});

test("the working day is from the usual start to the usual finish, and the whole day where that is none", () => {
  expect(workingDay(chart())).toEqual({ first: NINE, last: SIX });
  expect(workingDay(chart({ start: [at(1, SIX), null, null], finish: [at(2, NINE), null, null] }))).toEqual({ first: 0, last: 1440 });
});

test("what moved is found by uid, also when rows have changed their places", () => {
  const before = chart();
  const same = chart({ uid: [1, 3, 2], start: [before.start[0]!, before.start[2]!, before.start[1]!], percent: [50, 0, 50] });
  expect(moved(before, same).size).toBe(0);
  const later = chart({ finish: [before.finish[0]!, before.finish[1]! + 1440, before.finish[2]!] });
  expect([...moved(before, later)]).toEqual([1]);
  expect([...moved(before, chart({ uid: [1, 2, 9] }))]).toEqual([2]);
});

test("a baseline is drawn where it differs, not where it agrees or is missing", () => {
  expect(strayed(chart(), 1)).toBe(true);
  expect(strayed(chart(), 0)).toBe(false);
  const agreed = chart();
  expect(strayed({ ...agreed, baseline_start: agreed.start, baseline_finish: agreed.finish }, 1)).toBe(false);
});

test("the promise of the project is the one that stands at no row", () => {
  expect(promised(chart({ promises: [[2, 20_005], [null, 20_010]] }))).toBe(20_010);
  expect(promised(chart({ promises: [[2, 20_005]] }))).toBeNull();
});

test("people are shown by initials, a role by its beginning", () => {
  expect(initials(chart(), 1)).toBe("AK, Tester");
  expect(initials(chart(), 0)).toBe("");
});
