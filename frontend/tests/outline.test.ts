import { expect, test } from "vitest";
import { applied, confirmed, foretold, idOf, keyOf } from "../src/plan/applied.ts";
import { indented, removed, shifted, tops } from "../src/plan/sheet/outline.ts";
import { at, chart, outline, shape } from "./chart.ts";

const plan = outline([1, 2, 2, 1, 2]);
const doing = (edits: Parameters<typeof applied>[1]): string => shape(applied(plan, edits));

test("a task goes below the one before it with everything it has, and comes out again", () => {
  expect(doing(indented(plan, [2], 1))).toBe("A1 B2 C3 D1 E2");
  expect(doing(indented(plan, [3], 1))).toBe("A1 B2 C2 D2 E3");
  expect(doing(indented(plan, [1], -1))).toBe("A1 B1 C2 D1 E2");
  expect(indented(plan, [0], 1)).toEqual([]);
  expect(indented(plan, [0], -1)).toEqual([]);
  expect(indented(plan, [1], 1)).toEqual([]);
});

test("tasks change places with their siblings, not with their cousins", () => {
  expect(doing(shifted(plan, [1], 1))).toBe("A1 C2 B2 D1 E2");
  expect(doing(shifted(plan, [2], -1))).toBe("A1 C2 B2 D1 E2");
  expect(doing(shifted(plan, [3], -1))).toBe("D1 E2 A1 B2 C2");
  expect(doing(shifted(plan, [0], 1))).toBe("D1 E2 A1 B2 C2");
  expect(shifted(plan, [4], -1)).toEqual([]);
  expect(shifted(plan, [2], 1)).toEqual([]);
});

test("what lies below a chosen task goes with it and is not named twice", () => {
  expect(tops(plan, [2, 0, 1, 4])).toEqual([0, 4]);
  expect(removed(plan, [0, 1])).toEqual([{ kind: "remove", task_id: 1, version: 1 }]);
  expect(doing(removed(plan, [0]))).toBe("D1 E2");
});

test("a new task stands behind the one it follows, behind everything below that, or below it", () => {
  const add = (after_id: number | null, level: number) => doing([{ kind: "add", key: "new-1", name: "N", after_id, level }]);
  expect(add(1, 1)).toBe("A1 B2 C2 N1 D1 E2");
  expect(add(1, 2)).toBe("A1 N2 B2 C2 D1 E2");
  expect(add(0, 1)).toBe("N1 A1 B2 C2 D1 E2");
  expect(add(null, 1)).toBe("A1 B2 C2 D1 E2 N1");
});

test("links follow their tasks to other rows and go with them", () => {
  const linked = outline([1, 1, 1]);
  linked.links = [[0, 2, "FS", 5, 0, "working"]];
  expect(applied(linked, [{ kind: "add", key: "new-1", name: "N", after_id: 1, level: 1 }]).links).toEqual([[0, 3, "FS", 5, 0, "working"]]);
  expect(applied(linked, [{ kind: "remove", task_id: 3, version: 1 }]).links).toEqual([]);
});

test("a task that was added has a number of its own until the server gives it one", () => {
  const grown = applied(plan, [{ kind: "add", key: keyOf(-4), name: "N", after_id: null, level: 1 }]);
  expect(grown.id.at(-1)).toBe(-4);
  expect(idOf("new-4")).toBe(-4);
  const kept = confirmed(grown, { "new-4": 812 }, { 812: 1, 2: 7 });
  expect([kept.id.at(-1), kept.version[1]]).toEqual([812, 7]);
});

test("what is said of a task is shown at once, and the plan of before stays as it was", () => {
  const before = chart();
  const after = applied(before, [
    { kind: "set", task_id: 12, version: 4, fields: { name: "Test rooms", duration_minutes: 1440, constraint: "SNET", constraint_at: "2024-10-07T09:00" } },
    { kind: "progress", task_id: 12, percent: 100 },
    { kind: "unassign", task_id: 12, resource_id: 31 },
    { kind: "label", task_id: 12, label_id: 52 },
    { kind: "set_field", task_id: 12, field_id: 61, value: null },
    { kind: "link", predecessor_id: 12, successor_id: 13, link_kind: "SS", lag: 60, unit: "working" },
  ]);
  expect([after.name[1], after.duration[1], after.constraint[1], after.percent[1], after.state[1]]).toEqual(["Test rooms", 1440, 2, 100, 3]);
  expect(after.constraint_at[1]).toBe(at(20_003, 540));
  expect([after.who[1], after.units[1], after.labels[1], after.field_values]).toEqual([[1], [50], [0, 1], []]);
  expect(after.links).toEqual([[1, 2, "SS", 91, 60, "working"]]);
  expect(before).toEqual(chart());
});

test("the dates that a preview foretells stand in the plan until the forecast says its own", () => {
  const later = foretold(chart(), [{ uid: 2, start: "2024-10-04T09:00:00", finish: "2024-10-07T18:00:00" }]);
  expect([later.start[1], later.finish[1]]).toEqual([at(20_000, 540), at(20_003, 1080)]);
  expect(later.finish[2]).toBe(chart().finish[2]);
});
