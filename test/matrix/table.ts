/** What hosts have made of the golden runs, judged and as lines of text. Pure. */
import { GOLDEN, type Outcome, type Run } from "./golden.js";

/** A host with its runs, in order; runs it did not get to have no outcome. */
export interface Visit {
  readonly host: string;
  readonly version: string;
  readonly runs: readonly Run[];
  readonly outcomes: readonly Outcome[];
  /** Why it was not visited, or did not get through. */
  readonly failure?: string;
}

/** What a run came to: "same bits", or what is wrong. */
export function verdict(run: Run, outcome: Outcome | undefined): string {
  if (outcome === undefined) return "no answer";
  if (outcome.sums === undefined) return outcome.error ?? "no answer";
  const { chapter, deep } = outcome.sums;
  const wanted = GOLDEN[run.rows];
  if (chapter !== wanted.chapter) return `chapter: expected ${wanted.chapter}, got ${chapter}`;
  return deep === wanted.deep ? "same bits" : `deep: expected ${wanted.deep}, got ${deep}`;
}

/** Runs of a visit that did not come to the golden bits. */
export function wrongRuns({ runs, outcomes }: Visit): number {
  return runs.filter((run, i) => verdict(run, outcomes[i]) !== "same bits").length;
}

/** One line a run. */
export function visitLines({ host, version, runs, outcomes, failure }: Visit): string[] {
  if (failure !== undefined && outcomes.length === 0) return [`${`${host} ${version}`.padEnd(32)} NOT RUN: ${failure}`];
  return runs.map((run, i) => {
    const words = [
      `${host} ${version}`.padEnd(32),
      run.backend.padEnd(9),
      run.rows === "all" ? "55,000 rows" : " 1,950 rows",
      `${run.threads} ${run.threads === 1 ? "thread " : "threads"}`,
      `${(outcomes[i]?.seconds ?? 0).toFixed(1).padStart(5)} s`,
      outcomes[i] === undefined && failure !== undefined ? failure : verdict(run, outcomes[i]),
    ];
    return words.join("  ");
  });
}

/** One row a host, in Markdown. */
export function markdown(visits: readonly Visit[]): string {
  const rows = visits.map((visit) => {
    const { host, version, runs, failure } = visit;
    const threads = runs.filter(({ rows }) => rows === "all").map((run) => run.threads);
    const wrong = wrongRuns(visit);
    const found = wrong === 0 ? "same bits" : `${wrong} of ${runs.length} runs differ`;
    const range = threads.length > 1 ? `${threads[0]} to ${threads.at(-1)}` : `${threads[0]}`;
    return `| ${host} | ${version} | ${range} | yes | ${visit.outcomes.length === 0 ? `not run: ${failure}` : found} |`;
  });
  return ["| host | version | threads | reference | |", "|---|---|---|---|---|", ...rows, ""].join("\n");
}
