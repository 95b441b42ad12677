/** The packed package works for those who install it: from ESM, CommonJS, TypeScript, a bundler and the shell. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeText } from "../../src/kernels/binary-text.js";
import { WASM_TEXT } from "../../src/kernels/wasm-binary.js";
import { type InstalledPackage, installPackage, root } from "./installed-package.js";

/** Trains XOR and prints the probabilities, digit for digit. */
const trainXor = `
const data = dataset({ features: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]), width: 2, labels: [0, 1, 1, 0] });
const layers = [{ units: 8, activation: "tanh" as const }, { units: 2, activation: "softmax" as const }];
const model = new Mlp({ inputs: 2, layers, loss: "crossEntropy", seed: 1 });
await model.fit(data, { epochs: 200, batchSize: 4, optimizer: adam({ learningRate: 0.05 }) });
const rows = data.features;
`;
const print = `console.log(JSON.stringify([...model.predict(rows), ...model.predictProba(rows)]));\n`;
const asJavaScript = trainXor.replaceAll(" as const", "");

let stranger: InstalledPackage;
let predictions: string;

beforeAll(() => {
  stranger = installPackage();
  stranger.write("esm.mjs", `import { adam, dataset, Mlp } from "wasmlp";\n${asJavaScript}${print}`);
  predictions = stranger.node("esm.mjs");
}, 120_000);
afterAll(() => stranger?.remove());

describe("the tarball", () => {
  it("holds dist, the readme and the licence, and nothing else", () => {
    const files = stranger.packedFiles.filter((path) => !/^dist\/types\/.*\.d\.ts$/.test(path));
    const bundles = [
      "browser.js",
      "charts.js",
      "cli.js",
      "core.wasm",
      "node.js",
      "third-party-licenses.txt",
      "worker.js",
    ];
    const expected = [...bundles.map((name) => `dist/${name}`), "LICENSE", "README.md", "package.json"].sort();
    expect(files).toEqual(expected);
  });

  it("depends on nothing", () => {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(manifest.dependencies ?? manifest.peerDependencies ?? manifest.optionalDependencies).toBeUndefined();
  });

  it("inlines the very module it exports as core.wasm", () => {
    const hex = readFileSync(join(root, "dist", "core.wasm")).toString("hex");
    expect(Buffer.from(decodeText(WASM_TEXT)).toString("hex")).toBe(hex);
    for (const name of ["node", "browser", "cli"])
      expect(readFileSync(join(root, "dist", `${name}.js`), "utf8").includes(WASM_TEXT), name).toBe(true);
    const bytes = 'import { readFileSync } from "node:fs"; const url = import.meta.resolve("wasmlp/core.wasm");';
    stranger.write("core.mjs", `${bytes}\nprocess.stdout.write(readFileSync(new URL(url)).toString("hex"));`);
    expect(stranger.node("core.mjs")).toBe(hex);
  });
});

describe("in Node", () => {
  it("learns XOR by import", () => {
    expect(JSON.parse(predictions).slice(0, 4)).toEqual([0, 1, 1, 0]);
  });

  it("gives the same bits by require", () => {
    const head = 'const { adam, dataset, Mlp } = require("wasmlp");';
    stranger.write("commonjs.cjs", `${head}\n(async () => {${asJavaScript}${print}})();`);
    expect(stranger.node("commonjs.cjs")).toBe(predictions);
  });

  it("runs as a command", () => {
    const cli = join("node_modules", "wasmlp", "dist", "cli.js");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(stranger.node(cli, "--version").trim()).toBe(version);
    expect(readFileSync(join(stranger.folder, cli), "utf8").startsWith("#!/usr/bin/env node\n")).toBe(true);
    expect(readFileSync(join(stranger.folder, "node_modules", ".bin", "wasmlp"), "utf8").length).toBeGreaterThan(0);
  });
});

