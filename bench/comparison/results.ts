/** What a comparison found, as plain data: the JSON file, and what the tables are made from. */
import { type Spread, spreadOf } from "../harness.js";
import type { Contender } from "./contenders.js";
import type { Outcome, Round } from "./duel.js";
import type { Machine } from "./machine.js";

/** Work a second of both sides, and how many times ours is the rival's, round by round. */
export interface Compared {
  readonly ours: Spread;
  readonly theirs: Spread;
  readonly ratio: Spread;
  readonly rounds: readonly Round[];
}

/** A rival in one workload on so many threads. */
export interface Row {
  readonly workload: string;
  readonly threads: number;
  readonly name: string;
  readonly title: string;
  /** Why there are no figures. */
  readonly absent?: string;
  /** Samples a second. */
  readonly training?: Compared;
  /** Images a second, by how many at a time. */
  readonly inference?: Readonly<Record<string, Compared>>;
  readonly samplesPerLap?: Round;
  /** Of the test images, after the same samples: 0 to 1. */
  readonly accuracy?: Round;
  /** Its accuracy lies farther from ours than the rival's tolerance: it did other work, and its figures do not count. */
  readonly isWrong?: boolean;
}

export interface Results {
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  /** Laps that were timed, and laps before them. */
  readonly rounds: number;
  readonly warmUp: number;
  /** True where laps were cut short: to see that it runs, not to quote. */
  readonly isQuick: boolean;
  readonly seconds: number;
  readonly rows: readonly Row[];
}

export function compare(rounds: readonly Round[]): Compared {
  return {
    ours: spreadOf(rounds.map(({ ours }) => ours)),
    theirs: spreadOf(rounds.map(({ theirs }) => theirs)),
    ratio: spreadOf(rounds.map(({ ours, theirs }) => ours / theirs)),
    rounds,
  };
}

type Place = Pick<Row, "workload" | "threads">;

export function rowOf(contender: Contender, place: Place, outcome: Outcome): Row {
  const { accuracy } = outcome;
  const isClose = Math.abs(accuracy.ours - accuracy.theirs) * 100 <= contender.tolerance;
  const inference = Object.entries(outcome.inference).map(([count, rounds]) => [count, compare(rounds)] as const);
  return {
    ...headOf(contender, place),
    training: compare(outcome.training),
    inference: Object.fromEntries(inference),
    samplesPerLap: outcome.samplesPerLap,
    accuracy,
    isWrong: !isClose,
  };
}

export function absentRow(contender: Contender, place: Place, reason: string): Row {
  return { ...headOf(contender, place), absent: reason };
}

/** Why a contender is not even tried at this place, if so. */
export function reasonAgainst(contender: Contender, { workload, threads }: Place): string | undefined {
  if (contender.cannot?.[workload] !== undefined) return contender.cannot[workload];
  return contender.threads.includes(threads) ? undefined : (contender.alone ?? `it runs on ${contender.threads} only`);
}

function headOf({ name, title }: Contender, { workload, threads }: Place): Place & Pick<Row, "name" | "title"> {
  return { workload, threads, name, title };
}
