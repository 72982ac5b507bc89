import { expect, test } from "vitest";
import { meant, type Where } from "../src/plan/keys.ts";

const at = (change: Partial<Where> = {}): Where => ({ index: 5, count: 100, page: 20, summary: false, folded: false, ...change });
const key = (name: string, held: object = {}) => ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("arrows, pages and ends go to rows and stop at the first and the last", () => {
  expect(meant(key("ArrowDown"), at())).toEqual({ kind: "row", index: 6 });
  expect(meant(key("ArrowUp"), at({ index: 0 }))).toEqual({ kind: "row", index: 0 });
  expect(meant(key("PageDown"), at({ index: 95 }))).toEqual({ kind: "row", index: 99 });
  expect(meant(key("PageUp"), at())).toEqual({ kind: "row", index: 0 });
  expect(meant(key("Home"), at())).toEqual({ kind: "row", index: 0 });
  expect(meant(key("End"), at())).toEqual({ kind: "row", index: 99 });
});

test("right opens a summary and then goes into it; left closes it and then goes to what it belongs to", () => {
  expect(meant(key("ArrowRight"), at({ summary: true, folded: true }))).toEqual({ kind: "unfold" });
  expect(meant(key("ArrowRight"), at({ summary: true }))).toEqual({ kind: "child" });
  expect(meant(key("ArrowRight"), at())).toBeNull();
  expect(meant(key("ArrowLeft"), at({ summary: true }))).toEqual({ kind: "fold" });
  expect(meant(key("ArrowLeft"), at({ summary: true, folded: true }))).toEqual({ kind: "parent" });
  expect(meant(key("ArrowLeft"), at())).toEqual({ kind: "parent" });
});

test("Enter opens the task, Escape closes it, plus and minus change the grain, shift and an arrow move through time", () => {
  expect(meant(key("Enter"), at())).toEqual({ kind: "open" });
  expect(meant(key("Escape"), at())).toEqual({ kind: "close" });
  expect(meant(key("+"), at())).toEqual({ kind: "zoom", by: 1 });
  expect(meant(key("-"), at())).toEqual({ kind: "zoom", by: -1 });
  expect(meant(key("ArrowRight", { shiftKey: true }), at())).toEqual({ kind: "pan", by: 1 });
});

test("what the browser and the system use is left to them", () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) expect(meant(key("ArrowDown", held), at())).toBeNull();
  expect(meant(key("a"), at())).toBeNull();
});
