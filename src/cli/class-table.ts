/** A confusion matrix as lines of text, with recall and precision of each class. Pure. */
import { reportOfCounts } from "../evaluation/classification.js";
import { percentDigits } from "./format.js";
import { textTable } from "./text-table.js";

export interface ClassFigures {
  readonly index: number;
  readonly name: string;
  /** Rows of this class. */
  readonly rows: number;
  /** Share of the class's rows that were found; absent where it has none. */
  readonly recall?: number;
  /** Share of right ones among the rows taken for this class; absent where there are none. */
  readonly precision?: number;
}

/** @param counts [actual][predicted] */
export function classFigures(counts: readonly ArrayLike<number>[], names: readonly string[]): ClassFigures[] {
  return reportOfCounts(counts).classes.map(({ precision, recall, support, predicted }, index) => ({
    index,
    name: names[index] ?? String(index),
    rows: support,
    ...(support > 0 && { recall }),
    ...(predicted > 0 && { precision }),
  }));
}

/** A row for each actual class, a column for each predicted one; recall at the right, precision below. */
export function classTable(counts: readonly ArrayLike<number>[], names: readonly string[]): string[] {
  const figures = classFigures(counts, names);
  const heading = ({ index, name }: ClassFigures): string => (name === String(index) ? name : `${index} ${name}`);
  return textTable([
    ["actual \\ predicted", ...figures.map(({ index }) => String(index)), "recall %"],
    ...figures.map((figure, i) => [
      heading(figure),
      ...Array.from(counts[i] as ArrayLike<number>, String),
      percentDigits(figure.recall ?? Number.NaN, 1),
    ]),
    ["precision %", ...figures.map(({ precision }) => percentDigits(precision ?? Number.NaN, 1))],
  ]);
}
