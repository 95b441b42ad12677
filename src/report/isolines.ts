/**
 * Lines of equal height over a grid of values: marching squares, with the segments joined into lines. Pure; knows
 * nothing of drawing.
 */

/** A place in the grid: fractions of columns and rows. */
export type GridPoint = readonly [column: number, row: number];

/** Edges of a cell: below, right, above, left. */
type Edge = 0 | 1 | 2 | 3;

/**
 * The pairs of edges a line joins in a cell, by which corners reach the level: 1 for that at (j, i), 2 at (j + 1, i),
 * 4 at (j + 1, i + 1), 8 at (j, i + 1). Saddles, 5 and 10, have two ways: the second where the middle reaches it.
 */
const SEGMENTS: readonly (readonly (readonly [Edge, Edge])[])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[0, 2]],
  [
    [0, 1],
    [2, 3],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
];

/**
 * The lines where values between the grid's points, read off straight, equal `level`. Closed lines end where they
 * begin. Cells with a corner that is not finite are left out.
 * @param values row-major [rows, columns].
 */
export function isolines(values: ArrayLike<number>, columns: number, level: number): GridPoint[][] {
  const places = new Map<number, GridPoint>();
  const neighbours = new Map<number, number[]>();
  const rows = Math.floor(values.length / columns);
  for (let i = 0; i + 1 < rows; i++)
    for (let j = 0; j + 1 < columns; j++)
      for (const [from, to] of segmentsOf(values, columns, i, j, level)) {
        const [a, b] = [from, to].map((edge) => {
          const id = edgeId(columns, i, j, edge);
          places.set(id, crossing(values, columns, id, level));
          return id;
        }) as [number, number];
        neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
        neighbours.set(b, [...(neighbours.get(b) ?? []), a]);
      }
  return chains(neighbours).map((chain) => chain.map((id) => places.get(id) as GridPoint));
}

function segmentsOf(
  values: ArrayLike<number>,
  columns: number,
  i: number,
  j: number,
  level: number,
): readonly (readonly [Edge, Edge])[] {
  const at = i * columns + j;
  const corners = [at, at + 1, at + columns + 1, at + columns].map((index) => values[index] as number);
  if (!corners.every(Number.isFinite)) return [];
  const code = corners.reduce((bits, value, c) => bits | (Number(value >= level) << c), 0);
  const isSaddle = code === 5 || code === 10;
  const middle = corners.reduce((sum, value) => sum + value / 4, 0);
  return SEGMENTS[isSaddle && middle >= level ? 15 - code : code] as readonly (readonly [Edge, Edge])[];
}

/** Twice the index of the point an edge starts at, plus 1 where it goes up. */
function edgeId(columns: number, i: number, j: number, edge: Edge): number {
  if (edge === 0) return 2 * (i * columns + j);
  if (edge === 1) return 2 * (i * columns + j + 1) + 1;
  return edge === 2 ? 2 * ((i + 1) * columns + j) : 2 * (i * columns + j) + 1;
}

/** Where on an edge the level is reached. */
function crossing(values: ArrayLike<number>, columns: number, id: number, level: number): GridPoint {
  const at = id >> 1;
  const isUp = (id & 1) === 1;
  const low = values[at] as number;
  const share = (level - low) / ((values[at + (isUp ? columns : 1)] as number) - low);
  const [row, column] = [Math.floor(at / columns), at % columns];
  return isUp ? [column, row + share] : [column + share, row];
}

/** Walks from edge to edge: open lines from their ends first, then closed ones. */
function chains(neighbours: Map<number, number[]>): number[][] {
  const ids = [...neighbours.keys()];
  const isEnd = (id: number): boolean => neighbours.get(id)?.length === 1;
  const seen = new Set<number>();
  const next = (id: number): number | undefined => neighbours.get(id)?.find((other) => !seen.has(other));
  const found: number[][] = [];
  for (const start of [...ids.filter(isEnd), ...ids.filter((id) => !isEnd(id))]) {
    if (seen.has(start)) continue;
    const chain: number[] = [];
    for (let here: number | undefined = start; here !== undefined; here = next(here)) {
      seen.add(here);
      chain.push(here);
    }
    if (!isEnd(start)) chain.push(start);
    found.push(chain);
  }
  return found;
}
