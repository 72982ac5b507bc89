/** What the sheet shows: the plan as it is arranged, which cell is meant, and what of the timeline is drawn. */
import type { Group } from "../arrange.ts";
import type { Column } from "../columns.ts";
import type { Scale } from "../gantt/scale.ts";
import type { PlanStore } from "../kept.ts";

/** Number in `shown` of the row in which a new task is being named. */
export const DRAFT = -1_000_000;

/** What may be left out of the timeline. */
export interface Layers {
  critical: boolean;
  baseline: boolean;
  float: boolean;
  away: boolean;
}

/** A task that is being named: after which task it will stand, and how deep. */
export interface Draft {
  after: number | null;
  level: number;
}

export interface State {
  store: PlanStore;
  /** All columns that there are, those that are wanted, and those of them that have room. */
  known: Column[];
  wanted: string[];
  columns: Column[];
  /** Rows of the chart in the order in which they are shown; below zero the heading of a group, or the draft. */
  shown: Int32Array;
  groups: Group[];
  /** Index among the shown rows; -1 for a row that is not shown. */
  place: Int32Array;
  /** Ids of the summaries that are folded. */
  folded: ReadonlySet<number>;
  scale: Scale;
  /** The cell that the keyboard is at: an index among the shown rows, and one among the columns. */
  index: number;
  column: number;
  /** Rows that are chosen. */
  chosen: ReadonlySet<number>;
  layers: Layers;
  draft: Draft | null;
  /** Whether there is a timeline beside the rows. */
  bars: boolean;
  /** Whether the whole is as narrow as a telephone. */
  narrow: boolean;
  taskUrl: string;
}
