/**
 * `npm run test:exhaustive`: every f32 through every function of the module, in two processes. Prints a table; fails
 * where a function misses its limit, or falls where it must rise.
 *   --function exp,tanh   these only
 *   --part 2/3            the second third of the inputs only
 *   --workers 4           in so many processes
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type ElementFunction, FUNCTIONS, type WordRange } from "./functions.js";
import { type Finding, floatOf, join, NOTHING } from "./sweep.js";
import type { Answer, Task } from "./worker.js";

/** Inputs a worker is given at once. */
const TASK_INPUTS = 2 ** 25;

const { values } = parseArgs({
  options: {
    function: { type: "string" },
    part: { type: "string", default: "1/1" },
    workers: { type: "string", default: "2" },
  },
});

function chosenFunctions(): readonly ElementFunction[] {
  if (values.function === undefined) return FUNCTIONS;
  return values.function.split(",").map((name) => {
    const known = FUNCTIONS.map((one) => one.name).join(", ");
    const found = FUNCTIONS.find((one) => one.name === name);
    if (!found) throw new Error(`--function: expected one of ${known}, got ${name}`);
    return found;
  });
}

function requirePart(text: string): { part: number; parts: number } {
  const [part, parts] = text.split("/").map(Number) as [number, number];
  if (!(Number.isInteger(part) && Number.isInteger(parts) && part >= 1 && part <= parts))
    throw new Error(`--part: expected two whole numbers as in 1/4, got ${text}`);
  return { part, parts };
}

function requireWorkers(text: string): number {
  const workers = Number(text);
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= 64))
    throw new Error(`--workers: expected a whole number from 1 to 64, got ${text}`);
  return workers;
}

/** The chosen part of a function's domain, cut into tasks. */
function tasksOf({ name, domain }: ElementFunction): Task[] {
  const { part, parts } = requirePart(values.part);
  const tasks = domain.flatMap((range) => cut(range).map((piece) => ({ name, range, part: piece })));
  const from = Math.floor((tasks.length * (part - 1)) / parts);
  const to = Math.floor((tasks.length * part) / parts);
  return tasks.slice(from, to).map((task, index) => ({ ...task, index }));
}

function cut([first, last]: WordRange): WordRange[] {
  const pieces: WordRange[] = [];
  for (let word = first; word <= last; word += TASK_INPUTS) pieces.push([word, Math.min(word + TASK_INPUTS - 1, last)]);
  return pieces;
}

/** The findings of all tasks, in their order. */
function performTasks(processes: readonly ChildProcess[], tasks: readonly Task[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  let next = 0;
  let done = 0;
  return new Promise((resolve, reject) => {
    const give = (worker: ChildProcess): void => {
      if (next < tasks.length) worker.send(tasks[next++] as Task);
    };
    for (const worker of processes) {
      worker.removeAllListeners();
      worker.on("exit", (code) => reject(new Error(`a worker ended with ${code}`)));
      worker.on("message", ({ index, finding }: Answer) => {
        findings[index] = finding;
        if (++done === tasks.length) resolve(findings);
        else give(worker);
      });
      give(worker);
    }
    if (tasks.length === 0) resolve(findings);
  });
}

function describe({ name, limit, unit, isMonotone }: ElementFunction, found: Finding): string {
  const falls = found.falls === 0 ? "yes" : `falls at ${found.falls}, first at ${floatOf(found.fallsAt)}`;
  const monotone = isMonotone || found.falls === 0 ? falls : `no (${falls})`;
  const of = unit === undefined ? "" : ` of ${unit}`;
  const cells = [name, found.inputs, `${limit}${of}`, found.error.toFixed(4), floatOf(found.errorAt), monotone];
  return `| ${cells.join(" | ")} |`;
}

const processes = Array.from({ length: requireWorkers(values.workers) }, () =>
  fork(fileURLToPath(new URL("./worker.ts", import.meta.url))),
);
try {
  console.log("| function | inputs | limit | largest error | at | rises |\n|---|---|---|---|---|---|");
  for (const tried of chosenFunctions()) {
    const found = (await performTasks(processes, tasksOf(tried))).reduce(join, NOTHING);
    console.log(describe(tried, found));
    if (!(found.error <= tried.limit) || (tried.isMonotone && found.falls > 0)) process.exitCode = 1;
  }
} finally {
  for (const worker of processes) {
    worker.removeAllListeners();
    worker.kill();
  }
}
