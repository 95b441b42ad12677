/** The lab's own tests: in a real browser, from the built folder, apart from those of the package. */
import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Counted by .ci/run. */
const report = ["json", { outputFile: folder("../build/lab-test-results.json") }] as const;

const config: ViteUserConfig = defineConfig({
  test: {
    root: folder("."),
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    reporters: process.env.CI === "true" ? ["default", [...report]] : ["default"],
  },
});
export default config;
