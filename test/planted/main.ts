/**
 * `npm run test:planted`: bugs are planted in a copy of the source, one at a time, and the fuzzer, or a file of tests,
 * has to find each; the copy without a bug has to pass. Prints what found which, and after how many cases. Exits with 1
 * where one is missed.
 * `npm run test:planted -- barrier` plants those alone that have the word in their names.
 */
import { BUGS, UNPATCHED } from "./bugs.js";
import { type SearchRun, TreeCopy } from "./tree-copy.js";

const copy = new TreeCopy();
process.on("exit", () => copy.remove());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

const word = process.argv[2] ?? "";
const bugs = BUGS.filter(({ name }) => name.includes(word));
for (const bug of bugs) copy.requirePatch(bug);
const began = performance.now();
const missed = bugs.length === 0 ? [`no bug is called ${word}`] : [...unpatched(), ...planted()];
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  missed.length === 0
    ? `${bugs.length} of ${bugs.length} bugs were caught, the source without them passes (${seconds} s).`
    : `${missed.length} went wrong: ${missed.join("; ")}`,
);
process.exit(missed.length === 0 ? 0 : 1);

function unpatched(): string[] {
  return UNPATCHED.flatMap((search) => {
    const { passes, output } = copy.search(search);
    if (!passes) console.log(output);
    return passes ? [] : [`the source without a bug fails: ${[search].flat().join(" ")}`];
  });
}

function planted(): string[] {
  const width = Math.max(...BUGS.map(({ name }) => name.length));
  console.log(
    `${"planted".padEnd(width)}  ${"caught by".padEnd(31)} ${"cases".padStart(7)} ${"seconds".padStart(8)}  as`,
  );
  return bugs.flatMap((bug) => {
    const run = copy.searchWith(bug);
    console.log(`${bug.name.padEnd(width)}  ${row(run)}`);
    if (isCaught(run)) return [];
    console.log(run.output);
    return [`${bug.name} was not caught`];
  });
}

/** A wrong result counts, a program that does not work any more does not. */
function isCaught({ failure }: SearchRun): boolean {
  return failure !== undefined && !failure.difference.startsWith("threw");
}

function row({ failure }: SearchRun): string {
  if (!failure) return "NOT CAUGHT";
  const { subject, passed, seconds, difference } = failure;
  const said = (difference.split("\n")[0] as string).slice(0, 90);
  return `${subject.padEnd(31)} ${String(passed + 1).padStart(7)} ${seconds.toFixed(2).padStart(8)}  ${said}`;
}
