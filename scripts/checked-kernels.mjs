// How tests get the debug build: test/kernels/checked.ts in the place of src/memory/guard.ts, for the tests themselves
// and inside of workers. Two plugins, vitest's and esbuild's.
import { join } from "node:path";
import { workerModule } from "./build-workers.mjs";
import { root } from "./root.mjs";

const checked = join(root, "test", "kernels", "checked.ts");
const guard = /\/guard\.js$/;
const workerSource = /\/src\/(node|browser)\/worker-source\.ts$/;

const inWorkers = {
  name: "checked-kernels",
  setup({ onResolve }) {
    onResolve({ filter: guard }, () => ({ path: checked }));
  },
};

export function checkedKernels() {
  return {
    name: "checked-kernels",
    enforce: "pre",
    resolveId: (source) => (guard.test(source) ? checked : undefined),
    load(id) {
      const host = workerSource.exec(id)?.[1];
      return host && workerModule(host, [inWorkers]);
    },
  };
}
