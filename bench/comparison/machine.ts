/** What a figure was measured on: the machine, the versions, the commit. */
import { execFileSync } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
  };
}

/** Short name of the commit; `-dirty` where tracked files differ from it. */
export function thisCommit(): string {
  try {
    const words = ["describe", "--always", "--dirty", "--abbrev=10", "--exclude=*"];
    return execFileSync("git", words, { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return "unknown";
  }
}

/** `2026-01-31-amd-epyc-2-cores`: the name of a file of results. */
export function resultsName(date: string, { processor, cores }: Machine): string {
  const words = processor
    .toLowerCase()
    .replace(/\((r|tm)\)|\bcpu\b|@.*/g, " ")
    .match(/[a-z0-9]+/g);
  return [date, ...(words ?? ["unknown"]), cores, "cores"].join("-");
}
