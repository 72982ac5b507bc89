/** The columns of the plan: what stands in a cell, how it sorts, and what typing into it means. Pure. */
import type { Edit, Typed } from "./edits.ts";
import { CONSTRAINTS, DAY, SUMMARY, initials, type Chart, type Link } from "./model.ts";
import type { Speaker, Words } from "./say.ts";

export interface Column {
  key: string;
  title: string;
  width: number;
  /** Figures stand at the end of their cell. */
  figure: boolean;
  /** What the column is sorted and grouped by. */
  value(chart: Chart, row: number): number | string | null;
  text(chart: Chart, row: number): string;
  /** What stands in the editor to begin with; a column without it cannot be edited. */
  typed?(chart: Chart, row: number): string;
  /** What is said by typing `text`; null where that cannot be, or changes nothing. */
  edits?(chart: Chart, row: number, text: string): Edit[] | null;
  /** What one may choose from. */
  choices?(chart: Chart): string[];
}

type Minutes = "start" | "finish" | "deadline" | "constraint_at" | "baseline_start" | "baseline_finish";
type Lengths = "effort" | "best" | "worst" | "total_float";

const pad = (number: number): string => String(number).padStart(2, "0");

/** "2026-03-12": read by the server and by every spreadsheet. */
export function isoDay(minute: number | null | undefined): string {
  if (minute == null) return "";
  const date = new Date(Math.floor(minute / DAY) * 86_400_000);
  return `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
}

/** "2026-03-12T09:00", as the server's walls say it. */
export function isoMinute(minute: number): string {
  const rest = ((minute % DAY) + DAY) % DAY;
  return `${isoDay(minute)}T${pad(Math.floor(rest / 60))}:${pad(rest % 60)}`;
}

/** "3d 4h": read by the server. */
export function typedLength(minutes: number | null, perDay: number): string {
  if (minutes === null) return "";
  const parts: [number, string][] = [[Math.floor(minutes / perDay), "d"], [Math.floor((minutes % perDay) / 60), "h"], [minutes % perDay % 60, "m"]];
  return parts.filter(([number]) => number).map(([number, unit]) => `${number}${unit}`).join(" ") || "0d";
}

/** A bare number means days. */
export const withUnit = (text: string): string => (/^\d+([.,]\d+)?$/.test(text.trim()) ? `${text.trim()}d` : text.trim());

/** "3, 7SS+2d": the links into a task by the numbers of the rows. */
export function predecessors(chart: Chart, links: readonly Link[]): string {
  return links.map((link) => `${link[0] + 1}${link[4] || link[2] !== "FS" ? link[2] : ""}${lag(chart, link)}`).join(", ");
}

function lag(chart: Chart, [, , , , size, unit]: Link): string {
  if (!size) return "";
  const plain = Math.abs(size);
  const told: Record<string, string> = { percent: `${plain}%`, elapsed_percent: `${plain}e%`, elapsed: `${plain}em` };
  return (size < 0 ? "-" : "+") + (told[unit] ?? typedLength(plain, chart.minutes_per_day).replaceAll(" ", ""));
}

const kept = new WeakMap<Chart, Map<number, Link[]>[]>();

/** Links by the row they lead into (0) and by the row they come from (1). */
export function linksAt(chart: Chart, end: 0 | 1, row: number): Link[] {
  let both = kept.get(chart);
  if (!both) {
    both = ([1, 0] as const).map((place) => byRow(chart.links, place));
    kept.set(chart, both);
  }
  return both[end]!.get(row) ?? [];
}

function byRow(links: readonly Link[], place: 0 | 1): Map<number, Link[]> {
  const rows = new Map<number, Link[]>();
  for (const link of links) {
    const there = rows.get(link[place]);
    if (there) there.push(link);
    else rows.set(link[place], [link]);
  }
  return rows;
}

const setting = (chart: Chart, row: number, fields: Record<string, unknown>): Edit[] => [{ kind: "set", task_id: chart.id[row]!, version: chart.version[row]!, fields }];
const typing = (chart: Chart, row: number, typed: Typed): Edit[] => [{ kind: "set", task_id: chart.id[row]!, version: chart.version[row]!, typed }];

/** All columns a plan may show, in their usual order. */
export function columnsOf(chart: Chart, words: Words, speaker: Speaker): Column[] {
  const title = (key: string): string => words[key] ?? key;
  const plain = (chart: Chart, row: number): boolean => chart.kind[row] !== SUMMARY;

  function date(key: string, from: Minutes, word?: keyof Typed): Column {
    const column: Column = {
      key,
      title: title(key),
      width: 92,
      figure: false,
      value: (chart, row) => chart[from][row] ?? null,
      text: (chart, row) => speaker.day(chart[from][row] ?? null),
    };
    if (!word) return column;
    return {
      ...column,
      typed: (chart, row) => isoDay(chart[from][row]),
      edits: (chart, row, text) => (word !== "deadline" && !plain(chart, row) ? null : typing(chart, row, { [word]: text })),
    };
  }

  function length(key: string, from: Lengths | "duration", word?: keyof Typed): Column {
    const value = (chart: Chart, row: number): number | null => chart[from][row] ?? null;
    const column: Column = {
      key,
      title: title(key),
      width: 80,
      figure: true,
      value,
      text: (chart, row) => (from !== "total_float" && !value(chart, row) ? "" : speaker.length(value(chart, row)!)),
    };
    if (!word) return column;
    return {
      ...column,
      typed: (chart, row) => (from !== "duration" && !value(chart, row) ? "" : typedLength(value(chart, row), chart.minutes_per_day)),
      edits: (chart, row, text) => (plain(chart, row) ? typing(chart, row, { [word]: withUnit(text) }) : null),
    };
  }

  const fields = chart.fields.map(([id, name, kind, choices], place): Column => {
    const value = (chart: Chart, row: number): string | null => chart.field_values.find(([at, field]) => at === row && field === place)?.[2] ?? null;
    return {
      key: `field:${id}`,
      title: name,
      width: 110,
      figure: kind === "number",
      value: (chart, row) => (kind === "number" && value(chart, row) !== null ? Number(value(chart, row)) : value(chart, row)),
      text: (chart, row) => value(chart, row) ?? "",
      typed: (chart, row) => value(chart, row) ?? "",
      edits: (chart, row, text) => [{ kind: "set_field", task_id: chart.id[row]!, field_id: id, value: text.trim() || null }],
      ...(kind === "choice" ? { choices: () => choices } : {}),
    };
  });

  return [
    {
      key: "name",
      title: title("task"),
      width: 260,
      figure: false,
      value: (chart, row) => chart.name[row]!,
      text: (chart, row) => chart.name[row]!,
      typed: (chart, row) => chart.name[row]!,
      edits: (chart, row, text) => (text.trim() && text.trim() !== chart.name[row] ? setting(chart, row, { name: text.trim() }) : null),
    },
    {
      key: "who",
      title: title("who"),
      width: 64,
      figure: false,
      value: (chart, row) => names(chart, row) || null,
      text: initials,
      typed: names,
      edits: (chart, row, text) => (plain(chart, row) ? typing(chart, row, { people: text }) : null),
      choices: (chart) => chart.people,
    },
    date("start", "start", "start"),
    date("finish", "finish", "finish"),
    length("duration", "duration", "duration"),
    {
      key: "percent",
      title: title("done"),
      width: 62,
      figure: true,
      value: (chart, row) => chart.percent[row]!,
      text: (chart, row) => (chart.percent[row] ? `${chart.percent[row]}\u00a0%` : ""),
      typed: (chart, row) => String(chart.percent[row]),
      edits: (chart, row, text) => progress(chart, row, text),
    },
    {
      key: "predecessors",
      title: title("predecessors"),
      width: 110,
      figure: false,
      value: (chart, row) => linksAt(chart, 0, row)[0]?.[0] ?? null,
      text: (chart, row) => predecessors(chart, linksAt(chart, 0, row)),
      typed: (chart, row) => predecessors(chart, linksAt(chart, 0, row)),
      edits: (chart, row, text) => typing(chart, row, { predecessors: text }),
    },
    {
      key: "successors",
      title: title("successors"),
      width: 90,
      figure: false,
      value: (chart, row) => linksAt(chart, 1, row)[0]?.[1] ?? null,
      text: (chart, row) => linksAt(chart, 1, row).map((link) => link[1] + 1).join(", "),
    },
    {
      key: "state",
      title: title("state"),
      width: 96,
      figure: false,
      value: (chart, row) => chart.state[row]!,
      text: (chart, row) => (chart.kind[row] === SUMMARY ? "" : (words[`state${chart.state[row]}`] ?? "")),
    },
    date("deadline", "deadline", "deadline"),
    {
      key: "deliverable",
      title: title("deliverable"),
      width: 130,
      figure: false,
      value: (chart, row) => deliverable(chart, row) || null,
      text: deliverable,
      typed: deliverable,
      edits: (chart, row, text) => chosen(chart, row, text, "deliverable_id", chart.deliverables),
      choices: (chart) => chart.deliverables.map(([, name]) => name),
    },
    {
      key: "labels",
      title: title("labels"),
      width: 120,
      figure: false,
      value: (chart, row) => labels(chart, row) || null,
      text: labels,
      typed: labels,
      edits: labelled,
      choices: (chart) => chart.known_labels.map(([, name]) => name),
    },
    length("effort", "effort", "effort"),
    length("best", "best", "best"),
    length("worst", "worst", "worst"),
    length("float", "total_float"),
    {
      key: "constraint",
      title: title("constraint"),
      width: 84,
      figure: false,
      value: (chart, row) => chart.constraint[row]!,
      text: (chart, row) => (chart.constraint[row] ? CONSTRAINTS[chart.constraint[row]]! : ""),
      typed: (chart, row) => CONSTRAINTS[chart.constraint[row]!]!,
      edits: constrained,
      choices: () => [...CONSTRAINTS],
    },
    date("constraint_at", "constraint_at"),
    {
      key: "priority",
      title: title("priority"),
      width: 70,
      figure: true,
      value: (chart, row) => chart.priority[row]!,
      text: (chart, row) => (chart.priority[row] === 500 ? "" : String(chart.priority[row])),
      typed: (chart, row) => String(chart.priority[row]),
      edits: (chart, row, text) => (/^\d{1,4}$/.test(text.trim()) ? setting(chart, row, { priority: Number(text) }) : null),
    },
    {
      key: "critical",
      title: title("critical_title"),
      width: 70,
      figure: false,
      value: (chart, row) => 1 - chart.critical[row]!,
      text: (chart, row) => (chart.critical[row] && chart.kind[row] !== SUMMARY ? (words["yes"] ?? "") : ""),
    },
    date("baseline_start", "baseline_start"),
    date("baseline_finish", "baseline_finish"),
    ...fields,
  ];

  /** 100 where everything of a summary is to be done: the server counts only what has work of its own. */
  function progress(chart: Chart, row: number, text: string): Edit[] | null {
    const percent = Number(text.replace("%", "").trim());
    if (!plain(chart, row) || text.trim() === "" || !(percent >= 0 && percent <= 100)) return null;
    return [{ kind: "progress", task_id: chart.id[row]!, percent: Math.round(percent) }];
  }
}

/** "Anna, Tester 50%": read by the server. */
function names(chart: Chart, row: number): string {
  const share = (place: number): string => (chart.units[row]![place] === 100 ? "" : ` ${chart.units[row]![place]}%`);
  return chart.who[row]!.map((person, place) => `${chart.people[person]}${share(place)}`).join(", ");
}

const labels = (chart: Chart, row: number): string => chart.labels[row]!.map((label) => chart.known_labels[label]![1]).join(", ");
const deliverable = (chart: Chart, row: number): string => chart.deliverables.find(([id]) => id === chart.deliverable[row])?.[1] ?? "";
const listed = (text: string): string[] => text.split(/[,;]/).map((part) => part.trim()).filter(Boolean);
const same = (one: string, other: string): boolean => one.localeCompare(other, undefined, { sensitivity: "base" }) === 0;

/** Places of what is named, by whole names or beginnings that only one has; null where something is unknown. */
export function places(known: readonly string[], text: string): number[] | null {
  const found = listed(text).map((part) => {
    const whole = known.findIndex((name) => same(name, part));
    const begins = known.flatMap((name, place) => (same(name.slice(0, part.length), part) ? [place] : []));
    return whole >= 0 ? whole : begins.length === 1 ? begins[0]! : -1;
  });
  return found.includes(-1) ? null : [...new Set(found)];
}

function labelled(chart: Chart, row: number, text: string): Edit[] | null {
  const wanted = places(chart.known_labels.map(([, name]) => name), text);
  if (!wanted) return null;
  const had = chart.labels[row]!;
  const task_id = chart.id[row]!;
  const edit = (kind: "label" | "unlabel") => (one: number): Edit => ({ kind, task_id, label_id: chart.known_labels[one]![0] });
  const said = [...had.filter((one) => !wanted.includes(one)).map(edit("unlabel")), ...wanted.filter((one) => !had.includes(one)).map(edit("label"))];
  return said.length ? said : null;
}

function chosen(chart: Chart, row: number, text: string, field: string, from: readonly [number, string][]): Edit[] | null {
  if (!text.trim()) return setting(chart, row, { [field]: null });
  const [place] = places(from.map(([, name]) => name), text.replaceAll(",", " ")) ?? [];
  return place === undefined ? null : setting(chart, row, { [field]: from[place]![0] });
}

function constrained(chart: Chart, row: number, text: string): Edit[] | null {
  const kind = CONSTRAINTS.find((name) => same(name, text.trim()));
  if (!kind) return null;
  const at = chart.constraint_at[row] ?? (kind.startsWith("F") || kind === "MFO" ? chart.finish[row] : chart.start[row]);
  const dated = kind !== "ASAP" && kind !== "ALAP" && at != null;
  return setting(chart, row, { constraint: kind, constraint_at: dated ? isoMinute(at) : null });
}
