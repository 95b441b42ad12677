/** How vite builds the lab: relative addresses, so that any folder of any server can hold it; the worker that keeps it. */
import type { Plugin, UserConfig } from "vite";

const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const config: UserConfig = {
  base: "./",
  worker: { format: "es" },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ["index.html", "src/service-worker.ts"],
      output: {
        entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: { headers: isolation },
  plugins: [offlineFiles()],
};
export default config;

/** Files of public/ that are kept, beside the data. */
const PUBLIC = ["favicon.svg", "modules/ceiling.wasm", "modules/core.wasm"];

/** Tells the service worker what was built: the files to keep. A change of any of them is a change of the worker. */
function offlineFiles(): Plugin {
  return {
    name: "offline-files",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const names = Object.keys(bundle).filter((name) => name !== "service-worker.js");
      const worker = bundle["service-worker.js"];
      if (worker?.type !== "chunk") throw new Error("expected a service worker in the bundle, got none");
      const files = JSON.stringify([...new Set(["./", ...PUBLIC, ...names])].sort());
      if (!worker.code.includes("__OFFLINE_FILES__")) throw new Error("the service worker does not name its files");
      worker.code = worker.code.replace("__OFFLINE_FILES__", () => files);
    },
  };
}
