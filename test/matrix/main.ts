/**
 * `npm run test:matrix`: the golden bits on Node 20 to 26, Deno and Bun, in Chromium and in Firefox with and without
 * cross-origin isolation; on one to four threads, and from the reference. Takes the packed package, as its users do.
 * Exits with 1 when a host gives other bits; when CI=true, also when a host could not be had.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mnist } from "../../src/node/entry.js";
import { type Browser, browsers, versionOf } from "../browser/browsers.js";
import { pageScript } from "../browser/page-script.js";
import { installRuntimes, type Runtime, versionOfRuntime } from "../hosts/runtimes.js";
import { installPackage } from "../package/installed-package.js";
import { type Digits, type Outcome, type Run, runsOf } from "./golden.js";
import { goldenSite, type PageReport } from "./golden-site.js";
import { markdown, type Visit, visitLines, wrongRuns } from "./table.js";

const PATIENCE_MS = 300_000;

const { train } = await mnist.load();
const digits: Digits = { pixels: train.features as Uint8Array, labels: train.labels as Uint8Array };
const stranger = installPackage();
const visits: Visit[] = [];
try {
  writeFileSync(join(stranger.folder, "pixels"), digits.pixels);
  writeFileSync(join(stranger.folder, "labels"), digits.labels);
  stranger.write("golden.mjs", pageScript("test/matrix/golden.ts"));
  copyFileSync(fileURLToPath(new URL("host.mjs", import.meta.url)), join(stranger.folder, "host.mjs"));
  for (const runtime of installRuntimes()) tell(visitRuntime(runtime));
  for (const browser of browsers) for (const isolated of [true, false]) tell(await visitBrowser(browser, isolated));
} finally {
  stranger.remove();
}
conclude();

function tell(visit: Visit): void {
  visits.push(visit);
  for (const line of visitLines(visit)) console.log(line);
}

function visitRuntime(runtime: Runtime): Visit {
  const { name: host, path, words, missing } = runtime;
  const runs = runsOf([1, 2, 3, 4]);
  if (missing !== undefined) return { host, version: "", runs, outcomes: [], failure: missing };
  const { status, signal, stdout, stderr } = spawnSync(
    path,
    [...words, "host.mjs", stranger.folder, JSON.stringify(runs)],
    { cwd: stranger.folder, encoding: "utf8", killSignal: "SIGKILL", timeout: PATIENCE_MS },
  );
  const outcomes = stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Outcome] : []));
  const end = `it ended with ${signal ?? status}: ${stderr.trim().split("\n").slice(-3).join(" ")}`;
  return { host, version: versionOfRuntime(runtime), runs, outcomes, ...(status !== 0 && { failure: end }) };
}

async function visitBrowser(browser: Browser, isolated: boolean): Promise<Visit> {
  const host = `${browser.name}, ${isolated ? "isolated" : "not isolated"}`;
  const runs: Run[] = runsOf(isolated ? [1, 2, 3, 4] : [1]);
  const missing = { host, version: "", runs, outcomes: [] };
  if (browser.path === undefined) return { ...missing, failure: "not found on this machine" };
  try {
    const library = join(stranger.folder, "node_modules", "wasmlp", "dist", "browser.js");
    const report = JSON.parse(await browser.reportOf(goldenSite(library, digits, runs, isolated))) as PageReport;
    const failure = report.isolated === isolated ? {} : { failure: `crossOriginIsolated is ${report.isolated}` };
    return { host, version: versionOf(browser), runs, outcomes: report.outcomes, ...failure };
  } catch (error) {
    return { ...missing, failure: (error as Error).message };
  }
}

function conclude(): void {
  const isAbsent = ({ version, outcomes }: Visit): boolean => version === "" && outcomes.length === 0;
  const absent = visits.filter(isAbsent);
  const wrong = visits.filter((visit) => !isAbsent(visit) && (wrongRuns(visit) > 0 || visit.failure !== undefined));
  console.log(`\n${markdown(visits)}`);
  for (const { host, failure } of absent) console.log(`NOT RUN: ${host}: ${failure}`);
  console.log(`${visits.length - absent.length - wrong.length} hosts with the same bits, ${wrong.length} without.`);
  if (wrong.length > 0 || (process.env.CI === "true" && absent.length > 0)) process.exitCode = 1;
}
