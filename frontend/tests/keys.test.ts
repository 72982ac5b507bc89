import { expect, test } from "vitest";
import { meant, type Where } from "../src/plan/sheet/keys.ts";

const at = (change: Partial<Where> = {}): Where => ({ index: 5, count: 100, page: 20, column: 0, columns: 6, summary: false, folded: false, change: true, ...change });
const key = (name: string, held: object = {}) => ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });
const row = (index: number, extend = false) => ({ kind: "row", index, extend });

test("arrows, pages and ends go to rows and stop at the first and the last", () => {
  expect(meant(key("ArrowDown"), at())).toEqual(row(6));
  expect(meant(key("ArrowUp"), at({ index: 0 }))).toEqual(row(0));
  expect(meant(key("PageDown"), at({ index: 95 }))).toEqual(row(99));
  expect(meant(key("PageUp"), at())).toEqual(row(0));
  expect(meant(key("Home"), at())).toEqual(row(0));
  expect(meant(key("End"), at())).toEqual(row(99));
});

test("with Shift the rows between are chosen, too", () => {
  expect(meant(key("ArrowDown", { shiftKey: true }), at())).toEqual(row(6, true));
  expect(meant(key("End", { shiftKey: true, ctrlKey: true }), at({ column: 3 }))).toEqual(row(99, true));
});

test("right opens a summary and then goes along its cells; left comes back, closes it, and goes to what it belongs to", () => {
  expect(meant(key("ArrowRight"), at({ summary: true, folded: true }))).toEqual({ kind: "unfold" });
  expect(meant(key("ArrowRight"), at({ summary: true }))).toEqual({ kind: "column", column: 1 });
  expect(meant(key("ArrowRight"), at({ column: 5 }))).toBeNull();
  expect(meant(key("ArrowLeft"), at({ column: 2 }))).toEqual({ kind: "column", column: 1 });
  expect(meant(key("ArrowLeft"), at({ summary: true }))).toEqual({ kind: "fold" });
  expect(meant(key("ArrowLeft"), at())).toEqual({ kind: "parent" });
});

test("Enter, F2 and any letter begin to type; whoever may not change the plan opens the task instead", () => {
  expect(meant(key("Enter"), at())).toEqual({ kind: "edit", text: null });
  expect(meant(key("F2"), at())).toEqual({ kind: "edit", text: null });
  expect(meant(key("3"), at())).toEqual({ kind: "edit", text: "3" });
  expect(meant(key("Enter"), at({ change: false }))).toEqual({ kind: "open" });
  expect(meant(key("3"), at({ change: false }))).toBeNull();
  expect(meant(key(" "), at())).toEqual({ kind: "open" });
});

test("the outline is changed with Alt and Shift, as in MS Project; the bar is taken with Alt and Enter", () => {
  const both = { altKey: true, shiftKey: true };
  expect(meant(key("ArrowRight", both), at())).toEqual({ kind: "indent", by: 1 });
  expect(meant(key("ArrowLeft", both), at())).toEqual({ kind: "indent", by: -1 });
  expect(meant(key("ArrowUp", both), at())).toEqual({ kind: "shift", by: -1 });
  expect(meant(key("Enter", { altKey: true }), at())).toEqual({ kind: "grab" });
  expect(meant(key("ArrowRight", both), at({ change: false }))).toBeNull();
});

test("undo, redo and fill down are the keys of every spreadsheet", () => {
  expect(meant(key("z", { ctrlKey: true }), at())).toEqual({ kind: "undo" });
  expect(meant(key("Z", { ctrlKey: true, shiftKey: true }), at())).toEqual({ kind: "redo" });
  expect(meant(key("y", { metaKey: true }), at())).toEqual({ kind: "redo" });
  expect(meant(key("d", { ctrlKey: true }), at())).toEqual({ kind: "fill" });
});

test("what the browser and the system use is left to them", () => {
  for (const name of ["c", "v", "f", "p", "t", "w"]) expect(meant(key(name, { ctrlKey: true }), at())).toBeNull();
  expect(meant(key("ArrowLeft", { altKey: true }), at())).toBeNull();
  expect(meant(key("?"), at())).toBeNull();
  expect(meant(key("Tab"), at())).toBeNull();
});
