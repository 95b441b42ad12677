/** Elements made in one expression: tag, attributes, children. The only maker of elements; knows no page. */

/** Attributes as they are written; `class`, `data-…` and `aria-…` alike. False and undefined leave one out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | string | undefined;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function svgElement(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const made = document.createElementNS(SVG, tag) as SVGElement;
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

/** Writes only what differs: a live page asks for the same text many times a second. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** A name no other element has, for labels and descriptions. */
export function freshId(stem: string): string {
  made += 1;
  return `${stem}-${made}`;
}

let made = 0;

function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) target.setAttribute(name, value === true ? "" : String(value));
}

function append(target: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== undefined) target.append(child);
}
