/** The keys of the treegrid, after the ARIA pattern: what a key means, apart from doing it. Pure. */

export type Move =
  | { kind: "row"; index: number }
  | { kind: "fold" }
  | { kind: "unfold" }
  | { kind: "open" }
  | { kind: "close" }
  | { kind: "parent" }
  | { kind: "child" }
  | { kind: "zoom"; by: 1 | -1 }
  | { kind: "pan"; by: number };

export interface Where {
  index: number;
  count: number;
  page: number;
  /** Whether the row is a summary, and whether its rows are hidden. */
  summary: boolean;
  folded: boolean;
}

type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

export function meant(key: Key, at: Where): Move | null {
  if (key.ctrlKey || key.metaKey || key.altKey) return null;
  const to = (index: number): Move => ({ kind: "row", index: Math.max(0, Math.min(at.count - 1, index)) });
  if (key.shiftKey && key.key === "ArrowLeft") return { kind: "pan", by: -1 };
  if (key.shiftKey && key.key === "ArrowRight") return { kind: "pan", by: 1 };
  switch (key.key) {
    case "ArrowDown":
      return to(at.index + 1);
    case "ArrowUp":
      return to(at.index - 1);
    case "PageDown":
      return to(at.index + at.page);
    case "PageUp":
      return to(at.index - at.page);
    case "Home":
      return to(0);
    case "End":
      return to(at.count - 1);
    case "ArrowRight":
      return at.summary ? { kind: at.folded ? "unfold" : "child" } : null;
    case "ArrowLeft":
      return at.summary && !at.folded ? { kind: "fold" } : { kind: "parent" };
    case "Enter":
      return { kind: "open" };
    case "Escape":
      return { kind: "close" };
    case "+":
      return { kind: "zoom", by: 1 };
    case "-":
      return { kind: "zoom", by: -1 };
    default:
      return null;
  }
}
