/** What stands around one task: what it waits for to its left, what waits for it to its right, in layers. Pure. */
import { DAY, type Chart, type Link } from "../model.ts";

export interface Node {
  row: number;
  /** Negative before the task in the middle, positive after it. */
  layer: number;
  /** Place within the layer, from above. */
  place: number;
}

export interface Edge {
  from: number;
  to: number;
  link: Link;
  /** The link sets the date of its successor: no working day lies between. */
  drives: boolean;
}

export interface Picture {
  nodes: Map<number, Node>;
  edges: Edge[];
  /** Rows by layer, the first one leftmost. */
  layers: number[][];
  /** How many more there would be in the layers shown. */
  left_out: number;
}

export const MOST_IN_A_LAYER = 12;
const BEFORE = 0;
const AFTER = 1;

/** The picture around a row, so many links deep to either side. */
export function around(chart: Chart, centre: number, depth: number): Picture {
  const into = ends(chart, AFTER);
  const out = ends(chart, BEFORE);
  const before = layered(centre, depth, into, BEFORE);
  const after = layered(centre, depth, out, AFTER);
  const columns = [...before.reverse(), [centre], ...after].filter((rows) => rows.length);
  const left_out = columns.reduce((sum, rows) => sum + Math.max(0, rows.length - MOST_IN_A_LAYER), 0);
  const layers = ordered(chart, columns.map((rows) => byDate(chart, rows).slice(0, MOST_IN_A_LAYER)), centre);
  const middle = layers.findIndex((rows) => rows.includes(centre));
  const nodes = new Map(layers.flatMap((rows, at) => rows.map((row, place): [number, Node] => [row, { row, layer: at - middle, place }])));
  return { nodes, layers, left_out, edges: edges(chart, nodes) };
}

type Ends = Map<number, Link[]>;

function ends(chart: Chart, side: 0 | 1): Ends {
  const of: Ends = new Map();
  for (const link of chart.links) of.set(link[side], [...(of.get(link[side]) ?? []), link]);
  return of;
}

/** Rows within reach, each in the layer of its longest way to the centre; the nearest layer first. */
function layered(centre: number, depth: number, links: Ends, side: 0 | 1): number[][] {
  const near = new Map<number, number>([[centre, 0]]);
  let edge = [centre];
  for (let step = 1; step <= depth; step++) {
    const found = edge.flatMap((row) => (links.get(row) ?? []).map((link) => link[side])).filter((row) => !near.has(row));
    for (const row of found) near.set(row, step);
    edge = [...new Set(found)];
  }
  const far = new Map<number, number>([[centre, 0]]);
  let moved = true;
  for (let round = 0; moved && round <= near.size; round++) {
    moved = false;
    for (const row of near.keys()) {
      for (const link of links.get(row) ?? []) {
        const next = link[side];
        const way = (far.get(row) ?? -1) + 1;
        if (next === centre || !near.has(next) || !far.has(row) || (far.get(next) ?? 0) >= way) continue;
        far.set(next, way);
        moved = true;
      }
    }
  }
  const layers: number[][] = [];
  for (const [row, way] of far) if (row !== centre) (layers[way - 1] ??= []).push(row);
  return layers;
}

const byDate = (chart: Chart, rows: readonly number[]): number[] => [...rows].sort((a, b) => (chart.start[a] ?? 0) - (chart.start[b] ?? 0) || a - b);

/** Each layer, from the middle outwards, in the order of what it is linked to: fewer lines cross. */
function ordered(chart: Chart, layers: number[][], centre: number): number[][] {
  const middle = layers.findIndex((rows) => rows.includes(centre));
  const height = new Map<number, number>([[centre, 0.5]]);
  const settle = (rows: number[]): number[] => {
    const sum = new Map<number, { total: number; count: number }>();
    for (const [from, to] of chart.links) {
      for (const [row, other] of [[from, to], [to, from]] as const) {
        if (!height.has(other) || !rows.includes(row)) continue;
        const there = sum.get(row) ?? { total: 0, count: 0 };
        sum.set(row, { total: there.total + height.get(other)!, count: there.count + 1 });
      }
    }
    const mean = (row: number): number => (sum.has(row) ? sum.get(row)!.total / sum.get(row)!.count : 0.5);
    const sorted = rows.map((row, place) => ({ row, place })).sort((a, b) => mean(a.row) - mean(b.row) || a.place - b.place).map(({ row }) => row);
    sorted.forEach((row, place) => height.set(row, (place + 0.5) / sorted.length));
    return sorted;
  };
  const settled = layers.map((rows) => rows);
  for (let at = middle - 1; at >= 0; at--) settled[at] = settle(layers[at]!);
  for (let at = middle + 1; at < layers.length; at++) settled[at] = settle(layers[at]!);
  return settled;
}

function edges(chart: Chart, nodes: ReadonlyMap<number, Node>): Edge[] {
  return chart.links.filter(([from, to]) => nodes.has(from) && nodes.has(to)).map((link) => ({ from: link[0], to: link[1], link, drives: drives(chart, link) }));
}

/** Whether a link leaves no working day between what it joins, its lag counted: then it sets the date of its successor. */
export function drives(chart: Chart, [from, to, kind, , lag, unit]: Link): boolean {
  const before = kind.startsWith("F") ? chart.finish[from] : chart.start[from];
  const after = kind.endsWith("S") ? chart.start[to] : chart.finish[to];
  if (before == null || after == null || after < before || chart.percent[to] === 100) return false;
  const first = Math.floor(before / DAY) + (kind === "FS" ? 1 : 0);
  const days = lag / (unit === "elapsed" ? DAY : chart.minutes_per_day);
  return workingDays(chart, first, Math.floor(after / DAY) - 1) - Math.max(0, Math.round(days)) <= 0;
}

/** From a first to a last day, inclusive. */
function workingDays(chart: Chart, first: number, last: number): number {
  const closed = chart.closed.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, last) - Math.max(from, first) + 1), 0);
  return Math.max(0, last - first + 1) - closed;
}

/** The node to which an arrow key leads: the nearest one of the layer beside, or the next one in its own. */
export function beside(picture: Picture, row: number, key: string): number {
  const at = picture.nodes.get(row);
  if (!at) return row;
  const layer = picture.layers.findIndex((rows) => rows.includes(row));
  const rows = picture.layers[layer]!;
  if (key === "ArrowUp") return rows[at.place - 1] ?? row;
  if (key === "ArrowDown") return rows[at.place + 1] ?? row;
  const others = picture.layers[layer + (key === "ArrowLeft" ? -1 : 1)];
  if (!others) return row;
  const linked = others.filter((other) => picture.edges.some((edge) => (edge.from === row && edge.to === other) || (edge.from === other && edge.to === row)));
  return (linked.length ? linked : others)[0]!;
}
