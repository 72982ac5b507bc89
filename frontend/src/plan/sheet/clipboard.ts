/** Rows to a spreadsheet, and what is pasted from one: over the cells from the active one on, or as new tasks at the end. Pure. */
import type { Column } from "../columns.ts";
import type { Edit } from "../edits.ts";
import type { Chart } from "../model.ts";
import { read, written } from "../tsv.ts";

/** Head and rows, each cell as it may be typed back. */
export function copied(chart: Chart, columns: readonly Column[], rows: readonly number[]): string {
  const cells = rows.map((row) => columns.map((column) => (column.typed ?? column.text)(chart, row)));
  return written(rows.length > 1 ? [columns.map((column) => column.title), ...cells] : cells);
}

/** What pasting means: edits for the cells there are, and for what goes beyond the last row new tasks with what stands beside their names. */
export function pasted(chart: Chart, columns: readonly Column[], shown: readonly number[], from: { index: number; column: number }, text: string, newKey: () => string): Edit[] {
  const rows = withoutHead(read(text), columns);
  const onto = columns.slice(from.column);
  const over = rows.slice(0, Math.max(0, shown.length - from.index));
  const edits = over.flatMap((cells, at) => overwritten(chart, onto, shown[from.index + at]!, cells));
  return [...edits, ...rows.slice(over.length).flatMap((cells) => appended(chart, onto, cells, newKey))];
}

/** What was copied here begins with the titles of the columns. */
function withoutHead(rows: string[][], columns: readonly Column[]): string[][] {
  return rows.length > 1 && rows[0]!.every((cell) => columns.some((column) => column.title === cell)) ? rows.slice(1) : rows;
}

function overwritten(chart: Chart, columns: readonly Column[], row: number, cells: readonly string[]): Edit[] {
  if (row < 0) return [];
  return columns.slice(0, cells.length).flatMap((column, at) => {
    const text = cells[at]!;
    return !column.edits || text === column.typed?.(chart, row) || text === column.text(chart, row) ? [] : (column.edits(chart, row, text) ?? []);
  });
}

/** A new task; spaces before its name say how deep it lies, two for each level. */
function appended(chart: Chart, columns: readonly Column[], cells: readonly string[], newKey: () => string): Edit[] {
  const written = cells[columns.findIndex((column) => column.key === "name")];
  if (!written?.trim()) return [];
  const level = 1 + Math.floor((written.length - written.trimStart().length) / 2);
  return added(newKey(), written.trim(), null, level, typed(columns, cells), chart.minutes_per_day);
}

const TYPED = ["start", "finish", "duration", "deadline", "predecessors", "effort", "best", "worst"] as const;

function typed(columns: readonly Column[], cells: readonly string[]): Record<string, string> {
  const said = columns.flatMap((column, at): [string, string][] => {
    const text = cells[at]?.trim();
    const key = column.key === "who" ? "people" : TYPED.find((each) => each === column.key);
    return key && text && !(key === "finish" && columns.some((each, place) => each.key === "duration" && cells[place]?.trim())) ? [[key, text]] : [];
  });
  return Object.fromEntries(said);
}

/** A task that is added, a day long unless something else is said. */
export function added(key: string, name: string, after_id: number | null, level: number, texts: Record<string, string>, perDay: number): Edit[] {
  const length = "duration" in texts || "finish" in texts ? {} : { duration_minutes: perDay };
  return [{ kind: "add", key, name, after_id, level, ...length, ...(Object.keys(texts).length ? { typed: texts } : {}) }];
}
