/** Results as Markdown: what README and docs/performance.md quote. Pure text. */
import type { Spread } from "../harness.js";
import type { Workload } from "../workloads.js";
import type { Compared, Results, Row } from "./results.js";

/** The whole page. */
export function resultsPage(results: Results, workloads: readonly Workload[]): string {
  return [...head(results), ...workloads.flatMap((workload) => section(results, workload))].join("\n").concat("\n");
}

/** `1,234,567`, whatever the language of the machine. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `3.1 × (2.9 … 3.4)` */
export function times({ median, low, high }: Spread): string {
  return `${digits(median)} × (${digits(low)} … ${digits(high)})`;
}

/** A table of cells, first row the heading; columns but the first are aligned to the right. */
export function markdownTable(rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const [heading = [], ...rest] = rows;
  return [line(heading), `|${heading.map((_, i) => (i === 0 ? "---" : "---:")).join("|")}|`, ...rest.map(line)];
}

function head({ date, commit, machine, versions, rounds, warmUp, isQuick, seconds }: Results): string[] {
  return [
    `# wasmlp and its peers, ${date}`,
    "",
    ...(isQuick
      ? ["**A quick run: laps were cut short. These figures show that it runs; they are not to be quoted.**", ""]
      : []),
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}; commit ${commit}; ${count(seconds)} s in all.`,
    "",
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    "",
    `Real MNIST, 55,000 rows. All start from the same weights and take the same rows in the same order. A rival's process and ours take turns, lap by lap: ${warmUp} to warm up, ${rounds} timed, gathering the shuffled rows included. Figures are medians (lowest … highest lap); the ratio is that of the two laps of a round. Test accuracy is taken after the same samples; a row that lies too far from ours is marked wrong. Python runs with OMP_WAIT_POLICY=PASSIVE, the faster setting beside OpenBLAS. \`npm run bench:peers\` makes this page.`,
  ];
}

function section(results: Results, { id, name }: Workload): string[] {
  const rows = results.rows.filter(({ workload }) => workload === id);
  const threads = [...new Set(rows.map((row) => row.threads))];
  return [...threads.flatMap((number) => trainingSection(rows, name, number)), ...inferenceSection(rows, name)];
}

function trainingSection(rows: readonly Row[], name: string, threads: number): string[] {
  const here = rows.filter((row) => row.threads === threads);
  const timed = here.filter((row) => row.training);
  return [
    "",
    `## Training ${name}; ${threads} ${threads === 1 ? "thread" : "threads"}`,
    "",
    ...(timed.length > 0
      ? markdownTable([
          ["", "samples/s", "wasmlp beside it", "wasmlp is", "test accuracy", "wasmlp's"],
          ...timed.map(trainingCells),
        ])
      : ["Nothing was measured."]),
    ...absences(here),
  ];
}

function trainingCells({ title, training, accuracy, samplesPerLap, isWrong }: Row): string[] {
  const isPart = samplesPerLap !== undefined && samplesPerLap.theirs < samplesPerLap.ours;
  const lap = isPart ? `; laps of ${count(samplesPerLap.theirs)} samples, not ${count(samplesPerLap.ours)}` : "";
  return [
    `${title}${lap}`,
    ...ratesAndRatio(training as Compared),
    `${percent(accuracy?.theirs)}${isWrong ? " **wrong**" : ""}`,
    percent(accuracy?.ours),
  ];
}

function inferenceSection(rows: readonly Row[], name: string): string[] {
  const counts = [...new Set(rows.flatMap(({ inference }) => Object.keys(inference ?? {})))];
  return counts.flatMap((number) => [
    "",
    `## Classifying with ${name}; ${number === "1" ? "one image" : `${count(Number(number))} images`} at a time, 1 thread`,
    "",
    ...markdownTable([
      ["", "images/s", "wasmlp beside it", "wasmlp is"],
      ...rows.flatMap(({ title, inference }) => {
        const compared = inference?.[number];
        return compared ? [[title, ...ratesAndRatio(compared)]] : [];
      }),
    ]),
  ]);
}

function ratesAndRatio({ ours, theirs, ratio }: Compared): string[] {
  return [rates(theirs), rates(ours), times(ratio)];
}

/** One line for all that could not be had, each with its reason. */
function absences(rows: readonly Row[]): string[] {
  const absent = rows.filter((row) => row.absent !== undefined);
  return absent.length === 0
    ? []
    : ["", ...absent.map(({ title, absent: reason }) => `- not there: ${title}: ${reason}`)];
}

function rates({ median, low, high }: Spread): string {
  return `${count(median)} (${count(low)} … ${count(high)})`;
}

function digits(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : count(value);
}

function percent(share: number | undefined): string {
  return share === undefined ? "" : `${(100 * share).toFixed(2)} %`;
}
