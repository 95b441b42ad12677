/**
 * `npm run test:consumers`: the packed package, taken by bundlers, pages and runtimes without a word of configuration,
 * trains to the bits it has here. `npm run test:consumers -- vite next` tries these alone. Exits with 1 on a failure.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as node from "../../src/node/entry.js";
import { chromium, reportOf } from "../browser/chromium.js";
import { hashesOf } from "../browser/page.js";
import type { Site } from "../browser/page-driver.js";
import { installRuntimes, type Runtime } from "../hosts/runtimes.js";
import { CONSUMERS, type Consumer } from "./consumers.js";
import { withServer } from "./server.js";
import { environmentOf, freshCopy, packageFiles, siteFiles, stage, versionOfTool } from "./staging.js";
import type { Trained } from "./training.js";

const PATIENCE_MS = 300_000;
const wanted = process.argv.slice(2);
const chosen = CONSUMERS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const unknown = wanted.filter((name) => !CONSUMERS.some((consumer) => consumer.name === name));
if (unknown.length > 0)
  throw new Error(`expected some of ${CONSUMERS.map(({ name }) => name).join(", ")}; got ${unknown.join(", ")}`);

const failure = stage(chosen);
if (failure !== undefined) throw new Error(`The consumers' tools could not be installed: ${failure}`);
const [sum] = await hashesOf(node, [{ threads: 1 }]);
const runtimes = installRuntimes();
let failed = 0;
for (const consumer of chosen) {
  const began = performance.now();
  const verdict = await verdictOn(consumer).catch((error: Error) => error.message);
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(5);
  if (!verdict.startsWith("same bits")) failed++;
  console.log(`${consumer.name.padEnd(20)} ${versionOfTool(consumer).padEnd(9)} ${seconds} s  ${verdict}`);
}
console.log(`\n${chosen.length - failed} consumers with the same bits, ${failed} without.`);
process.exitCode = failed > 0 ? 1 : 0;

/** "same bits …", or what is wrong. */
async function verdictOn(consumer: Consumer): Promise<string> {
  const folder = freshCopy(consumer);
  for (const words of consumer.build ?? []) perform(words, folder);
  if (consumer.program) return verdictOnProgram(consumer.program, folder);
  if (!chromium) return "not opened: no Chromium found on this machine";
  if (consumer.server) {
    const [program, ...words] = consumer.server as [string, ...string[]];
    return withServer(program, words, folder, (behind) => openTwice({ files: {}, behind }));
  }
  if (consumer.file) return verdictOnFile(join(folder, consumer.file));
  const page = join(folder, consumer.serve as string, consumer.page ?? "index.html");
  const files = siteFiles(join(folder, consumer.serve as string), existsSync(page) ? page : join(folder, "index.html"));
  return openTwice({ files: { ...packageFiles(), ...files } });
}

/** On a page that may share memory, and on one that may not. */
async function openTwice(site: Omit<Site, "isolated">): Promise<string> {
  const isolated = JSON.parse(await reportOf({ ...site, isolated: true })) as Trained;
  const alone = JSON.parse(await reportOf({ ...site, isolated: false })) as Trained;
  for (const [result, wanted] of [[isolated, true] as const, [alone, false] as const])
    if (result.isolated !== wanted) return `crossOriginIsolated is ${result.isolated} ${JSON.stringify(result)}`;
  const wrong = [verdictOnSums(isolated, 3), verdictOnSums(alone, 1)].find((verdict) => verdict !== "");
  return wrong ?? "same bits: isolated on 1, 2 and 3 threads; not isolated";
}

async function verdictOnFile(path: string): Promise<string> {
  const open = (server: string): string => `${pathToFileURL(path)}#${server}`;
  return verdictOnSums(JSON.parse(await reportOf({ files: {}, isolated: false, open })) as Trained, 1) || "same bits";
}

function verdictOnProgram({ runtime, script }: NonNullable<Consumer["program"]>, folder: string): string {
  const here: Runtime = { name: "Node", path: process.execPath, words: [] };
  const { path, words, missing } = runtimes.find(({ name }) => name === runtime) ?? here;
  if (missing !== undefined) return `not run: ${missing}`;
  const said = perform([path, ...words, script], folder);
  return verdictOnSums(JSON.parse(said) as Trained, 3) || "same bits on 1, 2 and 3 threads";
}

/** Empty where all is right. */
function verdictOnSums({ sums, error }: Trained, count: number): string {
  if (error !== undefined) return error;
  const isRight = sums?.length === count && sums.every((one) => one === sum);
  return isRight ? "" : `expected ${count} times ${sum}, got ${JSON.stringify(sums)}`;
}

function perform([program, ...words]: readonly string[], cwd: string): string {
  const options = { cwd, encoding: "utf8", env: environmentOf(cwd), timeout: PATIENCE_MS } as const;
  const { status, error, stdout, stderr } = spawnSync(program as string, words, options);
  if (status === 0) return stdout;
  throw new Error(`${program} ${words.join(" ")} ended with ${error?.message ?? status}:\n${stdout}${stderr}`);
}
