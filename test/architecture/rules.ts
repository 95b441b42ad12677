/**
 * The rules of the tree, as plain functions from the text of files to complaints: which folder may import which, who
 * owns which outside word, what a file is called and how long it is. Why: docs/decisions/0001-tiers.md.
 */
import { codeOf, importsOf, lineOf } from "./source-text.js";

/** Files by path from the root, with forward slashes. */
export type Tree = ReadonlyMap<string, string>;

/** Lowest first: a tier imports itself and tiers before it. Hosts share a tier and do not import each other. */
const TIERS: readonly (readonly string[])[] = [
  ["errors.ts"],
  ["kernels"],
  ["memory"],
  ["random"],
  ["network"],
  ["data"],
  ["evaluation"],
  ["threads"],
  ["training"],
  ["formats"],
  ["models"],
  ["selection"],
  ["report"],
  ["index.ts", "charts.ts"],
  ["node", "browser"],
  ["cli"],
];

/** The same for the folders and files of lab/src. */
const LAB_TIERS: readonly (readonly string[])[] = [
  ["state", "styles"],
  ["training"],
  ["views"],
  ["pages"],
  ["shell.ts", "offline.ts", "service-worker.ts"],
  ["main.ts"],
];
/** Of the lab, training alone has the library; views draw. The page's thread stays free. */
const LAB_PACKAGE_OWNERS: Readonly<Record<string, string>> = {
  wasmlp: "training",
  uplot: "views",
  "uplot/dist/uPlot.min.css": "views",
};

/** Importing a package is what the named folders alone may do; a package that is not named may not be imported. */
const PACKAGE_OWNERS: Readonly<Record<string, readonly string[]>> = {
  "@assemblyscript/loader": ["kernels"],
  commander: ["cli"],
  "d3-scale": ["report"],
  "d3-shape": ["report"],
  "fast-png": ["node"],
};

/** What a word of code is called in a complaint, how it is found, and the folders or files that may say it. */
const WORD_OWNERS: readonly (readonly [string, RegExp, readonly string[]])[] = [
  ["WebAssembly", /\bWebAssembly\b/g, ["kernels", "memory", "browser/loader.ts"]],
  ["new Worker", /\bnew\s+(?:Shared)?Worker\b/g, ["node/threads.ts", "browser/threads.ts"]],
  ["console", /(?<![.\w])console\b(?!\s*:)/g, ["cli"]],
  ["process", /(?<![.\w])process\b(?!\s*[:?])/g, ["node", "cli"]],
  ["Math.random", /\bMath\s*\.\s*random\b/g, []],
  ["Date", /\bDate\b/g, []],
  // Of Math, what ECMAScript defines to the last bit. Engines may differ in the rest, and so would trained weights.
  [
    "a function of Math that engines may round differently",
    /\bMath\b(?!\s*\.\s*(?:abs|ceil|clz32|floor|fround|imul|max|min|random|round|sign|sqrt|trunc|E|LN2|LN10|LOG2E|LOG10E|PI|SQRT1_2|SQRT2)\b)/g,
    ["kernels/reference-math.ts", "report", "cli"],
  ],
  ["** with an exponent that is no whole number", /\*\*=?(?!\s*-?\d+(?![.\w]))/g, ["report", "cli"]],
];

/**
 * Only the memory chooses between the implementations of the kernels; whoever else imports `kernels/` sees the contract,
 * the command line also its description, which would be a burden to the bundles of the library.
 */
const IMPLEMENTATIONS = /^src\/kernels\/(?!contract\.ts$)/;
const DESCRIPTION = "src/kernels/specs.ts";

const MAX_LINES = 300;
const EMPTY_NAMES: readonly string[] = ["utils", "util", "helpers", "helper", "common", "types", "misc", "shared"];
const GENERATED: readonly string[] = [
  "src/kernels/wasm-binary.ts",
  "src/node/worker-source.ts",
  "src/browser/worker-source.ts",
];

/** Every rule over every file; one line a violation. */
export function complaints(tree: Tree): string[] {
  const found: string[] = [];
  for (const [path, text] of tree) {
    found.push(...nameComplaints(path));
    if (GENERATED.includes(path)) continue;
    found.push(...shapeComplaints(path, text));
    if (path.startsWith("src/")) found.push(...importComplaints(path, text), ...wordComplaints(path, text));
    else found.push(...assemblyComplaints(path, text), ...strangerComplaints(path, text), ...labComplaints(path, text));
  }
  found.push(...cycles(tree).map((cycle) => `import cycle: ${cycle.join(" -> ")}`));
  return found;
}

/** The folder of src/ a path is in, or the file itself at the top. */
function folderOf(path: string): string {
  return path.split("/")[1] ?? "";
}

function tierOf(folder: string): number {
  return TIERS.findIndex((tier) => tier.includes(folder));
}

