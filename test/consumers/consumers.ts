/** Who takes the package, and how: what is built, and what is then opened or run. Plain data. */

export interface Consumer {
  readonly name: string;
  /** The package whose version is told; of test/consumers, or of test/consumers/next. */
  readonly tool?: string;
  /** The folder of test/consumers it is copied from. */
  readonly from: string;
  /** Commands of installed packages, in its folder, one after the other. */
  readonly build?: readonly (readonly string[])[];
  /** A folder whose files are served as they are. */
  readonly serve?: string;
  /** Served at `/` in place of index.html. */
  readonly page?: string;
  /** A command whose server is asked; the port follows it. */
  readonly server?: readonly string[];
  /** A page opened from disk. */
  readonly file?: string;
  /** A program for this Node, or another runtime. */
  readonly program?: { readonly runtime: "Node" | "Deno" | "Bun"; readonly script: string };
}

const esbuild = ["esbuild", "main.js", "--bundle", "--format=esm", "--outfile=dist/main.js", "--log-level=warning"];

export const CONSUMERS: readonly Consumer[] = [
  { name: "vite", tool: "vite", from: "app", build: [["vite", "build", "-l", "warn"]], serve: "dist" },
  { name: "vite-dev", tool: "vite", from: "app", server: ["vite", "--strictPort", "--port"] },
  {
    name: "webpack",
    tool: "webpack",
    from: "app",
    build: [["webpack", "--mode", "production", "--entry", "./main.js", "--output-path", "dist"]],
    serve: "dist",
  },
  {
    name: "next",
    tool: "next",
    from: "next",
    build: [["next", "build"]],
    server: ["next", "start", "-p"],
  },
  { name: "esbuild", tool: "esbuild", from: "app", build: [esbuild], serve: "dist" },
  {
    name: "rollup",
    tool: "rollup",
    from: "app",
    build: [["rollup", "main.js", "-p", "node-resolve", "-f", "es", "-d", "dist", "--failAfterWarnings"]],
    serve: "dist",
  },
  { name: "rolldown", tool: "rolldown", from: "app", build: [["rolldown", "main.js", "-d", "dist"]], serve: "dist" },
  { name: "script", from: "app", page: "without-bundler.html", serve: "." },
  {
    name: "from-disk",
    tool: "esbuild",
    from: "app",
    build: [[...esbuild.filter((word) => word !== "--format=esm"), "--format=iife"]],
    file: "from-disk.html",
  },
  { name: "worker-vite", tool: "vite", from: "worker", build: [["vite", "build", "-l", "warn"]], serve: "dist" },
  {
    name: "worker-esbuild",
    tool: "esbuild",
    from: "worker",
    build: [["esbuild", "main.js", "trainer.js", "--bundle", "--format=esm", "--outdir=dist", "--log-level=warning"]],
    serve: "dist",
  },
  {
    name: "typescript-bundler",
    tool: "typescript",
    from: "typescript",
    build: [["tsc", "-p", "bundler.json"], esbuild],
    serve: "dist",
  },
  {
    name: "typescript-nodenext",
    tool: "typescript",
    from: "typescript",
    build: [["tsc", "-p", "nodenext.json"]],
    program: { runtime: "Node", script: "main.js" },
  },
  { name: "node-import", from: "programs", program: { runtime: "Node", script: "import.mjs" } },
  { name: "node-require", from: "programs", program: { runtime: "Node", script: "require.cjs" } },
  { name: "deno", from: "programs", program: { runtime: "Deno", script: "import.mjs" } },
  { name: "bun", from: "programs", program: { runtime: "Bun", script: "import.mjs" } },
];
