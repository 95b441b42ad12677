/**
 * `npm run bench:peers`: ours and its rivals, on the same data and the same work, in processes that take turns.
 * `--only a,b` names the rivals; `--quick` cuts the laps short, to see that all of it runs.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { W1, W2, type Workload } from "../workloads.js";
import { type Contender, chooseContenders } from "./contenders.js";
import { AbsentError } from "./dialogue.js";
import { type DuelSettings, duel } from "./duel.js";
import { installPeers } from "./install.js";
import { resultsName, thisCommit, thisMachine } from "./machine.js";
import { count, resultsPage, times } from "./markdown.js";
import { prepareFolder } from "./prepare.js";
import { findPython } from "./python.js";
import { absentRow, type Results, type Row, reasonAgainst, rowOf } from "./results.js";

const WORKLOADS = [W1, W2];
const THREADS = [1, 2].filter((threads) => threads <= availableParallelism());
const root = fileURLToPath(new URL("../..", import.meta.url));

const { values: options } = parseArgs({ options: { only: { type: "string" }, quick: { type: "boolean" } } });
const isQuick = options.quick === true;
const contenders = chooseContenders(options.only);
const [warmUp, rounds] = isQuick ? [1, 3] : [3, 5];
const extent = { laps: warmUp + rounds, lapShare: isQuick ? 0.1 : 1 };
const began = performance.now();
process.once("SIGINT", () => process.exit(130)); // so that the folder of the data goes too

const complaint = installPeers();
if (complaint) console.log(`The packages of bench/peers could not be installed: ${complaint}`);
const settings = { folder: await prepareFolder(WORKLOADS, extent), extent, warmUp, python: findPython() };
const versions: Record<string, string> = { Node: process.versions.node };
const rows: Row[] = [];
for (const workload of WORKLOADS)
  for (const threads of THREADS) {
    console.log(`\n${workload.name}; ${threads} ${threads === 1 ? "thread" : "threads"}`);
    for (const contender of contenders) {
      const row = await measure(contender, workload, { ...settings, threads });
      rows.push(row);
      console.log(`  ${describe(row)}`);
    }
  }
save();

async function measure(contender: Contender, workload: Workload, duelSettings: DuelSettings): Promise<Row> {
  const place = { workload: workload.id, threads: duelSettings.threads };
  const reason = reasonAgainst(contender, place);
  if (reason !== undefined) return absentRow(contender, place, reason);
  try {
    const outcome = await duel(contender, workload, duelSettings);
    Object.assign(versions, outcome.versions);
    return rowOf(contender, place, outcome);
  } catch (error) {
    if (error instanceof AbsentError && error.contender === contender.name)
      return absentRow(contender, place, error.message);
    throw error;
  }
}

function describe({ title, absent, training, inference, accuracy, isWrong }: Row): string {
  if (!training || !accuracy) return `${title.padEnd(50)} not there: ${absent}`;
  const classified = Object.entries(inference ?? {}).map(
    ([number, { theirs, ratio }]) => `; ${number} at a time ${count(theirs.median)} images/s, ${times(ratio)}`,
  );
  const figures = `${count(training.theirs.median).padStart(9)} samples/s, wasmlp ${count(training.ours.median).padStart(9)}`;
  const points = [accuracy.theirs, accuracy.ours].map((share) => (100 * share).toFixed(2)).join(" / ");
  return `${title.padEnd(50)} ${figures}: ${times(training.ratio)}, test ${points} %${isWrong ? " WRONG" : ""}${classified.join("")}`;
}

function save(): void {
  const date = new Date().toISOString().slice(0, 10);
  const machine = thisMachine();
  const seconds = (performance.now() - began) / 1000;
  const results: Results = { date, commit: thisCommit(), machine, versions, rounds, warmUp, isQuick, seconds, rows };
  // Quick runs, and those of some rivals only, are not for the record.
  const folder = `${root}${isQuick || options.only !== undefined ? "build" : "bench/results"}`;
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/${resultsName(date, machine)}`;
  writeFileSync(`${path}.json`, `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(`${path}.md`, resultsPage(results, WORKLOADS));
  console.log(`\n${path}.md and .json, ${count(seconds)} s`);
}
