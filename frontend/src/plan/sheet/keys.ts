/** The keys of the treegrid, after the ARIA pattern and the habits of spreadsheets: what a key means, apart from doing it. Pure. */

export type Move =
  | { kind: "row"; index: number; extend: boolean }
  | { kind: "column"; column: number }
  | { kind: "fold" | "unfold" | "parent" | "open" | "close" | "insert" | "remove" | "fill" | "all" | "toggle" | "grab" | "undo" | "redo" }
  /** Type into the cell: over what is there where `text` is given. */
  | { kind: "edit"; text: string | null }
  | { kind: "indent"; by: 1 | -1 }
  | { kind: "shift"; by: 1 | -1 }
  | { kind: "zoom"; by: 1 | -1 }
  | { kind: "pan"; by: 1 | -1 };

export interface Where {
  index: number;
  count: number;
  page: number;
  column: number;
  columns: number;
  /** Whether the row is a summary, and whether its rows are hidden. */
  summary: boolean;
  folded: boolean;
  /** Whether the plan may be changed here. */
  change: boolean;
}

type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

export function meant(key: Key, at: Where): Move | null {
  if (key.ctrlKey || key.metaKey) return key.altKey ? null : withControl(key, at);
  if (key.altKey) return at.change ? withAlt(key) : null;
  return walking(key, at) ?? (at.change ? changing(key) : null) ?? looking(key);
}

const row = (at: Where, index: number, extend: boolean): Move => ({ kind: "row", index: Math.max(0, Math.min(at.count - 1, index)), extend });

function withControl(key: Key, at: Where): Move | null {
  switch (key.key.toLowerCase()) {
    case "home":
      return row(at, 0, key.shiftKey);
    case "end":
      return row(at, at.count - 1, key.shiftKey);
    case "a":
      return { kind: "all" };
    case " ":
      return { kind: "toggle" };
  }
  if (!at.change) return null;
  switch (key.key.toLowerCase()) {
    case "d":
      return { kind: "fill" };
    case "z":
      return { kind: key.shiftKey ? "redo" : "undo" };
    case "y":
      return { kind: "redo" };
    default:
      return null;
  }
}

function withAlt(key: Key): Move | null {
  if (key.key === "Enter") return { kind: "grab" };
  if (!key.shiftKey) return null;
  const moves: Record<string, Move> = {
    ArrowRight: { kind: "indent", by: 1 },
    ArrowLeft: { kind: "indent", by: -1 },
    ArrowDown: { kind: "shift", by: 1 },
    ArrowUp: { kind: "shift", by: -1 },
  };
  return moves[key.key] ?? null;
}

function walking(key: Key, at: Where): Move | null {
  switch (key.key) {
    case "ArrowDown":
      return row(at, at.index + 1, key.shiftKey);
    case "ArrowUp":
      return row(at, at.index - 1, key.shiftKey);
    case "PageDown":
      return row(at, at.index + at.page, key.shiftKey);
    case "PageUp":
      return row(at, at.index - at.page, key.shiftKey);
    case "Home":
      return at.column > 0 ? { kind: "column", column: 0 } : row(at, 0, key.shiftKey);
    case "End":
      return at.column < at.columns - 1 && at.column > 0 ? { kind: "column", column: at.columns - 1 } : row(at, at.count - 1, key.shiftKey);
    case "ArrowRight":
      return key.shiftKey ? { kind: "pan", by: 1 } : rightwards(at);
    case "ArrowLeft":
      return key.shiftKey ? { kind: "pan", by: -1 } : leftwards(at);
    default:
      return null;
  }
}

function rightwards(at: Where): Move | null {
  if (at.column === 0 && at.summary && at.folded) return { kind: "unfold" };
  return at.column < at.columns - 1 ? { kind: "column", column: at.column + 1 } : null;
}

function leftwards(at: Where): Move {
  if (at.column > 0) return { kind: "column", column: at.column - 1 };
  return at.summary && !at.folded ? { kind: "fold" } : { kind: "parent" };
}

function changing(key: Key): Move | null {
  switch (key.key) {
    case "Enter":
      return { kind: "edit", text: null };
    case "F2":
      return key.shiftKey ? { kind: "open" } : { kind: "edit", text: null };
    case "Insert":
      return { kind: "insert" };
    case "Delete":
      return { kind: "remove" };
    case "Backspace":
      return { kind: "edit", text: "" };
    case " ":
    case "?":
      return null;
    default:
      return key.key.length === 1 && key.key !== "+" && key.key !== "-" ? { kind: "edit", text: key.key } : null;
  }
}

function looking(key: Key): Move | null {
  switch (key.key) {
    case " ":
    case "Enter":
      return { kind: "open" };
    case "Escape":
      return { kind: "close" };
    case "+":
      return { kind: "zoom", by: -1 };
    case "-":
      return { kind: "zoom", by: 1 };
    default:
      return null;
  }
}
