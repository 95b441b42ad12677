/** Cross-validated networks in a report: their table, and curves with the band of the folds. Pure; data in, markup out. */
import { domainAround } from "./axes.js";
import { type ChartPoint, lineChart } from "./charts.js";
import { escapeHtml, formatCount, formatPercent } from "./markup.js";
import { figure } from "./progress.js";
import type { MeanScore } from "./score-curves.js";

/** One line and its band; x ascending. A point without a mean leaves a gap. */
export interface BandSeries {
  readonly name: string;
  readonly points: readonly (MeanScore & { readonly x: number })[];
}

/** Scores are shares, 0 to 1. */
export interface SearchSummary {
  readonly rows: readonly {
    readonly name: string;
    readonly parameters: number;
    readonly mean: number | null;
    readonly std: number | null;
    /** One a fold; null where training diverged, undefined where it was not done. */
    readonly scores: readonly (number | null | undefined)[];
    readonly isBest: boolean;
  }[];
  /** Means over what the networks differ in; absent for one network. */
  readonly networks?: { readonly xLabel: string; readonly series: readonly BandSeries[] };
  /** Of the best network, after each epoch. */
  readonly epochs: { readonly name: string; readonly series: readonly BandSeries[] };
}

/** The curves, then the table; empty without a summary. */
export function searchSection(search: SearchSummary | undefined): string {
  if (!search) return "";
  const { networks, epochs } = search;
  const figures = [
    ...(networks ? [curves("networks", "Validation curve", networks.xLabel, networks.series)] : []),
    ...(epochs.series.length > 0 ? [curves("epochs", `Epochs of ${epochs.name}`, "Epoch", epochs.series)] : []),
  ];
  return `<section>
<div class="charts">
${figures.join("\n")}
</div>
${table(search.rows)}
</section>`;
}

function curves(id: string, title: string, xLabel: string, series: readonly BandSeries[]): string {
  const lines = series.map(({ name, points }, i) => ({
    name,
    points: points.map(({ x, mean, std }): ChartPoint => [x, 100 * (mean ?? Number.NaN), 100 * (std ?? 0)]),
    tone: series.length < 2 ? 0 : i / (series.length - 1),
    isDashed: i % 2 === 1,
  }));
  const ends = lines.flatMap(({ points }) => points.flatMap(([, mean, std = 0]) => [mean - std, mean + std]));
  const svg = lineChart({
    id: `search-${id}`,
    title,
    xLabel,
    yLabel: "Accuracy (%)",
    series: lines,
    yDomain: domainAround(ends),
    formatY: (value) => value.toFixed(2),
  });
  const heading = escapeHtml(title);
  return figure(heading, svg, "Mean over the folds; the band is one standard deviation to either side.");
}

function table(rows: SearchSummary["rows"]): string {
  const folds = rows[0]?.scores.map((_, f) => `<th scope="col">Fold ${f + 1}</th>`).join("") ?? "";
  const body = rows.map(({ name, parameters, mean, std, scores, isBest }) => {
    const spread = mean === null || std === null ? "–" : `${formatPercent(mean, 2)} ± ${(100 * std).toFixed(2)}`;
    const cells = scores.map((score) => `<td>${cell(score)}</td>`).join("");
    const bold = (text: string): string => (isBest ? `<strong>${text}</strong>` : text);
    return `<tr><th scope="row">${bold(escapeHtml(name))}</th><td>${formatCount(parameters)}</td><td>${bold(spread)}</td>${cells}</tr>`;
  });
  return `<div class="scroll" role="region" aria-label="Scores of each network" tabindex="0">
<table class="rows">
<caption class="note">Accuracy on the rows held out, after the last epoch${rows.some(({ isBest }) => isBest) && rows.length > 1 ? "; the best mean in bold" : ""}</caption>
<thead><tr><th scope="col">Network</th><th scope="col">Parameters</th><th scope="col">Mean ± standard deviation</th>${folds}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table>
</div>`;
}

function cell(score: number | null | undefined): string {
  if (score === undefined) return "–";
  return score === null ? "diverged" : formatPercent(score, 2);
}
