/**
 * Runs every example, one after the other, and fails if one fails.
 *   npm run examples              docs/chapter/figures becomes what they drew (one with times is kept)
 *   npm run examples -- --check   compares instead: the figures, and what the chapter's pages quote
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  drawnFigures,
  exampleNames,
  figureComplaints,
  pageComplaints,
  root,
  runExample,
  timedFigures,
} from "./chapter.mjs";

const isCheck = process.argv.includes("--check");
const folder = mkdtempSync(join(tmpdir(), "wasmlp-examples-"));
const began = performance.now();
try {
  const { outputs, complaints } = runAll();
  if (!isCheck) for (const name of drawnFigures(folder)) keepFigure(name);
  complaints.push(...figureComplaints(folder), ...pageComplaints(outputs));
  for (const complaint of complaints) console.error(complaint);
  const seconds = secondsSince(began);
  console.log(`${outputs.size} examples in ${seconds} s, ${complaints.length === 0 ? "all well" : "not all well"}`);
  process.exitCode = complaints.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What each printed, and what went wrong. */
function runAll(): { outputs: Map<string, string>; complaints: string[] } {
  const outputs = new Map<string, string>();
  const complaints: string[] = [];
  for (const name of exampleNames()) {
    const start = performance.now();
    try {
      outputs.set(name, runExample(name, folder));
      console.log(`ok      examples/${name}.ts, ${secondsSince(start)} s`);
    } catch (error) {
      complaints.push(`examples/${name}.ts: ${(error as Error).message}`);
      console.log(`failed  examples/${name}.ts, ${secondsSince(start)} s`);
    }
  }
  return { outputs, complaints };
}

function keepFigure(name: string): void {
  const figures = join(root, "docs/chapter/figures");
  mkdirSync(figures, { recursive: true });
  const place = join(figures, name);
  if (!(timedFigures.includes(name) && existsSync(place))) copyFileSync(join(folder, name), place);
}

function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}
