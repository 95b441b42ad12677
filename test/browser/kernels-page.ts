/** The page of the agreement tests: loads each file, performs its tests, reports what came of all. */
import { enableReference } from "../../src/index.js";
import { hasRelaxedSimd } from "../../src/kernels/relaxed-module.js";
import { performTests, type TestResult } from "./page-suite.js";

/** What the page reports. */
export interface SuiteReport {
  readonly relaxed: boolean;
  readonly files: Readonly<Record<string, readonly TestResult[]>>;
}

/** Each file is loaded when it is its turn: what it declares at its top is its own. */
const FILES: Readonly<Record<string, () => Promise<unknown>>> = {
  "kernels/agreement": () => import("../kernels/agreement.test.js"),
  "kernels/exact": () => import("../kernels/exact.test.js"),
  "kernels/deep": () => import("../kernels/deep.test.js"),
  "kernels/shared-module": () => import("../kernels/shared-module.test.js"),
  "network/agreement": () => import("../network/agreement.test.js"),
};

const RELAXED: typeof FILES = {
  "kernels/relaxed": () => import("../kernels/relaxed.test.js"),
  "kernels/relaxed-paths": () => import("../kernels/relaxed-paths.test.js"),
};

async function report(): Promise<SuiteReport> {
  enableReference();
  const relaxed = hasRelaxedSimd();
  const files: Record<string, readonly TestResult[]> = {};
  for (const [name, load] of Object.entries(relaxed ? { ...FILES, ...RELAXED } : FILES)) {
    await load();
    files[name] = await performTests();
  }
  return { relaxed, files };
}

const text = await report().then(JSON.stringify, (error) => JSON.stringify({ error: `${error}\n${error?.stack}` }));
await fetch("/report", { method: "POST", body: text });
