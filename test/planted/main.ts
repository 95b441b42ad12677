/**
 * `npm run test:planted`: bugs are planted in a copy of the source, one at a time, and the fuzzer has to find each; the
 * copy without a bug has to pass. Prints what found which, and after how many cases. Exits with 1 where one is missed.
 */
import { BUGS, UNPATCHED } from "./bugs.js";
import { type FuzzRun, TreeCopy } from "./tree-copy.js";

const copy = new TreeCopy();
process.on("exit", () => copy.remove());
process.on("SIGINT", () => process.exit(130));

for (const bug of BUGS) copy.requirePatch(bug);
const began = performance.now();
const missed = [...unpatched(), ...planted()];
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  missed.length === 0
    ? `All ${BUGS.length} bugs were caught, the source without them passes (${seconds} s).`
    : `${missed.length} went wrong: ${missed.join("; ")}`,
);
process.exit(missed.length === 0 ? 0 : 1);

function unpatched(): string[] {
  return UNPATCHED.flatMap((options) => {
    const { passes, output } = copy.fuzz(options);
    if (!passes) console.log(output);
    return passes ? [] : [`the source without a bug fails: ${options.join(" ")}`];
  });
}

function planted(): string[] {
  const width = Math.max(...BUGS.map(({ name }) => name.length));
  console.log(
    `${"planted".padEnd(width)}  ${"caught by".padEnd(24)} ${"cases".padStart(7)} ${"seconds".padStart(8)}  as`,
  );
  return BUGS.flatMap((bug) => {
    const run = copy.fuzzWith(bug);
    console.log(`${bug.name.padEnd(width)}  ${row(run)}`);
    if (!run.failure) console.log(run.output);
    return run.failure ? [] : [`${bug.name} was not caught`];
  });
}

function row({ failure }: FuzzRun): string {
  if (!failure) return "NOT CAUGHT";
  const { subject, passed, seconds, difference } = failure;
  const said = (difference.split("\n")[0] as string).slice(0, 90);
  return `${subject.padEnd(24)} ${String(passed + 1).padStart(7)} ${seconds.toFixed(2).padStart(8)}  ${said}`;
}
