/**
 * `npm run bench:browser`: the ceiling and the two networks in Chromium and in Node, which take turns.
 * `--quick` cuts the laps short, to see that all of it runs.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";
import { mnist } from "../../src/node/entry.js";
import { type Browser, browsers, versionOf } from "../../test/browser/browsers.js";
import { compileCeiling } from "../ceiling.js";
import { resultsName, thisCommit, thisMachine } from "../comparison/machine.js";
import type { Job, Visit } from "./page.js";
import { type BrowserResults, browserPage } from "./results.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { values: options } = parseArgs({ options: { quick: { type: "boolean" } } });
const isQuick = options.quick === true;
const rounds = isQuick ? 1 : 3;
const threads = [1, 2].filter((count) => count <= availableParallelism());
const job: Job = isQuick
  ? { threads, warmUp: 1, laps: 3, lapShare: 0.1 }
  : { threads, warmUp: 3, laps: 5, lapShare: 1 };

const chromium = browsers.find(({ name }) => name === "Chromium") as Browser;
if (!chromium.path) throw new Error("No Chromium found: install one, or name it in CHROMIUM.");
const { train } = await mnist.load();
const material = {
  pixels: train.features as Uint8Array,
  labels: train.labels as Uint8Array,
  ceiling: compileCeiling(),
};
const results: Visit[][] = [];
for (let round = 1; round <= rounds; round++) {
  console.log(`Round ${round} of ${rounds}: Chromium, then Node`);
  results.push([await inChromium(), inNode()]);
}
save();

async function inChromium(): Promise<Visit> {
  const script = buildSync({
    entryPoints: [`${root}bench/browser/page.ts`],
    bundle: true,
    format: "esm",
    write: false,
  }).outputFiles[0]?.text as string;
  const bytes = (content: Uint8Array) => ["application/octet-stream", content] as const;
  const report = await chromium.reportOf({
    isolated: true,
    files: {
      "/": ["text/html", html()],
      "/wasmlp.js": ["text/javascript", readFileSync(`${root}dist/browser.js`, "utf8")],
      "/page.js": ["text/javascript", script],
      "/pixels": bytes(material.pixels),
      "/labels": bytes(material.labels),
      "/ceiling": bytes(material.ceiling),
    },
  });
  const result = JSON.parse(report) as Visit | { readonly error: string };
  if ("error" in result) throw new Error(`the page: ${result.error}`);
  return result;
}

function html(): string {
  return `<!doctype html><title>wasmlp</title><script type="module">
import * as library from "/wasmlp.js";
import { visit } from "/page.js";
const read = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
const report = await (async () => {
  const material = { pixels: await read("/pixels"), labels: await read("/labels"), ceiling: await read("/ceiling") };
  return visit(library, material, ${JSON.stringify(job)});
})().catch((error) => ({ error: String(error) }));
await fetch("/report", { method: "POST", body: JSON.stringify(report) });
</script>`;
}

function inNode(): Visit {
  const folder = mkdtempSync(`${tmpdir()}/wasmlp-browser-`);
  try {
    for (const [name, content] of Object.entries(material)) writeFileSync(`${folder}/${name}`, content);
    const words = [
      `${root}node_modules/tsx/dist/cli.mjs`,
      `${root}bench/browser/in-node.ts`,
      folder,
      JSON.stringify(job),
    ];
    return JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" })) as Visit;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function save(): void {
  const date = new Date().toISOString().slice(0, 10);
  const machine = thisMachine();
  const found: BrowserResults = {
    date,
    commit: thisCommit(),
    machine,
    versions: { Node: process.versions.node, Chromium: versionOf(chromium) },
    isQuick,
    job,
    rounds: results.map(([browser, node]) => ({ browser: browser as Visit, node: node as Visit })),
  };
  const folder = `${root}${isQuick ? "build" : "bench/results"}`;
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/${resultsName(date, machine)}-browser`;
  const page = browserPage(found);
  writeFileSync(`${path}.json`, `${JSON.stringify(found, undefined, 2)}\n`);
  writeFileSync(`${path}.md`, page);
  console.log(`\n${page}\n${path}.md and .json`);
}
