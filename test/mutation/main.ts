/**
 * `npm run test:mutation`: changes the source in small ways, a change at a time, and runs the tests that judge that code;
 * a change that no test notices is printed. `-- --group formats` does one group, `-- src/data/idx.ts` one file of it.
 * Exits with 1 where fewer than nine in ten of a group are killed. What it is for: test/mutation/README.md.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { GROUPS, type Group } from "./groups.js";
import { instrument } from "./instrument.js";
import { type Entry, Journal } from "./journal.js";
import { type Report, reportOf } from "./report.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = `${root}build/mutation`;
const VITEST = ["node_modules/vitest/vitest.mjs", "run", "--config", "test/mutation/vitest-config.ts"];
/** A test that has not come back for so long is stopped; tests of the groups take seconds. */
const PATIENCE_MS = 90_000;
/** First the tests that take at most so long, then all. */
const LONGEST_MS = [100, 2000, Number.POSITIVE_INFINITY];
const LEAST_KILLED = 0.9;

const running = new Set<ChildProcess>();
process.on("exit", () => running.forEach(kill));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

const words = process.argv.slice(2);
const isGroupWanted = words[0] === "--group";
const groups = GROUPS.filter(({ name }) => !isGroupWanted || words[1] === name);
const files = isGroupWanted ? [] : words;
let isWeak = false;
let tried = 0;
for (const group of groups) {
  const paths = pathsOf(group).filter((path) => files.length === 0 || files.includes(path));
  if (paths.length === 0) continue;
  tried++;
  const report = await tryGroup(group, paths);
  console.log(report.text);
  if (report.score < LEAST_KILLED) isWeak = true;
}
if (tried === 0) console.error(`expected a group (${GROUPS.map(({ name }) => name).join(", ")}) or files of one`);
process.exit(isWeak || tried === 0 ? 1 : 0);

function pathsOf({ mutate }: Group): string[] {
  const pattern = new RegExp(`^(${mutate.join("|").replaceAll("*", "[^/]*")})\\.ts$`);
  const paths = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" }).map((path) =>
    path.replaceAll("\\", "/"),
  );
  return paths
    .filter((path) => pattern.test(path))
    .map((path) => `src/${path}`)
    .sort();
}

async function tryGroup(group: Group, paths: readonly string[]): Promise<Report> {
  const [texts, journalPath] = [`${folder}/${group.name}-texts.json`, `${folder}/${group.name}-journal.jsonl`];
  mkdirSync(folder, { recursive: true });
  const instrumented = await instrument(root, paths);
  const text = JSON.stringify(instrumented);
  // What was found of the same texts is not asked again.
  if (words.includes("--afresh") || !existsSync(texts) || readFileSync(texts, "utf8") !== text)
    rmSync(journalPath, { force: true });
  writeFileSync(texts, text);
  console.log(`${group.name}: ${instrumented.mutants.length} mutants of ${paths.length} files`);
  const journal = new Journal(journalPath);
  const env = {
    ...process.env,
    WASMLP_MUTATION_TEXTS: texts,
    WASMLP_MUTATION_JOURNAL: journalPath,
    WASMLP_MUTATION_TESTS: group.tests.map((test) => `test/${test}.test.ts`).join(" "),
  };
  for (const longestMs of LONGEST_MS)
    await runTests(journal, { ...env, WASMLP_MUTATION_LONGEST_MS: String(longestMs) });
  return reportOf(root, instrumented.mutants, journal);
}

/** Again after each mutant that had to be stopped. */
async function runTests(journal: Journal, env: NodeJS.ProcessEnv): Promise<void> {
  for (;;) {
    const from = journal.entries().length;
    const vitest = spawn(process.execPath, VITEST, {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
    });
    const said: string[] = [];
    vitest.stdout.setEncoding("utf8").on("data", (text: string) => said.push(text));
    running.add(vitest);
    const { code, stuck } = await ended(vitest, () => journal.begun(from));
    running.delete(vitest);
    if (stuck === undefined && code === 0) return;
    if (stuck === undefined) throw new Error(`the tests do not pass as they are:\n${said.join("")}`);
    journal.add("stopped", stuck.mutants, stuck.test);
  }
}

/** Waits for the end, and brings it about where a mutant hangs. */
function ended(vitest: ChildProcess, begun: () => Entry[]): Promise<{ code: number | null; stuck: Entry | undefined }> {
  return new Promise((resolve) => {
    let stuck: Entry | undefined;
    let since = new Map<string, number>();
    const watch = setInterval(() => {
      const open = new Map(begun().map((entry) => [JSON.stringify(entry), entry]));
      since = new Map([...open.keys()].map((key) => [key, since.get(key) ?? performance.now()]));
      const key = [...since.keys()].find((each) => performance.now() - (since.get(each) as number) > PATIENCE_MS);
      if (key === undefined) return;
      stuck = open.get(key);
      kill(vitest);
    }, 5000);
    vitest.on("close", (code) => {
      clearInterval(watch);
      resolve({ code, stuck });
    });
  });
}

/** With the processes it started. */
function kill({ pid, exitCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null) process.kill(-pid, "SIGKILL");
}
