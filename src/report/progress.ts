/** How training went, epoch by epoch: two charts and a table. Pure; epochs in, markup out. */
import type { EpochResult } from "../training/history.js";
import { type LineChart, lineChart } from "./charts.js";
import { formatCount, formatNumber, formatPercent } from "./markup.js";

/** Rows of the table of epochs; longer runs show every second, third, … and the last. */
const maxTableRows = 200;

/** The charts of loss and accuracy, and a folded table of all numbers; empty without epochs. */
export function progressSection(epochs: readonly EpochResult[]): string {
  if (epochs.length === 0) return "";
  const series = (pick: (epoch: EpochResult) => number | undefined) =>
    epochs.map((epoch) => [epoch.epoch, pick(epoch) ?? Number.NaN] as const);
  const loss: LineChart = {
    id: "loss",
    title: "Loss per epoch",
    xLabel: "Epoch",
    yLabel: "Loss",
    series: [
      { name: "while learning", points: series((epoch) => epoch.loss) },
      { name: "training", points: series((epoch) => epoch.training?.loss), isDashed: true },
      { name: "validation", points: series((epoch) => epoch.validation?.loss), tone: "secondary" },
    ],
  };
  const percent = (share: number | undefined) => (share === undefined ? undefined : 100 * share);
  const accuracies = [
    { name: "training", points: series((epoch) => percent(epoch.training?.accuracy)) },
    { name: "validation", points: series((epoch) => percent(epoch.validation?.accuracy)), tone: "secondary" as const },
  ];
  const values = accuracies.flatMap(({ points }) => points.map(([, y]) => y)).filter(Number.isFinite);
  const running = "While learning: the mean over the epoch's mini-batches, each before its update. ";
  const figures = [figure("Loss per epoch", lineChart(loss), running + best(epochs, "loss"))];
  if (values.length > 0) {
    const yDomain = accuracyDomain(values);
    const note = yDomain[0] > 0 ? ` The axis begins at ${yDomain[0]}\u00a0%.` : "";
    const accuracy: LineChart = {
      ...loss,
      id: "accuracy",
      title: "Accuracy per epoch",
      yLabel: "Accuracy (%)",
      series: accuracies,
      yDomain,
      formatY: (value) => formatPercent(value / 100, 2),
    };
    figures.push(figure("Accuracy per epoch", lineChart(accuracy), best(epochs, "accuracy") + note));
  }
  return `<section>\n<div class="charts">\n${figures.join("\n")}\n</div>\n${epochTable(epochs)}\n</section>`;
}

/** A chart below its heading and above what is to be said of it. */
export function figure(heading: string, svg: string, caption: string): string {
  return `<figure>\n<h2>${heading}</h2>\n${svg}\n<figcaption>${caption.trim()}</figcaption>\n</figure>`;
}

/** Whole multiples of 5 around the values, within 0 … 100. */
function accuracyDomain(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const from = Math.max(0, Math.min(95, Math.floor(low / 5) * 5));
  return [from, Math.max(from + 5, Math.min(100, Math.ceil(high / 5) * 5))];
}

/** Names the epoch with the best validation score, if any was taken. */
function best(epochs: readonly EpochResult[], score: "loss" | "accuracy"): string {
  const sign = score === "loss" ? -1 : 1;
  let found: { epoch: number; value: number } | undefined;
  for (const { epoch, validation } of epochs) {
    const value = validation?.[score];
    if (value === undefined || !Number.isFinite(value)) continue;
    if (!found || sign * (value - found.value) > 0) found = { epoch, value };
  }
  if (!found) return "";
  const [word, text] =
    score === "loss" ? ["Lowest", formatNumber(found.value)] : ["Highest", formatPercent(found.value, 2)];
  return `${word} on the validation rows: ${text}, epoch ${formatCount(found.epoch)}.`;
}

function epochTable(epochs: readonly EpochResult[]): string {
  const step = Math.ceil(epochs.length / maxTableRows);
  const shown = epochs.filter((_, i) => (epochs.length - 1 - i) % step === 0);
  const columns: [head: string, cell: (epoch: EpochResult) => string | undefined][] = [
    ["Epoch", ({ epoch }) => formatCount(epoch)],
    ["Loss while learning", ({ loss }) => formatNumber(loss)],
    ["Training loss", ({ training }) => written(training?.loss, formatNumber)],
    ["Validation loss", ({ validation }) => written(validation?.loss, formatNumber)],
    ["Training accuracy", ({ training }) => written(training?.accuracy, asPercent)],
    ["Validation accuracy", ({ validation }) => written(validation?.accuracy, asPercent)],
    ["Samples", ({ samples }) => formatCount(samples)],
    ["Seconds", ({ seconds }) => (Number.isFinite(seconds) ? seconds.toFixed(2) : "–")],
  ];
  const used = columns.filter(([, cell]) => shown.some((epoch) => cell(epoch) !== undefined));
  const heads = used.map(([head]) => `<th scope="col">${head}</th>`).join("");
  const rows = shown.map((epoch) => `<tr>${used.map(([, cell]) => `<td>${cell(epoch) ?? "–"}</td>`).join("")}</tr>`);
  const note = step > 1 ? ` (one epoch in ${step})` : "";
  return `<details>
<summary>All numbers${note}</summary>
<div class="scroll" role="region" aria-label="Numbers of each epoch" tabindex="0">
<table class="rows">
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</div>
</details>`;
}

function written(value: number | undefined, format: (value: number) => string): string | undefined {
  return value === undefined ? undefined : format(value);
}

function asPercent(share: number): string {
  return formatPercent(share, 2);
}
