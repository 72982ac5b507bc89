import { expect, test } from "vitest";
import { initials, moved, parents, promised, span, strayed, workingDay } from "../src/plan/model.ts";
import { NINE, SIX, at, chart } from "./chart.ts";

test("a row's parent is the nearest row above with a lower level", () => {
  expect([...parents([1, 2, 3, 3, 2, 1])]).toEqual([-1, 0, 1, 1, 0, -1]);
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
