/**
 * What can be said to a plan, as the server takes it: several edits are one change and one undo. A task is named by its id, or by the
 * `key` of an `add` of the same call. Pure.
 */
export type TaskRef = number | string;

/** As `after_id`: before everything else. In an `add`, null means at the end. */
export const FIRST = 0;

/** Text as a person typed it; the server reads it ("fri", "3d", "2d after Design"). */
export type Typed = Partial<Record<"start" | "finish" | "duration" | "deadline" | "predecessors" | "effort" | "best" | "worst" | "people", string>>;

export type Edit =
  | { kind: "add"; key: string; name: string; after_id: TaskRef | null; level: number; duration_minutes?: number; typed?: Typed }
  | { kind: "set"; task_id: TaskRef; version: number; fields?: Record<string, unknown>; typed?: Typed }
  | { kind: "move"; task_ids: TaskRef[]; after_id: TaskRef | null; level: number }
  | { kind: "remove"; task_id: number; version: number }
  | { kind: "link"; predecessor_id: TaskRef; successor_id: TaskRef; link_kind: LinkKind; lag: number; unit: string }
  | { kind: "unlink"; link_id: number }
  | { kind: "assign"; task_id: TaskRef; resource_id: number; units: number }
  | { kind: "unassign"; task_id: TaskRef; resource_id: number }
  | { kind: "progress"; task_id: TaskRef; percent: number; begun?: boolean }
  | { kind: "label" | "unlabel"; task_id: TaskRef; label_id: number }
  | { kind: "set_field"; task_id: TaskRef; field_id: number; value: string | null };

export type LinkKind = "FS" | "SS" | "FF" | "SF";

/** What the server answers when edits were kept. */
export interface Edited {
  change_id: number;
  revision: number;
  made: Record<string, number>;
  versions: Record<string, number>;
}

/** What edits would do, before they are kept. */
export interface Preview {
  finish_before: string | null;
  finish_after: string | null;
  /** Working days by which the finish moves; negative for earlier. */
  days: number;
  /** Promises that would be kept by another number of days: `days` in hand afterwards, negative where it is broken. */
  promises: { name: string; on: string; days_before: number; days: number }[];
  moved: { uid: number; start: string; finish: string }[];
}
