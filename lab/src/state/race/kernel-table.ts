/** The kernels beside the ceiling in order and as text. Pure. */
import { medianOf, type Spread, spreadOf } from "./median.js";

/** GFLOP/s of one thread, a list a contender, a number a round; the ceiling is the first contender. */
export interface KernelHeat {
  readonly names: readonly string[];
  readonly rates: readonly (readonly number[])[];
}

export interface KernelRow extends Spread {
  readonly name: string;
  /** Median of its shares of the ceiling, round by round: the machine's clock moves between rounds, not within one. */
  readonly share: number;
}

export function kernelRowsOf({ names, rates }: KernelHeat): KernelRow[] {
  const ceiling = rates[0] ?? [];
  return names.flatMap((name, i) => {
    const measured = rates[i] ?? [];
    if (measured.length === 0) return [];
    const share = medianOf(measured.map((rate, round) => rate / (ceiling[round] ?? Number.NaN)));
    return [{ name, ...spreadOf(measured), share }];
  });
}

export function kernelMarkdown(heat: KernelHeat): string {
  const rows = kernelRowsOf(heat).map(
    ({ name, median, least, most, share }) =>
      `| ${[name, median.toFixed(1), least.toFixed(1), most.toFixed(1), `${(100 * share).toFixed(0)} %`].join(" | ")} |`,
  );
  const head = ["| | GFLOP/s, median | least | most | of the ceiling |", "|---|--:|--:|--:|--:|"];
  return ["**Kernels, one thread**", "", ...head, ...rows].join("\n");
}
