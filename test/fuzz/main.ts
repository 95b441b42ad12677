/**
 * `npm run fuzz`: random calls of every kernel in every build against the reference, or random networks, for as many
 * cases or minutes as one likes. Exits with 1 where a case fails, 128 + the signal where it is interrupted.
 */

import { formatCount, formatDuration } from "../../src/cli/format.js";
import type { Interruption } from "../../src/cli/host.js";
import { LiveLine } from "../../src/cli/live-line.js";
import { nodeHost } from "../../src/cli/node-host.js";
import { saveFailure } from "./failure-files.js";
import { describeFailure } from "./failures.js";
import { type HuntResult, hunt, type Subject } from "./hunt.js";
import { kernelSubject } from "./kernel-subject.js";
import { networkSubject } from "./network-subject.js";
import { type FuzzOptions, parseOptions, USAGE } from "./options.js";
import { findCase } from "./subjects.js";

const host = nodeHost();
const line = new LiveLine(host);
const say = (text: string): void => host.out.write(`${text}\n`);

/** From this many cases of a subject on, how long it will take is measured first, on so many. */
const MANY_CASES = 100_000;
const SAMPLE = 3_000;

/** Nothing runs for less than this. */
const SHORTEST_SECONDS = 0.05;

interface Tally {
  subjects: number;
  cases: number;
  failures: number;
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    host.out.write(USAGE);
    return 0;
  }
  if (options.replay !== undefined) return replay(options.replay);
  const subjects = subjectsOf(options);
  say(
    `Fuzzing ${subjects.length === 1 ? (subjects[0] as Subject).name : `${subjects.length} kernels and builds`}, seed ${options.seed}; Ctrl-C ends with a summary.`,
  );
  const signal = host.catchInterrupts();
  const began = performance.now();
  if (options.cases >= MANY_CASES && options.minutes === undefined) await estimate(subjects, options, signal);
  const tally = await fuzzAll(subjects, options, signal);
  const seconds = (performance.now() - began) / 1000;
  const { cases, failures } = tally;
  say(
    `${formatCount(cases)} cases of ${tally.subjects} of ${subjects.length} subjects in ${formatDuration(seconds)}, ` +
      `${formatCount(Math.round(cases / seconds))} a second; ${failures} failed`,
  );
  if (failures > 0) return 1;
  if (signal.aborted) return (signal.reason as Interruption).exitCode;
  if (cases === 0) say("no cases were run, which is a failure");
  return cases > 0 ? 0 : 1;
}

function subjectsOf({ networks, kernels, builds }: FuzzOptions): Subject[] {
  if (networks) return [networkSubject as Subject];
  return builds.flatMap((build) => kernels.map((kernel) => kernelSubject(kernel, build) as Subject));
}

/** One subject after the other; each has its share of the minutes that are left. */
async function fuzzAll(subjects: readonly Subject[], options: FuzzOptions, signal: AbortSignal): Promise<Tally> {
  const tally: Tally = { subjects: 0, cases: 0, failures: 0 };
  const until = performance.now() + 60_000 * (options.minutes ?? 0);
  for (const [i, subject] of subjects.entries()) {
    if (signal.aborted) break;
    const left = (until - performance.now()) / 1000 / (subjects.length - i);
    const seconds = options.minutes === undefined ? Number.POSITIVE_INFINITY : Math.max(SHORTEST_SECONDS, left);
    const result = await fuzzOne(subject, options, seconds, signal, `${i + 1}/${subjects.length}`);
    tally.subjects++;
    tally.cases += result.cases;
    if (result.failure) tally.failures++;
  }
  return tally;
}

async function fuzzOne(
  subject: Subject,
  { seed, cases, shrinkSeconds }: FuzzOptions,
  seconds: number,
  signal: AbortSignal,
  place: string,
): Promise<HuntResult> {
  const began = performance.now();
  const rate = (done: number): string =>
    `${formatCount(Math.round((1000 * done) / (performance.now() - began)))} a second`;
  const onTick = (done: number): void =>
    line.draw((columns) =>
      `${place}  ${subject.name}  ${formatCount(done)} cases  ${rate(done)}`.slice(0, columns - 4),
    );
  const result = await hunt(subject, { seed, cases, shrinkSeconds, seconds, signal, onTick });
  line.clear();
  const { failure } = result;
  say(`${failure ? "failed" : "ok    "} ${subject.name}: ${formatCount(result.cases)} cases, ${rate(result.cases)}`);
  if (failure) say(describeFailure(failure, saveFailure(failure)));
  return result;
}

/** Says how long all of it will take, from a sample that is not counted. */
async function estimate(subjects: readonly Subject[], options: FuzzOptions, signal: AbortSignal): Promise<void> {
  let seconds = 0;
  for (const subject of subjects) {
    line.draw((columns) => `measuring ${subject.name}`.slice(0, columns - 4));
    const sample = { seed: options.seed, cases: SAMPLE, signal, shrinkSeconds: 0 };
    await hunt(subject, sample); // to warm up
    const measured = await hunt(subject, sample);
    if (signal.aborted) return;
    seconds += (measured.seconds / measured.cases) * options.cases;
  }
  line.clear();
  say(`${formatCount(options.cases)} cases each: about ${formatDuration(seconds)} on this machine`);
}

async function replay(fileOrId: string): Promise<number> {
  const { subject, input } = findCase(fileOrId);
  say(`${subject.name}: ${subject.describe(input)}`);
  const difference = (await subject.check(input)) ?? subject.sweep?.();
  say(difference === undefined ? "passes" : `fails: ${difference}`);
  return difference === undefined ? 0 : 1;
}

main()
  .catch((error: unknown) => {
    line.clear();
    host.err.write(`fuzz: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  })
  // Workers that wait for each other for ever must not keep the process.
  .then((code) => process.exit(code));
