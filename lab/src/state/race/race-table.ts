/** The results of a race in order and as text: median, spread, times as fast, Markdown, JSON. Pure. */
import { countText } from "../number-text.js";
import { type KernelHeat, kernelMarkdown, kernelRowsOf } from "./kernel-table.js";
import { medianOf, type Spread, spreadOf } from "./median.js";

export interface Contender {
  readonly name: string;
  /** 0: plain JavaScript. */
  readonly threads: number;
}

/** One network all contenders trained. */
export interface RaceHeat {
  readonly title: string;
  /** Of one sample, forward and backward, as if no zero were passed over. */
  readonly flopsPerSample: number;
  readonly contenders: readonly Contender[];
  /** Samples a second, one list a contender, one number a round. */
  readonly rates: readonly (readonly number[])[];
  /** How far the weights of both sides lay apart after the same steps: the largest difference. */
  readonly apart: number;
  readonly checkedSteps: number;
}

export interface RaceHost {
  readonly browser: string;
  readonly cores: number;
  readonly isIsolated: boolean;
}

export interface RaceRow extends Spread {
  readonly name: string;
  /** Times as fast as plain JavaScript; absent for itself. */
  readonly factor?: number;
  readonly gigaflops: number;
}

export function rowsOf({ contenders, rates, flopsPerSample }: RaceHeat): RaceRow[] {
  const plain = medianOf(rates[contenders.findIndex(({ threads }) => threads === 0)] ?? []);
  return contenders.flatMap(({ name, threads }, i) => {
    const measured = rates[i] ?? [];
    if (measured.length === 0) return [];
    const spread = spreadOf(measured);
    const gigaflops = (spread.median * flopsPerSample) / 1e9;
    return [{ name, ...spread, gigaflops, ...(threads > 0 && plain > 0 && { factor: spread.median / plain }) }];
  });
}

export function raceMarkdown(host: RaceHost, kernels: KernelHeat, heats: readonly RaceHeat[], note: string): string {
  const tables = heats.map((heat) =>
    [
      `**${heat.title}**`,
      "",
      "| | samples/s, median | least | most | times plain JavaScript | GFLOP/s |",
      "|---|--:|--:|--:|--:|--:|",
      ...rowsOf(heat).map(
        ({ name, median, least, most, factor, gigaflops }) =>
          `| ${[name, countText(median), countText(least), countText(most), factor?.toFixed(1) ?? "1", gigaflops.toFixed(1)].join(" | ")} |`,
      ),
    ].join("\n"),
  );
  return [`${hostText(host)}. ${note}`, kernelMarkdown(kernels), ...tables, ""].join("\n\n");
}

export function raceJson(host: RaceHost, kernels: KernelHeat, heats: readonly RaceHeat[], note: string): string {
  const results = heats.map((heat) => ({ ...heat, summary: rowsOf(heat) }));
  return `${JSON.stringify({ host, note, kernels: { ...kernels, summary: kernelRowsOf(kernels) }, results }, undefined, 2)}\n`;
}

export function hostText({ browser, cores, isIsolated }: RaceHost): string {
  const shared = isIsolated ? "cross-origin isolated" : "not cross-origin isolated: one thread";
  return `${browser}, ${cores} logical ${cores === 1 ? "core" : "cores"}, ${shared}`;
}
