/** A column of the board: its heading, and as many card elements as are in sight, however many cards it holds. */
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { Pool } from "../sheet/pool.ts";
import type { Store } from "../store.ts";
import { CARD, Card } from "./card.ts";
import type { Column } from "./columns.ts";

const BEYOND = 3;

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, kind: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = kind;
  return made;
}

export class Lane {
  readonly element = element("section", "lane");
  readonly head = element("h2", "lane-head");
  readonly scroller = element("div", "lane-cards");
  readonly count = element("button", "count");
  private readonly title = element("span", "title");
  private readonly body = element("div", "lane-body");
  private readonly cards = new Pool<Card>(() => this.newCard());
  private readonly stops: (() => void)[] = [];
  private asked = 0;
  active = -1;

  constructor(
    private readonly store: Store,
    public column: Column,
    private readonly selection: (row: number) => number[],
  ) {
    this.title.id = `lane-${column.key}`;
    this.count.type = "button";
    this.head.append(this.title, this.count);
    this.element.setAttribute("aria-labelledby", this.title.id);
    this.body.setAttribute("role", "list");
    this.body.setAttribute("aria-labelledby", this.title.id);
    this.scroller.append(this.body);
    this.element.append(this.head, this.scroller);
    this.scroller.addEventListener("scroll", () => (this.asked ||= requestAnimationFrame(() => this.draw(false))), { passive: true });
    this.stops.push(
      dropTargetForElements({
        element: this.element,
        canDrop: () => this.column.takes,
        getData: () => ({ key: this.column.key }),
        onDragEnter: () => this.element.classList.add("over"),
        onDragLeave: () => this.element.classList.remove("over"),
        onDrop: () => this.element.classList.remove("over"),
      }),
    );
  }

  /** Other cards, or the same ones changed. `limit` is how many the column takes. */
  fill(column: Column, limit: number | undefined): void {
    const { words } = this.store;
    const many = column.rows.length;
    const over = limit !== undefined && many > limit;
    this.column = column;
    this.element.classList.toggle("full", over);
    this.element.classList.toggle("closed", !column.takes);
    this.title.textContent = column.name;
    this.count.textContent = limit === undefined ? String(many) : `${many} / ${limit}`;
    this.count.title = (over ? words["over_limit"] : column.takes ? "" : words["waits_by_itself"])?.replace("{limit}", String(limit)) ?? "";
    this.count.setAttribute("aria-label", over ? `${many}. ${this.count.title}` : String(this.count.textContent));
    this.body.style.height = `${Math.max(many, 1) * CARD}px`;
    this.body.dataset["empty"] = many ? "" : (column.takes ? words["no_cards"] : words["waits_by_itself"]) ?? "";
    this.draw(true);
  }

  draw(all: boolean): void {
    this.asked = 0;
    const { rows } = this.column;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / CARD) - BEYOND);
    const last = Math.min(rows.length, Math.ceil((this.scroller.scrollTop + (this.scroller.clientHeight || 800)) / CARD) + BEYOND);
    const focused = document.activeElement;
    for (const [place, card] of this.cards.keep(first, last, all)) {
      if (!all && card.element.contains(focused)) this.scroller.focus({ preventScroll: true });
      card.show(this.store, rows[place]!, place, rows.length, place === this.active);
      const before = this.cards.at(place - 1)?.element;
      if (!before) this.body.prepend(card.element);
      else if (before.nextElementSibling !== card.element) before.after(card.element);
    }
  }

  /** Brings a card into sight and gives it the keyboard. */
  focus(place: number): void {
    this.active = Math.max(0, Math.min(place, this.column.rows.length - 1));
    const top = this.active * CARD;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + CARD > this.scroller.scrollTop + this.scroller.clientHeight) this.scroller.scrollTop = top + CARD - this.scroller.clientHeight;
    this.draw(true);
    this.cards.at(this.active)?.link.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** The element that shows a row now. */
  cardOf(row: number): Card | undefined {
    return this.cards.at(this.column.rows.indexOf(row));
  }

  /** The row of the card that an element is a part of. */
  rowOf(part: Element): number | undefined {
    const slot = part.closest("[role=listitem]");
    return slot ? this.column.rows[Number(slot.getAttribute("aria-posinset")) - 1] : undefined;
  }

  blurred(): void {
    this.active = -1;
    this.draw(true);
  }

  remove(): void {
    for (const stop of this.stops) stop();
    this.element.remove();
  }

  private newCard(): Card {
    const card = new Card(this.store.words["move_card"] ?? "");
    if (this.store.may.change || this.store.may.report) {
      this.stops.push(
        draggable({
          element: card.element.firstElementChild as HTMLElement,
          getInitialData: () => ({ rows: this.selection(card.row), from: this.column.key }),
          onDragStart: () => card.element.classList.add("dragged"),
          onDrop: () => card.element.classList.remove("dragged"),
        }),
      );
    }
    return card;
  }
}
