/** What `npm run fuzz` was asked for. */
import { parseArgs } from "node:util";
import { BUILDS, type BuildName } from "./builds.js";
import { KERNELS, type KernelName } from "./kernel-names.js";

export const USAGE: string = `npm run fuzz -- [options]

  --kernel gemmNN      this kernel; may be repeated. Default: all
  --build strict       ${BUILDS.join(", ")}; may be repeated. Default: all
  --networks           random networks instead of kernels
  --cases 100000       of each kernel in each build, or networks. Default: 20000, or 1000 networks
  --minutes 10         instead of --cases: in all, shared out evenly
  --seed 7             default 1; the same seed gives the same cases
  --shrink 10          seconds spent on making a failing case simpler
  --replay <case>      a file from fuzz-failures/, or kernel/build/seed/number, or networks/seed/number
`;

export interface FuzzOptions {
  readonly kernels: readonly KernelName[];
  readonly builds: readonly BuildName[];
  readonly networks: boolean;
  /** Infinite where there are minutes. */
  readonly cases: number;
  readonly minutes?: number;
  readonly seed: number;
  readonly shrinkSeconds: number;
  readonly replay?: string;
  readonly help: boolean;
}

/** @throws Error, saying what was expected and what came instead. */
export function parseOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kernel: { type: "string", multiple: true },
      build: { type: "string", multiple: true },
      networks: { type: "boolean", default: false },
      cases: { type: "string" },
      minutes: { type: "string" },
      seed: { type: "string", default: "1" },
      shrink: { type: "string", default: "10" },
      replay: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { networks, replay, help } = values;
  if (values.cases !== undefined && values.minutes !== undefined)
    throw new Error("--minutes: expected none beside --cases, got both");
  if (networks && (values.kernel || values.build))
    throw new Error("--networks: expected none beside --kernel or --build, got both");
  const minutes = values.minutes === undefined ? undefined : numberOf("minutes", values.minutes);
  const wanted = values.cases ?? (networks ? "1000" : "20000");
  return {
    kernels: (values.kernel ?? KERNELS).map((name) => oneOf("kernel", name, KERNELS)),
    builds: (values.build ?? BUILDS).map((name) => oneOf("build", name, BUILDS)),
    networks,
    cases: minutes === undefined ? countOf("cases", wanted, 1) : Number.POSITIVE_INFINITY,
    seed: countOf("seed", values.seed, 0),
    shrinkSeconds: countOf("shrink", values.shrink, 0),
    help,
    ...(minutes !== undefined && { minutes }),
    ...(replay !== undefined && { replay }),
  };
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (!found) throw new Error(`--${option}: expected one of ${allowed.join(", ")}, got ${value}`);
  return found;
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (!(text !== "" && value > 0 && Number.isFinite(value)))
    throw new Error(`--${option}: expected a number above 0, got ${text}`);
  return value;
}

function countOf(option: string, text: string, atLeast: number): number {
  const value = Number(text);
  if (!(text !== "" && Number.isSafeInteger(value) && value >= atLeast && value < 2 ** 32))
    throw new Error(`--${option}: expected a whole number from ${atLeast} to ${2 ** 32 - 1}, got ${text}`);
  return value;
}
