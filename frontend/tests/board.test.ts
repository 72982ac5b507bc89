import { expect, test } from "vitest";
import { columns, moves, states, waiting } from "../src/plan/board/columns.ts";
import { chart } from "./chart.ts";

const words = { todo: "To do", doing: "In progress", waiting: "Waiting", done: "Done", no_person: "Nobody", no_deliverable: "None", no_label: "No label" };
const rows = [0, 1, 2];

test("a task that waits for one that is not done waits, and stops when it is", () => {
  expect(states(chart({ state: [0, 1, 0] }))).toEqual(["todo", "doing", "waiting"]);
  expect(states(chart({ state: [0, 3, 0], percent: [50, 100, 0] }))).toEqual(["todo", "done", "todo"]);
});

test("what holds a summary holds everything below it", () => {
  const held = waiting(chart({ level: [1, 1, 2], kind: [0, 1, 0], links: [[0, 1, "FS", 1, 0, "working"]], state: [0, 0, 0], percent: [0, 0, 0] }));
  expect([...held].sort()).toEqual([1, 2]);
});

test("a link to the start holds only until its predecessor has begun", () => {
  const link: [number, number, string, number, number, string] = [1, 2, "SS", 1, 0, "working"];
  expect(waiting(chart({ links: [link], state: [0, 0, 0], percent: [0, 0, 0] })).has(2)).toBe(true);
  expect(waiting(chart({ links: [link], state: [0, 1, 0], percent: [0, 10, 0] })).has(2)).toBe(false);
});

test("every task has one card by state; summaries and tasks that are switched off have none", () => {
  const cards = columns(chart(), rows, "state", words).map((column) => [column.name, column.rows]);
  expect(cards).toEqual([["To do", []], ["In progress", [1]], ["Waiting", [2]], ["Done", []]]);
  expect(columns(chart({ active: [1, 0, 1] }), rows, "state", words).flatMap((column) => column.rows)).toEqual([2]);
});

test("a task of two people has a card with each of them, one of nobody with nobody", () => {
  const cards = columns(chart(), rows, "person", words).map((column) => [column.name, column.rows]);
  expect(cards).toEqual([["Anna Kessler", [1]], ["Tester", [1]], ["Nobody", [2]]]);
});

test("only cards that match are shown, what begins first above", () => {
  const plan = chart({ kind: [0, 0, 0], links: [], state: [0, 0, 0], percent: [0, 0, 0], start: [300, 100, 200] });
  expect(columns(plan, [0, 1], "state", words)[0]!.rows).toEqual([1, 0]);
});

test("moving a card to another state reports progress", () => {
  const of = (to: string) => moves(chart(), 1, "state", "doing", to);
  expect(of("done")).toEqual([{ kind: "progress", task_id: 12, percent: 100 }]);
  expect(of("todo")).toEqual([{ kind: "progress", task_id: 12, percent: 0, begun: false }]);
  expect(of("doing")).toEqual([]);
  expect(of("waiting")).toEqual([]);
  expect(moves(chart(), 2, "state", "todo", "doing")).toEqual([{ kind: "progress", task_id: 13, percent: 0, begun: true }]);
});

test("what was done and is taken up again counts as half done", () => {
  const plan = chart({ state: [0, 3, 0], percent: [0, 100, 0] });
  expect(moves(plan, 1, "state", "done", "doing")).toEqual([{ kind: "progress", task_id: 12, percent: 50, begun: true }]);
});

test("moving a card between people hands the work over with the same share", () => {
  const plan = chart({ who: [[], [0], []], units: [[], [60], []], resources: [7, 8] });
  expect(moves(plan, 1, "person", "0", "1")).toEqual([
    { kind: "unassign", task_id: 12, resource_id: 7 },
    { kind: "assign", task_id: 12, resource_id: 8, units: 60 },
  ]);
  expect(moves(plan, 1, "person", "0", "")).toEqual([{ kind: "unassign", task_id: 12, resource_id: 7 }]);
  expect(moves(plan, 2, "person", "", "1")).toEqual([{ kind: "assign", task_id: 13, resource_id: 8, units: 100 }]);
});

test("who is on a task already is not put on it twice", () => {
  const plan = chart({ who: [[], [0, 1], []], units: [[], [60, 40], []], resources: [7, 8] });
  expect(moves(plan, 1, "person", "0", "1")).toEqual([{ kind: "unassign", task_id: 12, resource_id: 7 }]);
});

test("moving a card between deliverables and labels changes these", () => {
  const plan = chart({ version: [1, 4, 1], known_labels: [[31, "risky", "risk"], [32, "client", "wait"]] });
  expect(moves(plan, 1, "deliverable", "", "9")).toEqual([{ kind: "set", task_id: 12, version: 4, fields: { deliverable_id: 9 } }]);
  expect(moves(plan, 1, "deliverable", "9", "")).toEqual([{ kind: "set", task_id: 12, version: 4, fields: { deliverable_id: null } }]);
  expect(moves(plan, 1, "label", "0", "1")).toEqual([
    { kind: "unlabel", task_id: 12, label_id: 31 },
    { kind: "label", task_id: 12, label_id: 32 },
  ]);
});
