/**
 * The store: the chart that the server told, with what was said here and not confirmed yet on top of it. Edits go out one after the
 * other; what they did is shown at once, with the dates that a preview foretold, until a chart comes that knows them.
 */
import { EVERYTHING, matching } from "./arrange.ts";
import { applied, confirmed, foretold, idOf, keyOf } from "./applied.ts";
import type { Edit, Edited, Preview } from "./edits.ts";
import { moved, type Chart, type Stretch } from "./model.ts";
import { send, type Refused } from "./post.ts";
import type { Speaker, Words } from "./say.ts";
import type { Filter, May, Store, What } from "./store.ts";
import { fetchChanges, fetchChart, isNewer } from "./sync.ts";

export interface Addresses {
  plan: string;
  edits: string;
  preview: string;
  undo: string;
  /** Empty where nothing can be done again. */
  redo: string;
  changes: string;
}

/** What the store needs of the page around it: to show the panel, to say something, to let somebody choose. */
export interface Around {
  open(id: number, byKey: boolean): void;
  said(text: string, back: (() => void) | null, word?: string): void;
  refused(refused: Refused): void;
  /** Two people want different things: true to keep mine. */
  conflict(refused: Refused, who: string): Promise<boolean>;
}

interface Waiting {
  edits: Edit[];
  /** The chart that is shown with these edits. */
  foretold: Preview["moved"];
}

export interface Mark {
  who: string;
  sentence: string;
}

const FRESH = 2500;
const STALE = "stale";

export class PlanStore implements Store {
  chart: Chart;
  selected: readonly number[] = [];
  filter: Filter = EVERYTHING;
  matching: readonly number[] = [];
  /** Rows whose dates have just moved. */
  fresh: ReadonlySet<number> = new Set();
  /** Who has just changed which task, by id. */
  marks: ReadonlyMap<number, Mark> = new Map();
  /** The dates that the edit in hand would lead to, by uid; null where nothing is previewed. */
  previewed: Preview | null = null;
  /** Why the newest preview was refused. */
  refusedPreview = "";
  private readonly heard = new Map<What, Set<() => void>>();
  private readonly typed = new Map<string, string>();
  private waiting: Waiting[] = [];
  /** Dates foretold for edits that the server has kept and the forecast does not know yet, with their revision. */
  private expected: { revision: number; moved: Preview["moved"] }[] = [];
  private queue: Promise<unknown> = Promise.resolve();
  /** Versions that own edits made of others. */
  private readonly next = new Map<number, Map<number, number>>();
  private readonly ids = new Map<number, number>();
  private lastPreview: { key: string; answer: Preview | null } | null = null;
  private asking: AbortController | null = null;
  private made = 0;

  constructor(
    private told: Chart,
    readonly words: Words,
    readonly language: string,
    readonly speaker: Speaker,
    readonly may: May,
    private readonly at: Addresses,
    private readonly around: Around,
  ) {
    this.chart = told;
    this.matching = matching(told, this.filter);
  }

  /** Learns on which days each of the team is away; said once, since it is not part of every chart. */
  learn(away: Stretch[][]): void {
    this.told = { ...this.told, away: this.told.people.map((_, place) => away[place] ?? []) };
    this.show();
  }

  /** The newest chart of the server, without what is not confirmed. */
  get newestTold(): Chart {
    return this.told;
  }

  rowOf(id: number): number {
    return this.chart.id.indexOf(this.ids.get(id) ?? id);
  }

  /** The id that the server gave to a task that was added here. */
  given(id: number): number {
    return this.ids.get(id) ?? id;
  }

  on(what: What, told: () => void): () => void {
    const all = this.heard.get(what) ?? new Set();
    this.heard.set(what, all.add(told));
    return () => all.delete(told);
  }

  private tell(what: What): void {
    for (const told of [...(this.heard.get(what) ?? [])]) told();
  }

  select(ids: readonly number[]): void {
    this.selected = ids;
    this.tell("selection");
  }

  open(id: number, byKey = false): void {
    this.around.open(this.given(id), byKey);
  }

