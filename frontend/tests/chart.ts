/** A small plan for tests: a summary with a task and a milestone below it. */
import { MILESTONE, SUMMARY, TASK, type Chart } from "../src/plan/model.ts";

export const NINE = 9 * 60;
export const SIX = 18 * 60;
export const at = (day: number, minute: number): number => day * 1440 + minute;

export function chart(change: Partial<Chart> = {}): Chart {
  return {
    project_id: 1, revision: 3, forecast_revision: 3, scenario: 0, as_of: 20_000, minutes_per_day: 480, promises: [[null, 20_010]], closed: [], holidays: [],
    id: [11, 12, 13], uid: [1, 2, 3], name: ["Build", "Test environment", "Ready"], level: [1, 2, 2], kind: [SUMMARY, TASK, MILESTONE],
    active: [1, 1, 1], state: [1, 1, 0], version: [1, 4, 1], deadline: [null, null, null], duration: [960, 960, 0], percent: [50, 50, 0],
    start: [at(20_000, NINE), at(20_000, NINE), at(20_001, SIX)], finish: [at(20_001, SIX), at(20_001, SIX), at(20_001, SIX)],
    baseline_start: [null, at(19_998, NINE), null], baseline_finish: [null, at(19_999, SIX), null],
    critical: [1, 1, 1], total_float: [0, 0, 0], constraint: [0, 0, 0], constraint_at: [null, null, null], manual: [0, 0, 0], priority: [500, 500, 500],
    effort: [0, 0, 0], best: [null, null, null], worst: [null, null, null], deliverable: [null, 7, null], deliverables: [[7, "Handbook"]],
    who: [[], [0, 1], []], units: [[], [100, 50], []], people: ["Anna Kessler", "Tester"], resources: [31, 32], resource_units: [100, 100], away: [[], []],
    links: [[1, 2, "FS", 91, 0, "working"]], labels: [[], [0], []], known_labels: [[51, "urgent", "late"], [52, "later", "plain"]],
    fields: [[61, "Room", "text", []]], field_values: [[1, 0, "A 12"]],
    ...change,
  };
}

/** Rows by name, "A", "B" …, with the levels that are given. */
export function outline(levels: readonly number[]): Chart {
  const same = <Value>(value: Value): Value[] => levels.map(() => value);
  return chart({
    id: levels.map((_, row) => row + 1), uid: levels.map((_, row) => row + 1), name: levels.map((_, row) => String.fromCharCode(65 + row)), level: [...levels],
    kind: levels.map((level, row) => ((levels[row + 1] ?? 0) > level ? SUMMARY : TASK)), active: same(1), state: same(0), version: same(1), deadline: same(null),
    duration: same(480), percent: same(0), start: same(at(20_000, NINE)), finish: same(at(20_000, SIX)), baseline_start: same(null), baseline_finish: same(null),
    critical: same(0), total_float: same(0), constraint: same(0), constraint_at: same(null), manual: same(0), priority: same(500), effort: same(0), best: same(null),
    worst: same(null), deliverable: same(null), who: levels.map(() => []), units: levels.map(() => []), labels: levels.map(() => []), links: [], field_values: [],
  });
}

export const shape = ({ name, level }: Chart): string => name.map((each, row) => `${each}${level[row]}`).join(" ");
