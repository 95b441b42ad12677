/** The tree keeps its rules; and the rules, tried on small made-up trees, can be broken. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { complaints, cycles } from "./architecture/rules.js";
import { codeOf, importsOf } from "./architecture/source-text.js";

const root = fileURLToPath(new URL("..", import.meta.url));

function readTree(): Map<string, string> {
  const tree = new Map<string, string>();
  for (const folder of ["assembly", "bench", "examples", "lab", "scripts", "src", "test"])
    for (const path of pathsBelow(folder)) tree.set(path, readFileSync(`${root}/${path}`, "utf8"));
  return tree;
}

/** Links are not followed: the lab's packages hold one to this very folder. */
function pathsBelow(folder: string): string[] {
  if (!existsSync(`${root}/${folder}`)) return [];
  return readdirSync(`${root}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ["node_modules", "dist", "fixtures"].includes(entry.name) ? [] : pathsBelow(path);
    return /\.(ts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

/** A file of src/ with a proper head. */
function only(path: string, code: string): Map<string, string> {
  return new Map([[path, `/** A file. */\n${code}\n`]]);
}

describe("the tree", () => {
  const tree = readTree();

  it("is found", () => {
    const paths = [...tree.keys()];
    expect(paths.filter((path) => path.startsWith("src/")).length).toBeGreaterThan(50);
    expect(paths.filter((path) => path.startsWith("assembly/")).length).toBeGreaterThan(10);
  });

  it("keeps the order of the tiers, the owners of outside words, names, lengths and heads, and has no import cycle", () => {
    expect(complaints(tree)).toEqual([]);
  });
});

describe("the rules of imports", () => {
  it.each([
    ["src/kernels/a.ts", 'import { b } from "../network/b.js";', "kernels may not import network"],
    ["src/network/a.ts", 'import type { B } from "../data/b.js";', "network may not import data"],
    ["src/network/a.ts", 'export { b } from "../models/b.js";', "network may not import models"],
    ["src/network/a.ts", 'const b = await import("../models/b.js");', "network may not import models"],
    ["src/network/a.ts", 'type B = import("../models/b.js").B;', "network may not import models"],
    ["src/network/a.ts", 'import {\n  b,\n} from "../data/b.js";', ":4: network may not import data"],
    ["src/network/a.ts", 'import { b } from "../kernels/wasm.js";', "network may import kernels/contract.ts only"],
    ["src/models/a.ts", 'import { b } from "../index.js";', "models may not import index.ts"],
    ["src/node/a.ts", 'import { b } from "../browser/b.js";', "node may not import browser"],
    ["src/browser/a.ts", 'import { b } from "../node/b.js";', "browser may not import node"],
    ["src/cli/a.ts", 'import { b } from "../browser/b.js";', "cli may not import browser"],
    ["src/data/a.ts", 'import { b } from "node:fs";', "data may not import node:fs"],
    ["src/browser/a.ts", 'import "node:fs";', "browser may not import node:fs"],
    ["src/network/a.ts", 'import { line } from "d3-shape";', "network may not import d3-shape"],
    ["src/network/a.ts", 'import { b } from "left-pad";', "network may not import left-pad"],
    ["src/network/a.ts", 'import json from "../../package.json" with { type: "json" };', "is in no tier"],
    ["src/plugins/a.ts", "", "plugins is in no tier"],
    ["assembly/a.ts", 'import { b } from "../src/errors";', "assembly may import assembly only"],
    ["examples/a.ts", 'import { b } from "../src/index.js";', 'a stranger imports "wasmlp"'],
  ])("%s may not say %s", (path, code, complaint) => {
    expect(complaints(only(path, code))).toEqual([expect.stringContaining(complaint)]);
  });

  it.each([
    ["src/network/a.ts", 'import type { Kernels } from "../kernels/contract.js";'],
    ["src/memory/a.ts", 'import { createWasmKernels } from "../kernels/wasm.js";'],
    ["src/node/a.ts", 'import { b } from "node:fs";\nexport * from "../index.js";'],
    ["src/cli/a.ts", 'import json from "../../package.json" with { type: "json" };'],
    ["src/network/a.ts", '// import { b } from "../models/b.js";\nconst text = `import x from "node:fs"`;'],
    ["assembly/a.ts", 'import { b } from "./b";'],
    ["examples/a.ts", 'import { Mlp } from "wasmlp";'],
    ["bench/a.ts", 'import { b } from "../src/index.js";'],
  ])("%s may say %s", (path, code) => {
    expect(complaints(only(path, code))).toEqual([]);
  });

  it("find cycles, through types too", () => {
    const tree = new Map([
      ["src/network/a.ts", '/** A. */\nimport { b } from "./b.js";'],
      ["src/network/b.ts", '/** B. */\nimport type { C } from "./c.js";'],
      ["src/network/c.ts", '/** C. */\nimport { a } from "./a.js";'],
    ]);
    expect(cycles(tree)).toEqual([["src/network/a.ts", "src/network/b.ts", "src/network/c.ts", "src/network/a.ts"]]);
    expect(complaints(tree)).toHaveLength(1);
  });
});

describe("the rules of the lab", () => {
  it.each([
    ["lab/src/state/a.ts", 'import { b } from "../views/b.js";', "state may not import ../views/b.js"],
    ["lab/src/training/a.ts", 'import { b } from "../pages/b/c.js";', "training may not import ../pages/b/c.js"],
    ["lab/src/views/a.ts", 'import { b } from "wasmlp";', "views may not import wasmlp"],
    ["lab/src/pages/b/a.ts", 'import { b } from "uplot";', "pages may not import uplot"],
    ["lab/src/training/a.ts", 'import { b } from "left-pad";', "training may not import left-pad"],
    ["lab/src/odds/a.ts", "", "odds is in no tier of the lab"],
    ["lab/src/views/a.ts", 'import { b } from "../../../src/index.js";', 'a stranger imports "wasmlp"'],
  ])("refuse %s: %s", (path, code, why) => {
    expect(complaints(only(path, code)).join("\n")).toContain(why);
  });

  it.each([
    ["lab/src/training/a.ts", 'import { b } from "wasmlp";\nimport { c } from "../state/c.js";'],
    ["lab/src/views/controls/a.ts", 'import { b } from "uplot";\nimport { c } from "../c.js";'],
    ["lab/src/pages/b/a.ts", 'import { c } from "../../views/c.js";\nimport "./a.css";'],
  ])("allow %s: %s", (path, code) => {
    expect(complaints(only(path, code))).toEqual([]);
  });
});

describe("the rules of words", () => {
  it.each([
    ["src/network/a.ts", "new WebAssembly.Memory({ initial: 1 });"],
    ["src/models/a.ts", 'new Worker("");'],
    ["src/node/a.ts", 'console.log("");'],
    ["src/training/a.ts", "process.exit();"],
    ["src/random/a.ts", "Math.random();"],
    ["src/node/a.ts", "Date.now();"],
    ["src/training/a.ts", "Math.exp(1);"],
    ["src/training/a.ts", "const { exp } = Math;"],
    ["src/training/a.ts", "x ** y;"],
    ["src/training/a.ts", "x ** 0.5;"],
    ["src/training/a.ts", "x **= y;"],
    ["src/training/a.ts", `\`about \${Math.exp(1)} of \${\`\${x}\`}\`;`],
  ])("%s may not say %s", (path, code) => {
    expect(complaints(only(path, code))).toHaveLength(1);
  });

  it.each([
    ["src/memory/a.ts", "new WebAssembly.Memory({ initial: 1 });"],
    ["src/cli/a.ts", 'console.log("");\nprocess.exit();'],
    ["src/node/a.ts", "process.env;"],
    ["src/kernels/reference-math.ts", "Math.exp(1);"],
    ["src/report/a.ts", "Math.log10(1);\n10 ** -digits;"],
    ["src/training/a.ts", "Math.sqrt(x) * Math.fround(1) + Math.PI;\nx ** 2;\n2 ** -149;"],
    ["src/training/a.ts", '// Math.exp\nconst text = "Date.now() in console"; const quote = /["\'`]/; /* process */'],
    ["src/training/a.ts", `const half = a / 2; const rest = b / 3; text.replace(/Date/g, \`Math.exp \${half}\`);`],
  ])("%s may say %s", (path, code) => {
    expect(complaints(only(path, code))).toEqual([]);
  });
});