  narrow(filter: Partial<Filter>): void {
    this.filter = { ...this.filter, ...filter };
    this.matching = matching(this.chart, this.filter);
    this.tell("arrangement");
  }

  /** What was typed into a cell and not yet read by the server, as it was typed. */
  pending(id: number, column: string): string | undefined {
    return this.typed.get(`${id} ${column}`);
  }

  /** Shows what was typed until the server has read it. */
  awaits(id: number, column: string, text: string): void {
    this.typed.set(`${id} ${column}`, text);
  }

  /** The id that a task has which was added here under this key. */
  idOf(key: string): number {
    return this.given(idOf(key));
  }

  /** A key for a task that is about to be added. */
  newKey(): string {
    this.made = this.told.id.reduce((most, id) => Math.max(most, -id), this.made) + 1;
    return keyOf(-this.made);
  }

  async preview(edits: Edit[]): Promise<Preview | null> {
    const key = JSON.stringify(edits);
    if (this.lastPreview?.key === key) return this.lastPreview.answer;
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const answer = await send<Preview>(this.at.preview, { edits: this.named(edits) }, "", { signal });
    if (signal.aborted) return null;
    const preview = answer.ok ? answer.body : null;
    this.refusedPreview = answer.ok ? "" : answer.refused.message;
    this.lastPreview = { key, answer: preview };
    return preview;
  }

  /** Shows what a preview says on top of the plan, or nothing any more. */
  showPreview(preview: Preview | null): void {
    if (preview === this.previewed) return;
    this.previewed = preview;
    this.tell("preview");
  }

  edit(edits: Edit[], label: string): Promise<Edited | null> {
    const known = this.lastPreview?.key === JSON.stringify(edits) ? this.lastPreview.answer : null;
    const waiting: Waiting = { edits, foretold: known?.moved ?? [] };
    this.waiting = [...this.waiting, waiting];
    this.show();
    const done = this.queue.then(() => this.sent(waiting, label));
    this.queue = done.catch(() => null);
    return done;
  }

  private async sent(waiting: Waiting, label: string): Promise<Edited | null> {
    const edited = await this.agreed(waiting.edits);
    this.waiting = this.waiting.filter((each) => each !== waiting);
    if (edited) this.keep(waiting, edited);
    else this.typed.clear();
    this.show();
    if (edited && label) this.around.said(label, () => void this.undo());
    if (!this.waiting.length) void this.refresh();
    return edited;
  }

  /** Sends edits until they are kept or given up; what two people want at once is shown to whoever is here. */
  private async agreed(edits: Edit[]): Promise<Edited | null> {
    const named = this.named(edits);
    const answer = await send<Edited>(this.at.edits, { edits: named }, this.words["unreachable"] ?? "", { key: crypto.randomUUID() });
    if (answer.ok) return answer.body;
    const { refused } = answer;
    if (refused.code !== STALE) {
      this.around.refused(refused);
      return null;
    }
    return (await this.settle(named, refused)) ? this.agreed(named) : null;
  }

  /** Whether mine shall hold; then the edit that met another one carries the newest version. */
  private async settle(edits: Edit[], refused: Refused): Promise<boolean> {
    const meant = edits[refused.details.index ?? 0];
    const newest = await fetchChart(this.at.plan).catch(() => null);
    if (!newest || !meant || !("version" in meant)) return false;
    const lines = await fetchChanges(this.at.changes, this.told.revision);
    const id = idOf(meant.task_id);
    this.take(newest);
    const mine = await this.around.conflict(refused, lines.find((line) => !line.mine && line.task_ids.includes(id))?.by ?? "");
    const row = newest.id.indexOf(id);
    if (mine && row >= 0) meant.version = newest.version[row]!;
    return mine && row >= 0;
  }

