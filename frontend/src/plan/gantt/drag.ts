/**
 * Takes hold of a bar with the mouse, a finger that rests on it, or the keyboard; says at every step what dropping it would do, asks
 * for the consequence, and drops it or lets it go. At most one preview is on its way at a time.
 */
import type { State } from "../sheet/state.ts";
import type { Sheet } from "../sheet/sheet.ts";
import { consequence, filled } from "../say.ts";
import { paintHandles, paintInHand, paintMoved, rowsByUid, type InHand } from "./ghost.ts";
import { endAt, hit, type Hit, type Part } from "./hit.ts";
import { intent, linking, type Intent } from "./intent.ts";
import { MIDDLE, ROW } from "./paint.ts";
import { STEP, WIDTH } from "./scale.ts";
import { DAY } from "../model.ts";

const CURSOR: Record<Part, string> = { bar: "grab", end: "ew-resize", done: "col-resize", "from-start": "crosshair", "from-finish": "crosshair" };
const THRESHOLD = 4;
const LONG_PRESS = 400;
const EDGE = 36;
const NOTHING: InHand = { ghost: null, line: null, words: null };

interface Held {
  hit: Hit;
  /** Where it was taken, and where the pointer is, as places of the timeline. */
  from: { x: number; y: number };
  to: { x: number; y: number };
  pointer: PointerEvent | null;
  /** How far it has been moved by key, in steps. */
  steps: number;
}

export class Drag {
  private held: Held | null = null;
  private pressed: { hit: Hit; event: PointerEvent; timer: number } | null = null;
  private hovered = -1;
  private intent: Intent | null = null;
  private inHand: InHand = NOTHING;
  private isAsking = false;
  private asked = "";
  private frame = 0;
  /** After a drag the browser still reports a click. */
  justDropped = false;

  constructor(private readonly sheet: Sheet, private readonly state: State, private readonly tell: (sentence: string) => void, signal: AbortSignal) {
    const { scroller } = sheet;
    scroller.addEventListener("pointerdown", (event) => this.down(event), { signal });
    scroller.addEventListener("pointermove", (event) => this.move(event), { signal });
    scroller.addEventListener("pointerup", (event) => this.up(event), { signal });
    scroller.addEventListener("pointercancel", () => this.letGo(), { signal });
    scroller.addEventListener("pointerleave", () => this.hover(-1), { signal });
    scroller.addEventListener("touchmove", (event) => this.held && event.preventDefault(), { signal, passive: false });
    scroller.addEventListener("contextmenu", (event) => this.held && event.preventDefault(), { signal });
    scroller.addEventListener("scroll", () => this.hovered >= 0 && !this.held && this.hover(-1), { signal, passive: true });
  }

  get isHolding(): boolean {
    return this.held !== null;
  }

  /** Takes hold of the bar of a row by key. */
  grab(row: number): void {
    if (!this.state.store.may.change || this.state.store.chart.start[row] == null) return;
    this.held = { hit: { row, part: "bar" }, from: { x: 0, y: 0 }, to: { x: 0, y: 0 }, pointer: null, steps: 0 };
    this.tell(this.state.store.words["held"] ?? "");
    this.draw();
  }

  /** A key while a bar is held; whether it meant something. */
  key(event: KeyboardEvent): boolean {
    if (!this.held) return false;
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (event.key === "Escape") this.letGo();
    else if (event.key === "Enter") void this.drop();
    else if (by && !this.held.pointer) this.nudge(event.shiftKey ? "end" : event.ctrlKey || event.metaKey ? "done" : "bar", by);
    return true;
  }

  private nudge(part: Part, by: number): void {
    const held = this.held!;
    if (held.hit.part !== part) held.steps = 0;
    held.hit = { row: held.hit.row, part };
    held.steps += by;
    const { zoom, hours } = this.state.scale;
    const step = STEP[zoom] < DAY ? (WIDTH[zoom] * STEP[zoom]) / (hours.last - hours.first) : (WIDTH[zoom] * STEP[zoom]) / DAY;
    const { chart } = this.state.store;
    const width = ((chart.finish[held.hit.row]! - chart.start[held.hit.row]!) / DAY) * WIDTH[zoom];
    held.to = { x: held.steps * (part === "done" ? Math.max(1, width) / 20 : step), y: 0 };
    this.consider();
  }

  private down(event: PointerEvent): void {
    if (event.button || !this.state.store.may.change || !this.sheet.isOverBars(event.clientX)) return;
    const at = this.sheet.placeAt(event.clientX, event.clientY);
    const found = hit({ ...this.state, chart: this.state.store.chart }, at.x, at.y, event.pointerType === "touch" ? 2 : 1);
    if (!found) return;
    if (event.pointerType !== "touch") event.preventDefault();
    const timer = event.pointerType === "touch" ? window.setTimeout(() => this.take(found, event), LONG_PRESS) : 0;
    this.pressed = { hit: found, event, timer };
  }

  private take(found: Hit, event: PointerEvent): void {
    const from = this.sheet.placeAt(event.clientX, event.clientY);
    this.pressed = null;
    this.held = { hit: found, from, to: from, pointer: event, steps: 0 };
    this.sheet.scroller.focus({ preventScroll: true });
    this.sheet.scroller.setPointerCapture(event.pointerId);
    this.sheet.scroller.style.cursor = found.part === "bar" ? "grabbing" : CURSOR[found.part];
    this.roll();
  }

  private move(event: PointerEvent): void {
    if (this.pressed) this.perhapsTake(event);
    else if (this.held?.pointer) this.follow(event);
    else if (!event.buttons && event.pointerType !== "touch") this.look(event);
  }

