/** A strict reader of markup written as XML: tags balance, attributes are quoted and unique, text is escaped. */

/** What is wrong with the text, the first fault only; `undefined` when nothing is. */
export function faultIn(markup: string): string | undefined {
  const text = markup.replace(/^<!DOCTYPE html>\n/, "");
  const open: string[] = [];
  const ids = new Set<string>();
  let at = 0;
  for (const match of text.matchAll(/<[^>]*>/g)) {
    const fault = faultInText(text.slice(at, match.index)) ?? faultInTag(match[0], open, ids);
    if (fault) return fault;
    at = match.index + match[0].length;
  }
  return faultInText(text.slice(at)) ?? (open.length > 0 ? `unclosed ${open.join(" ")}` : undefined);
}

function faultInText(text: string): string | undefined {
  if (/[<>]/.test(text)) return `bare bracket in ${JSON.stringify(text.slice(0, 60))}`;
  const loose = text.match(/&(?!(amp|lt|gt|quot|#39);)/);
  return loose ? `bare ampersand in ${JSON.stringify(text.slice(0, 60))}` : undefined;
}

function faultInTag(tag: string, open: string[], ids: Set<string>): string | undefined {
  const closing = tag.match(/^<\/([a-zA-Z][\w-]*)>$/);
  if (closing) {
    const expected = open.pop();
    return expected === closing[1] ? undefined : `${tag} where </${expected}> was expected`;
  }
  const opening = tag.match(/^<([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>$/);
  if (!opening) return `malformed tag ${tag.slice(0, 80)}`;
  const names = new Set<string>();
  for (const [, name, value] of (opening[2] as string).matchAll(/\s+([\w:-]+)="([^"]*)"/g)) {
    if (names.has(name as string)) return `${name} twice in ${tag}`;
    names.add(name as string);
    if (name === "id" && ids.has(value as string)) return `id ${value} twice`;
    if (name === "id") ids.add(value as string);
    const fault = faultInText(value as string);
    if (fault) return fault;
  }
  if (opening[3] === "") open.push(opening[1] as string);
  return undefined;
}
