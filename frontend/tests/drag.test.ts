import { expect, test } from "vitest";
import { endAt, hit } from "../src/plan/gantt/hit.ts";
import { intent, linking } from "../src/plan/gantt/intent.ts";
import { later, within } from "../src/plan/gantt/marks.ts";
import { MIDDLE, ROW } from "../src/plan/gantt/paint.ts";
import { WIDTH, scaleOf, x } from "../src/plan/gantt/scale.ts";
import { span } from "../src/plan/model.ts";
import { NINE, SIX, at, chart } from "./chart.ts";

const plan = chart();
const scale = scaleOf(span(plan), { first: NINE, last: SIX }, "days", 0);
const shown = { chart: plan, scale, shown: Int32Array.from([0, 1, 2]) };
const day = WIDTH.days;
const none = new Set<number>();
const at1 = (left: number) => hit(shown, left, ROW + MIDDLE);

test("a bar has a body, an end, and beside it the handles for links", () => {
  const [start, finish] = [x(scale, plan.start[1]!), x(scale, plan.finish[1]!)];
  expect(at1(start + 8)).toEqual({ row: 1, part: "bar" });
  expect(at1(finish - 1)).toEqual({ row: 1, part: "end" });
  expect(at1(finish + 10)).toEqual({ row: 1, part: "from-finish" });
  expect(at1(start - 10)).toEqual({ row: 1, part: "from-start" });
  expect(hit(shown, (start + finish) / 2, ROW + MIDDLE + 6)).toEqual({ row: 1, part: "done" });
  expect(at1(start - 40)).toBeNull();
  expect(hit(shown, start, 10 * ROW)).toBeNull();
});

test("a bar that is moved starts no earlier than where it is let go", () => {
  const moved = intent(plan, scale, { row: 1, part: "bar" }, 3 * day + 4, none)!;
  expect(moved.edits).toEqual([{ kind: "set", task_id: 12, version: 4, fields: { constraint: "SNET", constraint_at: "2024-10-07T09:00" } }]);
  expect(moved.ghost).toEqual({ row: 1, start: at(20_003, NINE), finish: at(20_004, SIX) });
  expect(intent(plan, scale, { row: 1, part: "bar" }, 5, none)).toBeNull();
});

test("all chosen bars move together, a summary with the tasks below it that follow no other, done ones stay", () => {
  const both = intent(plan, scale, { row: 1, part: "bar" }, day, new Set([1, 2]))!;
  expect(both.edits.map((edit) => "task_id" in edit && edit.task_id)).toEqual([12, 13]);
  const summary = intent(plan, scale, { row: 0, part: "bar" }, day, none)!;
  expect(summary.edits.map((edit) => "task_id" in edit && edit.task_id)).toEqual([12]);
  expect(intent(chart({ state: [1, 3, 0] }), scale, { row: 1, part: "bar" }, day, none)).toBeNull();
});

test("a bar set by hand takes its dates along", () => {
  const byHand = intent(chart({ manual: [0, 1, 0] }), scale, { row: 1, part: "bar" }, day, none)!;
  expect(byHand.edits[0]).toMatchObject({ fields: { manual_start: "2024-10-05T09:00", manual_finish: "2024-10-06T18:00" } });
});

test("a longer bar says on which day it ends; the server knows how long that is", () => {
  expect(intent(plan, scale, { row: 1, part: "end" }, 2 * day, none)!.edits).toEqual([{ kind: "set", task_id: 12, version: 4, typed: { finish: "2024-10-07" } }]);
});

test("progress is reported in steps of five", () => {
  const width = x(scale, plan.finish[1]!) - x(scale, plan.start[1]!);
  expect(intent(plan, scale, { row: 1, part: "done" }, width * 0.21, none)!.edits).toEqual([{ kind: "progress", task_id: 12, percent: 70 }]);
  expect(intent(plan, scale, { row: 1, part: "done" }, width, none)!.edits).toEqual([{ kind: "progress", task_id: 12, percent: 100 }]);
});

test("which ends a link joins is where it begins and where it is let go", () => {
  const from = { row: 1, part: "from-finish" as const };
  expect(linking(plan, from, 2, "S")!.edits).toEqual([{ kind: "link", predecessor_id: 12, successor_id: 13, link_kind: "FS", lag: 0, unit: "working" }]);
  expect(linking(plan, { ...from, part: "from-start" }, 2, "F")!.edits[0]).toMatchObject({ link_kind: "SF" });
  expect(linking(plan, from, 1, "S")).toBeNull();
  expect(endAt(shown, 1, x(scale, plan.finish[1]!) - 2)).toBe("F");
  expect(endAt(shown, 1, x(scale, plan.start[1]!) - 100)).toBe("S");
});

test("float is counted in days that are open", () => {
  const weekend = chart({ closed: [[20_001, 20_002], [20_008, 20_009]] });
  expect(later(weekend, at(20_000, SIX), 2 * 480)).toBe(at(20_004, SIX));
  expect(later(weekend, at(20_000, SIX), 6 * 480)).toBe(at(20_010, SIX));
  expect([...within([[1, 2], [5, 6], [9, 9]], 2, 5)]).toEqual([[1, 2], [5, 6]]);
});
