/** What became of the mutants: a table by file, then each that no test noticed. */
import { readFileSync } from "node:fs";
import { EQUIVALENT } from "./equivalent.js";
import type { Mutant } from "./instrument.js";
import type { Journal } from "./journal.js";

export interface Report {
  readonly text: string;
  /** Killed among those that could be; 0 without any. */
  readonly score: number;
}

type Fate = "killed" | "survived" | "not run" | "equivalent" | "at load";

/** `at load`: run through while modules load and never after, which would need a process each. */
const FATES: readonly Fate[] = ["killed", "survived", "not run", "equivalent", "at load"];

export function reportOf(root: string, mutants: readonly Mutant[], journal: Journal): Report {
  const fateOf = fates(root, journal);
  const rows = mutants.map((mutant) => ({ mutant, fate: fateOf(mutant) }));
  const files = [...new Set(mutants.map(({ fileName }) => fileName))];
  const count = (fate: Fate, file?: string): number =>
    rows.filter((row) => row.fate === fate && (file === undefined || row.mutant.fileName === file)).length;
  const line = (name: string, file?: string): string =>
    name.padEnd(40) + FATES.map((fate) => String(count(fate, file)).padStart(12)).join("");
  const counted = count("killed") + count("survived") + count("not run");
  const unnoticed = rows.filter(({ fate }) => fate === "survived" || fate === "not run");
  const text = [
    "".padEnd(40) + FATES.map((fate) => fate.padStart(12)).join(""),
    ...files.map((file) => line(file, file)),
    line("in all"),
    ...unnoticed.map(({ mutant, fate }) => `\n${fate}: ${shown(root, mutant)}`),
    `\n${count("killed")} of ${counted} killed (${((100 * count("killed")) / counted).toFixed(1)} %), ${journal.mutants("stopped").size} of them by time`,
    ...unsound(journal),
  ];
  return { text: text.join("\n"), score: counted === 0 ? 0 : count("killed") / counted };
}

function fates(root: string, journal: Journal): (mutant: Mutant) => Fate {
  const killed = journal.mutants("killed", "stopped");
  const met = journal.mutants("met");
  const loaded = journal.mutants("loaded");
  return (mutant) => {
    if (killed.has(mutant.id)) return "killed";
    if (isEquivalent(root, mutant)) return "equivalent";
    if (met.has(mutant.id)) return "survived";
    return loaded.has(mutant.id) ? "at load" : "not run";
  };
}

function isEquivalent(root: string, mutant: Mutant): boolean {
  return EQUIVALENT.some(
    ({ file, line, to }) =>
      file === mutant.fileName && line === lineOf(root, mutant).trim() && to.includes(oneLine(mutant.replacement)),
  );
}

function shown(root: string, mutant: Mutant): string {
  const { start } = mutant.location;
  const place = `${mutant.fileName}:${start.line + 1}:${start.column + 1}`;
  return `${place} ${mutant.mutatorName}\n    ${lineOf(root, mutant).trim()}\n  → ${oneLine(mutant.replacement)}`;
}

function lineOf(root: string, { fileName, location }: Mutant): string {
  return readFileSync(`${root}${fileName}`, "utf8").split("\n")[location.start.line] as string;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** Tests whose verdicts end early. */
function unsound(journal: Journal): string[] {
  return journal
    .entries()
    .filter(({ what }) => what === "spoilt" || what === "unfit")
    .map(({ what, mutants, test }) => `${what}${mutants.length > 0 ? ` by mutant ${mutants}` : ""}: ${test}`);
}
