import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/reference.ts"],
    testTimeout: 120_000,
    passWithNoTests: false,
    coverage: {
      include: ["src/**/*.ts"],
      exclude: ["src/kernels/wasm-binary.ts"],
      reporter: ["text", "html"],
    },
  },
});
