import { expect, test } from "vitest";
import type { Chart, Link } from "../src/plan/model.ts";
import { MOST_IN_A_LAYER, around, beside, drives } from "../src/plan/network/layers.ts";
import { chart } from "./chart.ts";

const link = (from: number, to: number, kind = "FS", lag = 0): Link => [from, to, kind, 1, lag, "working"];

/** Tasks of one day each, a day apart, linked as said. */
function plan(count: number, links: Link[], change: Partial<Chart> = {}): Chart {
  const all = <T>(value: (row: number) => T): T[] => Array.from({ length: count }, (_, row) => value(row));
  return chart({
    id: all((row) => row + 1), uid: all((row) => row + 1), name: all(String), level: all(() => 1), kind: all(() => 0), percent: all(() => 0),
    start: all((row) => (20_003 + row) * 1440 + 540), finish: all((row) => (20_003 + row) * 1440 + 1080), critical: all(() => 0), links, ...change,
  });
}

test("what comes before stands to the left, what comes after to the right, as deep as asked", () => {
  const chain = plan(5, [link(0, 1), link(1, 2), link(2, 3), link(3, 4)]);
  expect(around(chain, 2, 1).layers).toEqual([[1], [2], [3]]);
  expect(around(chain, 2, 2).layers).toEqual([[0], [1], [2], [3], [4]]);
  expect(around(chain, 0, 1).layers).toEqual([[0], [1]]);
});

test("a short cut does not pull a task into the wrong layer: links lead from left to right", () => {
  const picture = around(plan(3, [link(0, 1), link(1, 2), link(0, 2)]), 2, 2);
  expect(picture.layers).toEqual([[0], [1], [2]]);
  for (const { from, to } of picture.edges) expect(picture.nodes.get(from)!.layer).toBeLessThan(picture.nodes.get(to)!.layer);
});

test("a layer takes a dozen, the first ones; the rest is counted", () => {
  const many = 30;
  const picture = around(plan(many + 1, Array.from({ length: many }, (_, row) => link(row, many))), many, 2);
  expect(picture.layers[0]!.length).toBe(MOST_IN_A_LAYER);
  expect(picture.left_out).toBe(many - MOST_IN_A_LAYER);
});

test("a circle of links is drawn and ends", () => {
  expect(around(plan(3, [link(0, 1), link(1, 2), link(2, 0)]), 0, 3).nodes.size).toBe(3);
});

test("a link sets the date where no working day lies between", () => {
  const days = plan(3, []);
  expect(drives(days, link(0, 1))).toBe(true);
  expect(drives(days, link(0, 2))).toBe(false);
  expect(drives({ ...days, closed: [[20_004, 20_004]] }, link(0, 2))).toBe(true);
  expect(drives(days, link(0, 2, "FS", 480))).toBe(true);
  expect(drives({ ...days, percent: [100, 100, 100] }, link(0, 1))).toBe(false);
});

test("a link between two starts sets the date where the second one follows by just its lag", () => {
  const days = plan(3, []);
  expect(drives(days, link(0, 2, "SS", 960))).toBe(true);
  expect(drives(days, link(0, 2, "SS", 480))).toBe(false);
  expect(drives(days, link(0, 0, "SS"))).toBe(true);
});

test("arrow keys lead along links, and up and down within a layer", () => {
  const picture = around(plan(4, [link(0, 2), link(1, 2), link(2, 3)]), 2, 1);
  expect(beside(picture, 2, "ArrowLeft")).toBe(0);
  expect(beside(picture, 0, "ArrowDown")).toBe(1);
  expect(beside(picture, 1, "ArrowRight")).toBe(2);
  expect(beside(picture, 2, "ArrowRight")).toBe(3);
  expect(beside(picture, 3, "ArrowRight")).toBe(3);
});