  /** Edits with the ids and versions that the server knows by now. */
  private named(edits: Edit[]): Edit[] {
    const adding = new Set(edits.flatMap((edit) => (edit.kind === "add" ? [edit.key] : [])));
    const name = (task: number | string | null): number | string | null => {
      if (task === null || adding.has(String(task))) return task;
      const id = this.given(idOf(task));
      return id < 0 ? keyOf(id) : id;
    };
    return edits.map((edit) => {
      const named: Record<string, unknown> = { ...edit };
      for (const place of ["task_id", "after_id", "predecessor_id", "successor_id"]) if (place in named) named[place] = name(named[place] as number | string | null);
      if (edit.kind === "move") named["task_ids"] = edit.task_ids.map(name);
      if ("version" in edit && typeof named["task_id"] === "number") named["version"] = this.newest(named["task_id"], edit.version);
      return named as Edit;
    });
  }

  private newest(id: number, version: number): number {
    const steps = this.next.get(id);
    let newest = version;
    while (steps?.has(newest)) newest = steps.get(newest)!;
    return newest;
  }

  private keep({ edits, foretold: dates }: Waiting, edited: Edited): void {
    for (const [key, id] of Object.entries(edited.made)) this.ids.set(idOf(key), id);
    for (const [task, version] of Object.entries(edited.versions)) {
      const id = Number(task);
      const before = this.told.version[this.told.id.indexOf(id)];
      if (before !== undefined && before < version) this.next.set(id, (this.next.get(id) ?? new Map<number, number>()).set(before, version));
    }
    this.told = confirmed(applied(this.told, edits), edited.made, edited.versions);
    if (dates.length) this.expected = [...this.expected, { revision: edited.revision, moved: dates }];
  }

  async undo(): Promise<void> {
    await this.step(this.at.undo, "undone", () => void this.redo());
  }

  async redo(): Promise<void> {
    if (this.at.redo) await this.step(this.at.redo, "redone", () => void this.undo());
  }

  private async step(address: string, word: string, back: () => void): Promise<void> {
    await this.queue;
    const answer = await send<Edited>(address, {}, this.words["unreachable"] ?? "", { key: crypto.randomUUID() });
    if (!answer.ok) return this.around.refused(answer.refused);
    this.expected = [];
    this.around.said(this.words[word] ?? "", this.at.redo ? back : null, word === "undone" ? "redo" : "undo");
    await this.refresh();
  }

  /** Asks for the newest chart; while edits are on their way it would be older than what is shown. */
  async refresh(): Promise<void> {
    const chart = await fetchChart(this.at.plan).catch(() => null);
    if (!chart || this.waiting.length || !isNewer(chart, this.told)) return;
    const since = this.told.revision;
    const from = chart.revision > since ? await fetchChanges(this.at.changes, since) : [];
    this.take(chart);
    this.mark(from.filter((line) => !line.mine));
  }

  private take(chart: Chart): void {
    this.told = { ...chart, away: chart.people.map((_, place) => this.told.away[place] ?? []) };
    this.typed.clear();
    this.expected = this.expected.filter(({ revision }) => revision > chart.forecast_revision);
    this.show();
  }

  /** Draws everything that is not yet known by the server on top of what it told. */
  private show(): void {
    const before = this.chart;
    const withDates = this.expected.reduce((chart, { moved: dates }) => foretold(chart, dates), this.told);
    this.chart = this.waiting.reduce((chart, { edits, foretold: dates }) => foretold(applied(chart, edits), dates), withDates);
    this.matching = matching(this.chart, this.filter);
    this.fresh = moved(before, this.chart);
    this.selected = this.selected.map((id) => this.given(id)).filter((id) => this.rowOf(id) >= 0);
    this.tell("chart");
    window.setTimeout(() => {
      this.fresh = new Set();
      this.tell("marks");
    }, FRESH);
  }

  private mark(lines: { by: string; sentence: string; task_ids: number[] }[]): void {
    if (!lines.length) return;
    this.marks = new Map(lines.flatMap(({ by, sentence, task_ids }) => task_ids.map((id): [number, Mark] => [id, { who: by, sentence }])));
    this.tell("marks");
    window.setTimeout(() => {
      this.marks = new Map();
      this.tell("marks");
    }, 2 * FRESH);
  }
}
