/**
 * Reads TypeScript as text, far enough to tell code from comments and strings, and to find what a file imports.
 * Not a parser: it trusts the source to compile.
 */

/** A specifier and the line it stands on, from 1. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** Everything `text` imports or re-exports: statically, for its types only, or by `import(...)`. */
export function importsOf(text: string): Import[] {
  const code = codeOf(text);
  const found: Import[] = [];
  for (const { index, 0: head } of code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(?=["'`])/g)) {
    const open = index + head.length;
    const close = code.indexOf(code[open] as string, open + 1);
    found.push({ specifier: text.slice(open + 1, close), line: lineOf(text, index) });
  }
  return found;
}

/** The number of the line that holds the character at `index`, from 1. */
export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/**
 * `text` with every character of a comment, string, template or regular expression blanked, quotes and line ends kept,
 * so positions stay. What stands in `${...}` is code and is kept.
 */
export function codeOf(text: string): string {
  const out = text.split("");
  const blank = (from: number, to: number): void => {
    for (let i = from; i < to; i++) if (out[i] !== "\n") out[i] = " ";
  };
  /** For each open template, how many braces are open in the code inside its `${`. */
  const templates: number[] = [];
  let i = 0;
  while (i < text.length) {
    const two = text.slice(i, i + 2);
    const one = text[i] as string;
    if (two === "//" || two === "/*") {
      const end = two === "//" ? text.indexOf("\n", i) : text.indexOf("*/", i + 2) + 2;
      const stop = end < 2 ? text.length : end;
      blank(i, stop);
      i = stop;
    } else if (one === '"' || one === "'") {
      const end = endOfQuoted(text, i, one);
      blank(i + 1, end);
      i = end + 1;
    } else if (one === "`" || (one === "}" && templates.at(-1) === 0)) {
      if (one === "}") templates.pop();
      const end = endOfTemplatePart(text, i + 1);
      blank(i + 1, end);
      if (text[end] === "$") templates.push(0);
      i = text[end] === "$" ? end + 2 : end + 1;
    } else if (one === "/" && startsRegExp(out, i)) {
      const end = endOfRegExp(text, i);
      blank(i + 1, end);
      i = end + 1;
    } else {
      const depth = templates.length - 1;
      if (depth >= 0 && one === "{") templates[depth] = (templates[depth] as number) + 1;
      if (depth >= 0 && one === "}") templates[depth] = (templates[depth] as number) - 1;
      i++;
    }
  }
  return out.join("");
}

function endOfQuoted(text: string, start: number, quote: string): number {
  let i = start + 1;
  while (i < text.length && text[i] !== quote) i += text[i] === "\\" ? 2 : 1;
  return i;
}

/** Where the text of a template stops: at its closing backtick or at the next `${`. */
function endOfTemplatePart(text: string, start: number): number {
  let i = start;
  while (i < text.length && text[i] !== "`" && text.slice(i, i + 2) !== "${") i += text[i] === "\\" ? 2 : 1;
  return i;
}

function endOfRegExp(text: string, start: number): number {
  let isInClass = false;
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "[") isInClass = true;
    else if (text[i] === "]") isInClass = false;
    else if (text[i] === "/" && !isInClass) return i;
  }
  return text.length;
}

/** After a value a slash divides; anywhere else it opens a regular expression. */
function startsRegExp(out: readonly string[], index: number): boolean {
  const before = out
    .slice(Math.max(0, index - 40), index)
    .join("")
    .trimEnd();
  return before === "" || /[([{},;=:!&|?+\-*%<>~^]$|\b(?:return|typeof|case|in|of|yield|await)$/.test(before);
}
