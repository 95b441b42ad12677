/** Points as files: CSV with a line of names, or JSON; read back in either form. Pure. */
import { type LabelledPoint, MOST_COORDINATE, MOST_POINTS } from "./point-field.js";

/** `x,y,class`, one point a line, class A or B. */
export function writeCsv(points: readonly LabelledPoint[]): string {
  return ["x,y,class", ...points.map(({ x, y, label }) => `${x},${y},${nameOf(label)}`), ""].join("\n");
}

/** `{"points":[{"x":0.5,"y":1,"class":"A"}]}` */
export function writeJson(points: readonly LabelledPoint[]): string {
  const rows = points.map(({ x, y, label }) => JSON.stringify({ x, y, class: nameOf(label) }));
  return `{"points":[\n${rows.join(",\n")}\n]}\n`;
}

/**
 * The points of a file in either form; classes may be A and B or 0 and 1.
 * @throws Error that names the file, the line or point, what was expected and what was there.
 */
export function readPoints(text: string, name: string): LabelledPoint[] {
  const rows = /^\s*[[{]/.test(text) ? jsonRows(text, name) : csvRows(text);
  if (rows.length < 1 || rows.length > MOST_POINTS)
    throw new Error(`${name}: expected 1 to ${MOST_POINTS} points, got ${rows.length}`);
  return rows.map(({ place, cells: [x, y, label] }) => ({
    x: coordinate(x, `${name}, ${place}`),
    y: coordinate(y, `${name}, ${place}`),
    label: labelOf(label, `${name}, ${place}`),
  }));
}

interface Row {
  readonly place: string;
  readonly cells: readonly unknown[];
}

function csvRows(text: string): Row[] {
  const lines = text.split(/\r?\n/).map((line, i) => ({ line: line.trim(), place: `line ${i + 1}` }));
  const filled = lines.filter(({ line }) => line !== "");
  const isNamed = /^[a-z_"]/i.test(filled[0]?.line ?? "");
  return filled.slice(isNamed ? 1 : 0).map(({ line, place }) => ({ place, cells: line.split(/[,;\t]/) }));
}

function jsonRows(text: string, name: string): Row[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name}: expected JSON, got what is none (${(error as Error).message})`);
  }
  const list = Array.isArray(parsed) ? parsed : (parsed as { points?: unknown }).points;
  if (!Array.isArray(list)) throw new Error(`${name}: expected "points", a list, got ${typeof list}`);
  return list.map((point, i) => {
    const { x, y, class: label } = (point ?? {}) as { x?: unknown; y?: unknown; class?: unknown };
    return { place: `point ${i + 1}`, cells: [x, y, label] };
  });
}

function coordinate(cell: unknown, place: string): number {
  const value = typeof cell === "number" ? cell : typeof cell === "string" && cell.trim() ? Number(cell) : Number.NaN;
  if (!(Math.abs(value) <= MOST_COORDINATE))
    throw new Error(`${place}: expected a number within ±${MOST_COORDINATE}, got ${shown(cell)}`);
  return value;
}

function labelOf(cell: unknown, place: string): 0 | 1 {
  const text = String(cell).trim().replaceAll('"', "").toUpperCase();
  if (text === "A" || text === "0") return 0;
  if (text === "B" || text === "1") return 1;
  throw new Error(`${place}: expected class A or B, got ${shown(cell)}`);
}

function nameOf(label: 0 | 1): "A" | "B" {
  return label === 0 ? "A" : "B";
}

function shown(cell: unknown): string {
  return cell === undefined ? "nothing" : `“${String(cell).slice(0, 40)}”`;
}
