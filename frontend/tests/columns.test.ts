import { expect, test } from "vitest";
import { columnsOf, isoDay, isoMinute, places, predecessors, typedLength, type Column } from "../src/plan/columns.ts";
import { speaker } from "../src/plan/say.ts";
import { copied, pasted } from "../src/plan/sheet/clipboard.ts";
import { read, written } from "../src/plan/tsv.ts";
import { at, chart, outline } from "./chart.ts";

const plan = chart();
const columns = columnsOf(plan, { d: "d", h: "h", task: "Task", who: "Who", duration: "Duration" }, speaker("en", { d: "d", h: "h" }, 2024, 480));
const column = (key: string): Column => columns.find((each) => each.key === key)!;
const typed = (key: string, text: string) => column(key).edits!(plan, 1, text);

test("days and minutes are written so that the server and a spreadsheet read them", () => {
  expect(isoDay(at(20_000, 540))).toBe("2024-10-04");
  expect(isoMinute(at(20_000, 545))).toBe("2024-10-04T09:05");
  expect(isoDay(null)).toBe("");
  expect(typedLength(2 * 480 + 90, 480)).toBe("2d 1h 30m");
});

test("dates, lengths and links go to the server as they were typed; a bare number means days", () => {
  expect(typed("start", "fri")).toEqual([{ kind: "set", task_id: 12, version: 4, typed: { start: "fri" } }]);
  expect(typed("duration", "3")).toEqual([{ kind: "set", task_id: 12, version: 4, typed: { duration: "3d" } }]);
  expect(typed("predecessors", "2d after Build")).toEqual([{ kind: "set", task_id: 12, version: 4, typed: { predecessors: "2d after Build" } }]);
});

test("people are typed with their share of time where it is not all of it, and read by the server", () => {
  expect(column("who").typed!(plan, 1)).toBe("Anna Kessler, Tester 50%");
  expect(typed("who", "anna")).toEqual([{ kind: "set", task_id: 12, version: 4, typed: { people: "anna" } }]);
});

test("names are found by their beginnings where only one has it", () => {
  expect(places(["Anna", "Annika"], "ann")).toBeNull();
  expect(places(["Anna", "Annika"], "anna, annik")).toEqual([0, 1]);
});

test("labels, fields, deliverables, progress and priorities are said each in its own way", () => {
  expect(typed("labels", "later")).toEqual([{ kind: "unlabel", task_id: 12, label_id: 51 }, { kind: "label", task_id: 12, label_id: 52 }]);
  expect(typed("field:61", " ")).toEqual([{ kind: "set_field", task_id: 12, field_id: 61, value: null }]);
  expect(typed("deliverable", "hand")).toEqual([{ kind: "set", task_id: 12, version: 4, fields: { deliverable_id: 7 } }]);
  expect(typed("percent", "60 %")).toEqual([{ kind: "progress", task_id: 12, percent: 60 }]);
  expect(typed("percent", "101")).toBeNull();
  expect(typed("priority", "high")).toBeNull();
  expect(typed("constraint", "snet")).toEqual([{ kind: "set", task_id: 12, version: 4, fields: { constraint: "SNET", constraint_at: "2024-10-04T09:00" } }]);
});

test("a summary has no length, dates or progress of its own to type", () => {
  for (const key of ["start", "finish", "duration", "percent", "effort"]) expect(column(key).edits!(plan, 0, "3")).toBeNull();
});

test("predecessors are written by the numbers of their rows", () => {
  expect(predecessors(plan, plan.links)).toBe("2");
  expect(predecessors(plan, [[0, 2, "SS", 1, 960, "working"], [1, 2, "FS", 2, -50, "percent"]])).toBe("1SS+2d, 2FS-50%");
});

test("what a spreadsheet quotes comes back as it was", () => {
  const cells = [["a\tb", 'say "so"', "plain"], ["two\nlines", "", "end"]];
  expect(read(written(cells))).toEqual(cells);
  expect(read("one\r\ntwo\r\n")).toEqual([["one"], ["two"]]);
  expect(read("")).toEqual([[""]]);
});

test("copied rows carry their titles, and are pasted without them", () => {
  const some = [column("name"), column("who"), column("duration")];
  const text = copied(plan, some, [1, 2]);
  expect(text.split("\n")[0]).toBe("Task\tWho\tDuration");
  expect(pasted(plan, some, [0, 1, 2], { index: 1, column: 0 }, text, () => "new-1")).toEqual([]);
  expect(pasted(plan, some, [0, 1, 2], { index: 1, column: 0 }, "Task\tWho\tDuration\nTest rooms\tAnna Kessler, Tester 50%\t3d", () => "new-1")).toEqual([
    { kind: "set", task_id: 12, version: 4, fields: { name: "Test rooms" } },
    { kind: "set", task_id: 12, version: 4, typed: { duration: "3d" } },
  ]);
});

test("rows pasted behind the last one become tasks, as deep as the spaces before their names", () => {
  const empty = outline([1]);
  const some = [column("name"), column("duration"), column("predecessors")];
  const edits = pasted(empty, some, [0], { index: 1, column: 0 }, "Design\t3\n  Sketch\t\t2", () => "new-1");
  expect(edits).toEqual([
    { kind: "add", key: "new-1", name: "Design", after_id: null, level: 1, typed: { duration: "3" } },
    { kind: "add", key: "new-1", name: "Sketch", after_id: null, level: 2, duration_minutes: 480, typed: { predecessors: "2" } },
  ]);
});
