import { defineConfig } from "vitest/config";
import { checkedKernels } from "./scripts/checked-kernels.mjs";

const ALL = ["test/**/*.test.ts"];
/** Runs where nothing is counted: on pages, in workers, in processes of the command line. Tests of their own see to it. */
const UNCOUNTED = [
  "src/browser/**",
  "src/threads/{serve,private-job}.ts",
  "src/*/worker-*.ts",
  "src/cli/{main,node-host}.ts",
];
/** Where the debug build, which checks every call of a kernel, runs beside the ordinary one. */
const CHECKED = ["test/memory/guard.test.ts", "test/network/*.test.ts", "test/threads/threads.test.ts"];

export default defineConfig(({ mode }) => {
  const isCounted = mode === "coverage";
  const env = isCounted ? { WASMLP_COUNTED: "true" } : {};
  const plain = { extends: true, test: { name: "wasmlp", include: ALL, env } } as const;
  const checked = (include: string[]) =>
    ({
      extends: true,
      plugins: [checkedKernels()],
      test: { name: "checked", include, env: { WASMLP_KERNELS: "checked" } },
    }) as const;
  return {
    test: {
      setupFiles: ["test/reference.ts"],
      testTimeout: mode === "checked" ? 600_000 : 120_000,
      passWithNoTests: false,
      maxWorkers: 2,
      coverage: {
        include: ["src/**/*.ts"],
        exclude: ["lab/**", "src/kernels/wasm-binary.ts", ...UNCOUNTED],
        reporter: ["text", "html"],
        thresholds: { lines: 95, branches: 95 },
        reportOnFailure: true,
      },
      // `--mode checked` (npm run test:debug) checks in all tests, and inside of workers too.
      projects: mode === "checked" ? [checked(ALL)] : [plain, checked(CHECKED)],
    },
  };
});