function importComplaints(path: string, text: string): string[] {
  const own = folderOf(path);
  if (tierOf(own) < 0) return [`${path}: ${own} is in no tier; give it a place in the order`];
  return importsOf(text).flatMap(({ specifier, line }) => {
    const complaint = importComplaint(path, own, specifier);
    return complaint === undefined ? [] : [`${path}:${line}: ${complaint}`];
  });
}

function importComplaint(path: string, own: string, specifier: string): string | undefined {
  if (specifier.startsWith("node:"))
    return own === "node" || own === "cli" ? undefined : `${own} may not import ${specifier}; node and cli may`;
  if (!specifier.startsWith(".")) {
    const owners = PACKAGE_OWNERS[specifier] ?? [];
    return owners.includes(own) ? undefined : `${own} may not import ${specifier}`;
  }
  const target = resolveImport(path, specifier);
  if (target === "package.json" && own === "cli") return undefined;
  const other = folderOf(target);
  if (!target.startsWith("src/") || tierOf(other) < 0) return `${specifier} is in no tier`;
  if (other === own) return undefined;
  if (tierOf(other) >= tierOf(own) || (own === "cli" && other === "browser")) return `${own} may not import ${other}`;
  if (own === "cli" && target === DESCRIPTION) return undefined;
  if (IMPLEMENTATIONS.test(target) && own !== "memory") return `${own} may import kernels/contract.ts only`;
  return undefined;
}

function wordComplaints(path: string, text: string): string[] {
  const code = codeOf(text);
  const inside = path.slice("src/".length);
  return WORD_OWNERS.filter(([, , owners]) => !owners.some((owner) => inside === owner || folderOf(path) === owner))
    .flatMap(([word, pattern]) => Array.from(code.matchAll(pattern), ({ index }) => ({ word, index })))
    .map(({ word, index }) => `${path}:${lineOf(text, index)}: ${word}, which is not this file's to say`);
}

function assemblyComplaints(path: string, text: string): string[] {
  if (!path.startsWith("assembly/")) return [];
  return importsOf(text)
    .filter(({ specifier }) => !/^\.\/[^/]+$/.test(specifier))
    .map(({ specifier, line }) => `${path}:${line}: assembly may import assembly only, not ${specifier}`);
}

/** Examples and the lab use the package as its users do. */
function strangerComplaints(path: string, text: string): string[] {
  if (!/^(examples|lab)\//.test(path)) return [];
  return importsOf(text)
    .filter(({ specifier }) => /^(wasmlp\/)?(src|dist)\//.test(resolveImport(path, specifier)))
    .map(({ specifier, line }) => `${path}:${line}: a stranger imports "wasmlp", not ${specifier}`);
}

function labComplaints(path: string, text: string): string[] {
  if (!path.startsWith("lab/src/")) return [];
  const tierIn = (other: string): number => LAB_TIERS.findIndex((tier) => tier.includes(other.split("/")[2] ?? ""));
  const folder = path.split("/")[2] as string;
  if (tierIn(path) < 0) return [`${path}: ${folder} is in no tier of the lab; give it a place in the order`];
  return importsOf(text).flatMap(({ specifier, line }) => {
    const target = resolveImport(path, specifier);
    const isInside = target.startsWith("lab/src/");
    const isAllowed = isInside
      ? target.split("/")[2] === folder || tierIn(target) < tierIn(path)
      : LAB_PACKAGE_OWNERS[specifier] === folder;
    if (isInside && tierIn(target) < 0) return [`${path}:${line}: ${specifier} is in no tier of the lab`];
    return isAllowed ? [] : [`${path}:${line}: of the lab, ${folder} may not import ${specifier}`];
  });
}

function nameComplaints(path: string): string[] {
  const name = (path.split("/").at(-1) as string).replace(/\.(test\.)?\w+$/, "");
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return [`${path}: expected a name in kebab-case`];
  return EMPTY_NAMES.includes(name) ? [`${path}: the name says nothing of what is inside`] : [];
}

function shapeComplaints(path: string, text: string): string[] {
  const lines = text.trimEnd().split("\n").length;
  const found = lines > MAX_LINES ? [`${path}: ${lines} lines; at ${MAX_LINES} a file holds two ideas`] : [];
  const needsHead = /^(src|assembly|lab)\//.test(path);
  if (needsHead && !/^\/[/*]/.test(text)) found.push(`${path}: expected a comment at the top that says what it is`);
  return found;
}

/** Import cycles, type imports included, each once and starting at its first path in order. */
export function cycles(tree: Tree): string[][] {
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path]);
    if (start >= 0 || done.has(path)) return;
    for (const { specifier } of importsOf(tree.get(path) ?? "")) {
      const target = resolveImport(path, specifier);
      if (tree.has(target)) visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of [...tree.keys()].sort()) visit(path, []);
  return found;
}

/** The path a relative specifier means; a package's name as it is. */
function resolveImport(from: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/"))
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  const path = parts.join("/").replace(/\.js$/, ".ts");
  return path.startsWith("assembly/") && !path.endsWith(".ts") ? `${path}.ts` : path;
}