describe("in TypeScript", () => {
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, target: "es2022", types: [] };

  function compile(name: string, options: object, text: string): string {
    stranger.write(`${name}/index.ts`, text);
    const compilerOptions = { ...strict, rootDir: ".", outDir: "out", ...options };
    stranger.write(`${name}/tsconfig.json`, JSON.stringify({ compilerOptions, files: ["index.ts"] }));
    stranger.node(join(root, "node_modules", "typescript", "bin", "tsc"), "-p", name);
    return stranger.node(join(name, "out", "index.js"));
  }

  it("nodenext finds Node's types, complete without @types/node, and gives the same bits", () => {
    const head =
      'import { adam, dataset, loadModel, Mlp } from "wasmlp";\nloadModel satisfies (path: string) => unknown;';
    const declare = "declare const console: { log(text: string): void };";
    expect(compile("nodenext", { module: "nodenext" }, `${head}\n${declare}\n${trainXor}${print}`)).toBe(predictions);
  });

  it("a bundler's resolution finds the browser's types, complete without Node's", () => {
    const head = 'import { adam, dataset, Mlp, mnist } from "wasmlp";\nmnist.load satisfies unknown;';
    const noFiles =
      '// @ts-expect-error: V8 has its flags in Node alone\nimport { enableRevectorization as a } from "wasmlp";\nvoid a;';
    const options = { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"] };
    stranger.write("bundler/browser-only.ts", noFiles);
    // Node resolves the compiled import to its own half, which must agree in bits.
    expect(compile("bundler", options, `${head}\n${trainXor}${print}`)).toBe(predictions);
    const compilerOptions = { ...strict, ...options, noEmit: true };
    stranger.write("bundler/tsconfig.json", JSON.stringify({ compilerOptions, files: ["browser-only.ts"] }));
    stranger.node(join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "bundler");
  });
});

describe("in a browser's bundle", () => {
  it("names nothing of Node's", () => {
    const text = readFileSync(join(root, "dist", "browser.js"), "utf8");
    expect(text).not.toMatch(/["']node:|\brequire\s*\(|\bprocess\.|\bBuffer\b/);
  });

  async function bundled(text: string): Promise<Uint8Array> {
    stranger.write("app-size.js", text);
    const entryPoints = [join(stranger.folder, "app-size.js")];
    const options = { bundle: true, format: "esm", minify: true, platform: "browser", write: false } as const;
    const { outputFiles } = await build({ ...options, entryPoints });
    return outputFiles[0]?.contents as Uint8Array;
  }
  const gzippedBytes = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length;

  it("weighs less than 40 kB in an app that trains on MNIST, kernels and worker included", async () => {
    const app = await bundled('import { Mlp, mnist, sgd } from "wasmlp";\nglobalThis.app = [Mlp, mnist, sgd];');
    const bytes = gzippedBytes(app);
    const all = gzippedBytes(await bundled('import * as wasmlp from "wasmlp";\nglobalThis.app = { ...wasmlp };'));
    console.log(`an app that trains: ${bytes} bytes with gzip; one with every name: ${all}`);
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThan(40_000);
    expect(all).toBeLessThan(85_000);
    // Files and storage, references and other data sets are for those who ask.
    expect(Buffer.from(app).toString()).not.toMatch(/__metadata__|indexedDB|createElement|T-shirt/);
  });

  it("is taken by a bundler without a word of configuration and gives the same bits", async () => {
    stranger.write("app.js", `import { adam, dataset, Mlp } from "wasmlp";\n${asJavaScript}${print}`);
    const outfile = join(stranger.folder, "app.bundle.mjs");
    const entryPoints = [join(stranger.folder, "app.js")];
    const shared = { bundle: true, format: "esm", minify: true, platform: "browser", logLevel: "silent" } as const;
    const result = await build({ ...shared, entryPoints, outfile, metafile: true });
    expect(result.warnings).toEqual([]);
    expect(Object.keys(result.metafile.inputs).filter((path) => path.includes("wasmlp/dist/"))).toEqual([
      expect.stringContaining("wasmlp/dist/browser.js"),
    ]);
    expect(stranger.node("app.bundle.mjs")).toBe(predictions);
  });
});
