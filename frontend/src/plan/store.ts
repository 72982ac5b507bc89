/**
 * The one place that holds the plan for all of its views: what it is, what of it is chosen and filtered, and how it is changed.
 * A view draws from the store, asks it to change the plan, and is told when something else is true.
 */
import type { Edit, Edited, Preview } from "./edits.ts";
import type { Chart } from "./model.ts";
import type { Speaker, Words } from "./say.ts";

/** What there is to hear about. */
export type What = "chart" | "selection" | "arrangement" | "preview" | "marks";

/** Which tasks are shown: those for which everything that is given holds. */
export interface Filter {
  text: string;
  /** Index into the chart's people. */
  person: number | null;
  label: number | null;
  critical: boolean;
  late: boolean;
  open: boolean;
}

/** What may be done here, so that a view offers nothing that would be refused. */
export interface May {
  change: boolean;
  report: boolean;
}

export interface Store {
  readonly chart: Chart;
  readonly words: Words;
  readonly language: string;
  readonly speaker: Speaker;
  readonly may: May;
  /** Ids of the tasks that are chosen, in the order in which they were. */
  readonly selected: readonly number[];
  readonly filter: Filter;
  /** Rows of the chart that the filter lets through, in the plan's order; summaries above them included. */
  readonly matching: readonly number[];
  /** Row of a task in the chart; -1 for none. */
  rowOf(id: number): number;
  select(ids: readonly number[]): void;
  /** Shows a task in the panel beside the views. */
  open(id: number, byKey?: boolean): void;
  /** Narrows what all views show. */
  narrow(filter: Partial<Filter>): void;
  /**
   * Changes the plan: shown at once, kept by the server, taken back with the reason if it refuses. `label` says what was done, for
   * the message with Undo. Null where it was refused; what the two sides want is then shown beside each other.
   */
  edit(edits: Edit[], label: string): Promise<Edited | null>;
  /** What edits would do to dates and promises; null where the server refuses them or a newer preview was asked for. */
  preview(edits: Edit[]): Promise<Preview | null>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Calls `told` whenever something of that kind has changed; gives back how to stop that. */
  on(what: What, told: () => void): () => void;
}

/** One way to look at the plan. `mount` comes once, before the first `show`. */
export interface View {
  mount(place: HTMLElement, store: Store): void;
  show(): void;
  leave(): void;
}
