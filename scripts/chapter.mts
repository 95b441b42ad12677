/**
 * The chapter's pages against the examples: the code they show is in the files, the lines they quote are printed, the
 * figures they show are those that are drawn. A block of code names its file after the language: ```ts examples/name.ts.
 * In quoted output, … stands for anything within a line, and a line of … alone for any number of lines.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the project. */
export const root: string = fileURLToPath(new URL("..", import.meta.url));

const chapter = join(root, "docs", "chapter");
const figures = join(chapter, "figures");

/** Figures that show times: they come out otherwise in every run. */
export const timedFigures: readonly string[] = ["convergence-time.svg"];

/** Those that need what another leaves behind come after it. */
const after: Readonly<Record<string, string>> = { evaluating: "training" };

/** Every example, in an order in which they can be run. */
export function exampleNames(): string[] {
  const names = readdirSync(join(root, "examples"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.slice(0, -3))
    .sort();
  const late = names.filter((name) => name in after);
  return [...names.filter((name) => !(name in after)), ...late];
}

/** What an example prints; figures go to `folder`. Throws where it fails. */
export function runExample(name: string, folder: string): string {
  const tsx = join(root, "node_modules", "tsx", "dist", "cli.mjs");
  const words = [tsx, join("examples", `${name}.ts`), folder];
  return execFileSync(process.execPath, words, { cwd: root, encoding: "utf8" });
}

/** Names of the figures in a folder. */
export function drawnFigures(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".svg"))
        .sort()
    : [];
}

/** Figures of the chapter that are not, byte for byte, those drawn into `folder`, or that no example draws. */
export function figureComplaints(folder: string): string[] {
  const drawn = drawnFigures(folder);
  const kept = drawnFigures(figures);
  const read = (place: string, name: string) => readFileSync(join(place, name), "utf8");
  const stale = kept.filter(
    (name) => drawn.includes(name) && !timedFigures.includes(name) && read(folder, name) !== read(figures, name),
  );
  return [
    ...stale.map((name) => `docs/chapter/figures/${name}: expected what the examples draw; npm run examples`),
    ...kept.filter((name) => !drawn.includes(name)).map((name) => `docs/chapter/figures/${name}: no example draws it`),
    ...drawn.filter((name) => !kept.includes(name)).map((name) => `${name}: drawn, but not in docs/chapter/figures`),
  ];
}

/** Blocks of code and quoted lines that are not in the examples' files or `outputs` (by name), and figures not shown. */
export function pageComplaints(outputs: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const shown = new Set<string>();
  for (const page of readdirSync(chapter).filter((name) => name.endsWith(".md"))) {
    const text = readFileSync(join(chapter, page), "utf8");
    for (const [, figure] of text.matchAll(/\(figures\/([\w-]+\.svg)\)/g)) shown.add(figure as string);
    for (const { language, name, code } of exampleBlocks(text)) {
      const first = `docs/chapter/${page}: ${JSON.stringify(code.split("\n")[0])} …`;
      const source = join(root, "examples", `${name}.ts`);
      if (!existsSync(source)) found.push(`${first}: there is no examples/${name}.ts`);
      else if (language === "ts" && !readFileSync(source, "utf8").includes(code))
        found.push(`${first}: not in examples/${name}.ts`);
      else if (language === "text" && !isPrinted(code, outputs.get(name) ?? code))
        found.push(`${first}: not what examples/${name}.ts prints`);
    }
  }
  const hidden = drawnFigures(figures).filter((name) => !shown.has(name));
  return [...found, ...hidden.map((name) => `docs/chapter/figures/${name}: no page shows it`)];
}

/** Blocks that name an example, each with its text. */
export function exampleBlocks(text: string): { language: string; name: string; code: string }[] {
  return Array.from(text.matchAll(/^```(\w+) examples\/([\w-]+)\.ts\n(.*?)\n```$/gms), (block) => {
    const [, language, name, code] = block as unknown as [string, string, string, string];
    return { language, name, code };
  });
}

/** Whether quoted lines are lines of the output, in order. */
export function isPrinted(quoted: string, output: string): boolean {
  const lines = quoted
    .split("\n")
    .map((line) =>
      /^\s*…$/.test(line) ? "(?:.*\n)*?" : `${line.trimEnd().split("…").map(escapePattern).join(".*")}[^\\S\n]*\n`,
    );
  return new RegExp(`^${lines.join("")}`, "m").test(`${output.trimEnd()}\n`);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
