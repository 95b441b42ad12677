/** The tests of one group over instrumented texts; main.ts says which by the environment. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import type { Instrumented } from "./instrument.js";

const { WASMLP_MUTATION_TEXTS = "", WASMLP_MUTATION_TESTS = "" } = process.env;
const { texts } = JSON.parse(readFileSync(WASMLP_MUTATION_TEXTS, "utf8")) as Instrumented;

const config: ViteUserConfig = defineConfig({
  plugins: [
    {
      name: "mutants",
      enforce: "pre",
      load: (id) => texts[relative(process.cwd(), id.split("?")[0] as string)],
    },
  ],
  test: {
    include: WASMLP_MUTATION_TESTS.split(" "),
    setupFiles: ["test/reference.ts"],
    runner: "test/mutation/runner.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000,
    // Of what a mutant left undone.
    dangerouslyIgnoreUnhandledErrors: true,
    reporters: ["default"],
  },
});

export default config;
