/**
 * The settings of a page as the end of an address, `#digits?seed=123&rate=0.1`, and back. Every setting is written, the
 * initial ones too: a link means the same when the initial values have changed. Pure; knows no document.
 */
import type { Field } from "./fields.js";

/** The fields of a page, by the names of its settings. */
export type Schema<S> = { readonly [K in keyof S]: Field<S[K]> };

/** Which page an address names, and what it says of its settings. */
export interface Route {
  /** Empty where the address names none. */
  readonly page: string;
  readonly query: string;
}

/** What a link says; a person's mistakes in it cost no more than themselves. */
export interface ReadSettings<S> {
  readonly settings: S;
  /** What could not be read, one sentence each. */
  readonly problems: readonly string[];
}

/** `#digits?seed=1` */
export function writeRoute({ page, query }: Route): string {
  return `#${page}${query === "" ? "" : `?${query}`}`;
}

export function readRoute(hash: string): Route {
  const text = hash.replace(/^#/, "");
  const mark = text.indexOf("?");
  return mark < 0 ? { page: text, query: "" } : { page: text.slice(0, mark), query: text.slice(mark + 1) };
}

export function initialSettings<S extends object>(schema: Schema<S>): S {
  return Object.fromEntries(keysOf(schema).map((key) => [key, schema[key].initial])) as S;
}

/** `seed=1&rate=0.1`, in the schema's order; commas stay legible. */
export function writeSettings<S extends object>(schema: Schema<S>, settings: S): string {
  return keysOf(schema)
    .map((key) => `${String(key)}=${encodeURIComponent(schema[key].write(settings[key])).replaceAll("%2C", ",")}`)
    .join("&");
}

/** Settings a link does not name, or names wrongly, are the initial ones. */
export function readSettings<S extends object>(schema: Schema<S>, query: string): ReadSettings<S> {
  const settings = initialSettings(schema);
  const problems: string[] = [];
  for (const [name, text] of new URLSearchParams(query)) {
    const key = name as keyof S;
    if (!Object.hasOwn(schema, name)) {
      problems.push(`${name}: this page has no such setting.`);
      continue;
    }
    const field = schema[key];
    const value = field.read(text);
    if (value === undefined)
      problems.push(`${name}: expected ${field.expected}, got “${clip(text)}”; ${field.write(field.initial)} it is.`);
    else settings[key] = value;
  }
  return { settings, problems };
}

function keysOf<S extends object>(schema: Schema<S>): (keyof S)[] {
  return Object.keys(schema) as (keyof S)[];
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