  private perhapsTake(event: PointerEvent): void {
    const { hit: found, event: first, timer } = this.pressed!;
    if (Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY) < THRESHOLD) return;
    if (!timer) return this.take(found, first);
    window.clearTimeout(timer);
    this.pressed = null;
  }

  private follow(event: PointerEvent): void {
    this.held!.pointer = event;
    this.held!.to = this.sheet.placeAt(event.clientX, event.clientY);
    this.consider();
  }

  /** The cursor and the handles over the bar that the pointer is over. */
  private look(event: PointerEvent): void {
    const over = this.sheet.isOverBars(event.clientX) && this.state.store.may.change;
    const at = this.sheet.placeAt(event.clientX, event.clientY);
    const found = over ? hit({ ...this.state, chart: this.state.store.chart }, at.x, at.y) : null;
    this.sheet.scroller.style.cursor = found ? CURSOR[found.part] : "";
    this.hover(found?.row ?? (over && this.hovered >= 0 && Math.floor(at.y / ROW) === this.state.place[this.hovered] ? this.hovered : -1));
  }

  private hover(row: number): void {
    if (row === this.hovered || this.held) return;
    this.hovered = row;
    this.draw();
  }

  private up(event: PointerEvent): void {
    if (this.pressed) window.clearTimeout(this.pressed.timer);
    this.pressed = null;
    if (!this.held?.pointer) return;
    this.sheet.scroller.releasePointerCapture(event.pointerId);
    this.justDropped = true;
    window.setTimeout(() => (this.justDropped = false));
    void this.drop();
  }

  /** Waits for the consequence of just this drop, where it is not known yet, so that nothing jumps back meanwhile. */
  private async drop(): Promise<void> {
    const { intent: meant, state } = this;
    const held = this.held!;
    if (!meant) return this.letGo();
    this.held = null;
    await state.store.preview(meant.edits);
    void state.store.edit(meant.edits, filled(state.store.words[meant.word], { name: state.store.chart.name[held.hit.row] ?? "" }));
    if (!this.held) this.letGo();
  }

  letGo(): void {
    if (this.pressed) window.clearTimeout(this.pressed.timer);
    this.pressed = this.held = this.intent = null;
    this.inHand = NOTHING;
    this.asked = "";
    cancelAnimationFrame(this.frame);
    this.sheet.scroller.style.cursor = "";
    this.state.store.showPreview(null);
    this.tell("");
    this.draw();
  }

  /** What letting go here would mean; shown, and asked about. */
  private consider(): void {
    const held = this.held!;
    const linked = held.hit.part.startsWith("from");
    this.intent = linked ? this.link(held) : intent(this.state.store.chart, this.state.scale, held.hit, held.to.x - held.from.x, this.state.chosen);
    this.inHand = this.shown(held, linked);
    if (!this.intent) this.state.store.showPreview(null);
    this.draw();
    void this.ask();
  }

  private link({ hit: from, to }: Held): Intent | null {
    const row = this.state.shown[Math.floor(to.y / ROW)] ?? -1;
    return linking(this.state.store.chart, from, row, endAt({ ...this.state, chart: this.state.store.chart }, row, to.x));
  }

  private shown(held: Held, linked: boolean): InHand {
    const { intent: meant } = this;
    const text = !meant ? "" : "text" in meant.tells ? meant.tells.text : this.state.store.speaker.day(meant.tells.minute);
    return {
      ghost: linked ? null : (meant?.ghost ?? null),
      line: linked ? { x1: held.from.x, y1: this.state.place[held.hit.row]! * ROW + MIDDLE, x2: held.to.x, y2: held.to.y } : null,
      words: text && held.pointer ? { text, ...held.to } : null,
    };
  }

  /** Asks what it would do; while an answer is on its way the newest question waits. */
  private async ask(): Promise<void> {
    const { store } = this.state;
    const meant = this.intent;
    const question = meant ? JSON.stringify(meant.edits) : "";
    if (!meant || this.isAsking || question === this.asked) return;
    this.isAsking = true;
    this.asked = question;
    const preview = await store.preview(meant.edits);
    this.isAsking = false;
    if (!this.held) return;
    store.showPreview(preview);
    this.tell(preview ? consequence(preview, store.words, store.speaker) : (store.refusedPreview ?? ""));
    this.draw();
    void this.ask();
  }

  /** Scrolls on while the pointer is near an edge. */
  private roll(): void {
    this.frame = requestAnimationFrame(() => {
      const event = this.held?.pointer;
      if (!event) return;
      const box = this.sheet.scroller.getBoundingClientRect();
      const { scroller } = this.sheet;
      const dx = event.clientX > box.right - EDGE ? 12 : event.clientX < box.right - this.sheet.room + EDGE ? -12 : 0;
      const dy = event.clientY > box.bottom - EDGE ? 8 : event.clientY < box.top + 48 + EDGE ? -8 : 0;
      const before = scroller.scrollLeft + scroller.scrollTop;
      if (event.movementX || event.movementY || dx || dy) scroller.scrollBy(dx, dy);
      if (scroller.scrollLeft + scroller.scrollTop !== before) this.follow(event);
      this.roll();
    });
  }

  /** Draws what moves; nothing at all where nothing does. */
  draw(): void {
    const { store } = this.state;
    const isBusy = this.held !== null || this.hovered >= 0 || store.previewed !== null;
    if (!this.state.bars || (!isBusy && this.sheet.overlay.hidden)) return;
    this.sheet.overlay.hidden = !isBusy;
    const { pen, window } = this.sheet.overlayPen();
    const scene = this.sheet.scene(window);
    if (this.hovered >= 0 && !this.held && this.state.place[this.hovered]! >= 0) paintHandles(pen, scene, this.hovered);
    if (store.previewed) paintMoved(pen, scene, store.previewed.moved, rowsByUid(store.chart));
    paintInHand(pen, scene, this.inHand);
  }
}
