/** Elements that show a moving stretch of numbered things: what leaves the stretch is used again for what enters it. */
export class Pool<Element extends { hidden: unknown }> {
  private readonly used = new Map<number, Element>();
  private free: Element[] = [];

  constructor(private readonly make: () => Element) {}

  /** The element that shows a number now. */
  at(number: number): Element | undefined {
    return this.used.get(number);
  }

  /** Every element that there is, to be thrown away. */
  *emptied(): Generator<Element> {
    yield* this.used.values();
    yield* this.free;
    this.used.clear();
    this.free = [];
  }

  /** The elements for numbers `first` up to `last` that have to be filled: those that came in, or all of them when `all` asks for it. */
  *keep(first: number, last: number, all: boolean): Generator<[number, Element]> {
    for (const [number, element] of this.used) {
      if (number >= first && number < last) continue;
      this.used.delete(number);
      this.free.push(element);
    }
    for (let number = first; number < last; number++) {
      const there = this.used.get(number);
      if (there && !all) continue;
      const element = there ?? this.free.pop() ?? this.make();
      this.used.set(number, element);
      element.hidden = false;
      yield [number, element];
    }
    for (const element of this.free) element.hidden = true;
  }
}