describe("the rules of files", () => {
  it("ask for a comment at the top of src and assembly", () => {
    expect(complaints(new Map([["src/data/a.ts", "export const a = 1;\n"]]))).toHaveLength(1);
    expect(complaints(new Map([["assembly/a.ts", "export const a = 1;\n"]]))).toHaveLength(1);
    expect(complaints(new Map([["test/a.test.ts", "const a = 1;\n"]]))).toEqual([]);
  });

  it("end a file at 300 lines", () => {
    const lines = (count: number): string => "// A line.\n".repeat(count);
    expect(complaints(new Map([["src/data/a.ts", lines(300)]]))).toEqual([]);
    expect(complaints(new Map([["src/data/a.ts", lines(301)]]))).toHaveLength(1);
    expect(complaints(new Map([["src/kernels/wasm-binary.ts", lines(301)]]))).toEqual([]);
  });

  it.each(["utils", "helpers", "common", "types", "misc", "camelCase", "snake_case", "Capital"])(
    "refuse %s",
    (name) => {
      expect(complaints(only(`src/data/${name}.ts`, ""))).toHaveLength(1);
    },
  );
});

describe("the reader of sources", () => {
  it("blanks what is not code and keeps every position", () => {
    const text = `const a = "b//c"; // d\nconst e = \`f \${g /* h */} i\`; const j = k / l, m = /[/"]/;\n`;
    const code = `const a = "    ";     \nconst e = \`  \${g        }  \`; const j = k / l, m = /    /;\n`;
    expect(codeOf(text)).toBe(code);
  });

  it("tells the imports of a file and their lines", () => {
    const text =
      'import a from "a";\nimport "b";\nexport * from "c";\nlet d = import("d");\n// import "e"\nlet f = "from";\n';
    expect(importsOf(text)).toEqual([
      { specifier: "a", line: 1 },
      { specifier: "b", line: 2 },
      { specifier: "c", line: 3 },
      { specifier: "d", line: 4 },
    ]);
  });
});
