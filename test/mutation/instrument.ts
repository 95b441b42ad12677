/**
 * Stryker's instrumenter over some files: every mutant sits in the text behind a switch, so that one program holds all
 * of them. Knows nothing of tests. Messages (string literals) are not mutated.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installPackages } from "../installed-packages.js";

/** Of the package's mutants what is used here; lines and columns count from 0. */
export interface Mutant {
  readonly id: string;
  readonly fileName: string;
  readonly mutatorName: string;
  readonly replacement: string;
  /** `Ignored`: of a kind that is not wanted, and not in the text. */
  readonly status?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** The texts with their switches, by path from the root, and what the switches choose between. */
export interface Instrumented {
  readonly texts: Readonly<Record<string, string>>;
  readonly mutants: readonly Mutant[];
}

interface SourceFile {
  readonly name: string;
  readonly content: string;
}

interface Instrumenter {
  instrument(
    files: readonly (SourceFile & { mutate: true })[],
    options: { plugins: null; excludedMutations: readonly string[]; ignorers: readonly never[] },
  ): Promise<{ files: readonly SourceFile[]; mutants: readonly Mutant[] }>;
}

/** Stryker counts the mutants that a line of a test meets here; the runner also stops what never ends. */
const COUNTER = "function cover() {";
const OUR_COUNTER = `${COUNTER}
    if (++ns.calls > ns.mostCalls) throw new Error("does not end");
    if (!ns.isRecording) return;`;

/** @throws Error where the package is not there and cannot be installed */
export async function instrument(root: string, paths: readonly string[]): Promise<Instrumented> {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const problem = installPackages(folder, "Stryker's instrumenter; about 20 MB");
  if (problem !== undefined) throw new Error(problem);
  const entry = `${folder}node_modules/@stryker-mutator/instrumenter/dist/src/index.js`;
  const { Instrumenter } = (await import(pathToFileURL(entry).href)) as {
    Instrumenter: new (logger: object) => Instrumenter;
  };
  const silent = new Proxy({}, { get: () => () => false });
  const sources = paths.map((name) => ({
    name,
    content: readFileSync(`${root}/${name}`, "utf8"),
    mutate: true as const,
  }));
  const options = { plugins: null, excludedMutations: ["StringLiteral"], ignorers: [] };
  const { files, mutants } = await new Instrumenter(silent).instrument(sources, options);
  return {
    texts: Object.fromEntries(files.map(({ name, content }) => [name, withOurCounter(name, content)])),
    mutants: mutants.filter(({ status }) => status !== "Ignored"),
  };
}

function withOurCounter(name: string, text: string): string {
  const parts = text.split(COUNTER);
  // A file of types and constants alone has no mutants and no counter.
  if (parts.length > 2) throw new Error(`${name}: expected "${COUNTER}" once, got it ${parts.length - 1} times`);
  return parts.join(OUR_COUNTER);
}
