/**
 * A JSON file that a run left behind, read field by field: it may have been changed, cut short or written by something
 * else. Whatever is not as it should be is refused by file and field. Knows nothing of what the fields mean.
 */

import { invalidFile, WasmlpError } from "../errors.js";
import { readFileBytes } from "../node/files.js";
import { parseSavedJson } from "./saved-json.js";

/** Ample for a hundred thousand fits or a million epochs. */
const maxBytes = 2 ** 28;

/** One object of the file. Every method throws WasmlpError `invalid-file` for a field that is missing or another. */
export class SavedFields {
  readonly file: string;
  readonly #place: string;
  readonly #fields: object;

  /** @param place where the object stands in the file, `settings.scaling`; empty for the whole file. */
  constructor(file: string, place: string, value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw invalidFile(file, place === "" ? "a JSON object" : `an object in ${place}`, gotten(value));
    this.file = file;
    this.#place = place;
    this.#fields = value;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#fields, key);
  }

  text(key: string): string {
    return this.#take(key, "a text", (value) => typeof value === "string");
  }

  flag(key: string): boolean {
    return this.#take(key, "true or false", (value) => typeof value === "boolean");
  }

  choice<T extends string>(key: string, choices: readonly T[]): T {
    return this.#take(key, `one of ${choices.join(", ")}`, (value) => choices.includes(value as T));
  }

  /** Finite, from `least` to `most`. */
  number(key: string, least: number = -Number.MAX_VALUE, most: number = Number.MAX_VALUE): number {
    const expected = most === Number.MAX_VALUE ? "a number" : `a number from ${least} to ${most}`;
    return this.#take(key, expected, (value) => isWithin(value, least, most));
  }

  /** A number, or NaN where null stands for one that was not finite. */
  figure(key: string, least?: number, most?: number): number {
    return this.#value(key) === null ? Number.NaN : this.number(key, least, most);
  }

  /** A share from 0 to 1, or null. */
  shareOrNull(key: string): number | null {
    return this.#value(key) === null ? null : this.number(key, 0, 1);
  }

  whole(key: string, least: number, most: number = Number.MAX_SAFE_INTEGER): number {
    const expected =
      most === Number.MAX_SAFE_INTEGER
        ? `a whole number of at least ${least}`
        : `a whole number from ${least} to ${most}`;
    return this.#take(key, expected, (value) => Number.isInteger(value) && isWithin(value, least, most));
  }

  wholes(key: string, least: number, most: number): number[] {
    return this.#take(
      key,
      `whole numbers from ${least} to ${most}`,
      (value) => Array.isArray(value) && value.every((each) => Number.isInteger(each) && isWithin(each, least, most)),
    );
  }

  object(key: string): SavedFields {
    return new SavedFields(this.file, this.#name(key), this.#value(key));
  }

  /** A list of objects, as `read` makes of each. */
  objects<T>(key: string, read: (fields: SavedFields, index: number) => T): T[] {
    const list = this.#take<unknown[]>(key, "a list", Array.isArray);
    return list.map((each, i) => read(new SavedFields(this.file, `${this.#name(key)}[${i}]`, each), i));
  }

  /** For a field that is of the right kind and yet cannot be. */
  refuse(key: string, expected: string, got: unknown): WasmlpError {
    return invalidFile(this.file, `${expected} in ${this.#name(key)}`, got);
  }

  /** As it stands, for a check of its own. */
  raw(key: string): unknown {
    return this.#value(key);
  }

  #take<T>(key: string, expected: string, isRight: (value: unknown) => boolean): T {
    const value = this.#value(key);
    if (!isRight(value)) throw this.refuse(key, expected, gotten(value));
    return value as T;
  }

  #value(key: string): unknown {
    return this.has(key) ? this.#fields[key as keyof object] : undefined;
  }

  #name(key: string): string {
    return this.#place === "" ? key : `${this.#place}.${key}`;
  }
}

/** @throws WasmlpError `not-found`, `io`, or `invalid-file` for anything but a JSON object. */
export async function readSavedFields(file: string): Promise<SavedFields> {
  return savedFieldsIn(await readFileBytes(file, { maxBytes, requireStart: requireTextStart }), file);
}

/** A device may have no end. @throws WasmlpError `invalid-file` for bytes of which no text is made. */
export function requireTextStart(start: Uint8Array, file: string): void {
  if (start.includes(0)) throw invalidFile(file, "JSON", "bytes that are no text");
}

/** The same of bytes that were read. */
export function savedFieldsIn(bytes: Uint8Array, file: string): SavedFields {
  return new SavedFields(file, "", parseSavedJson(bytes, file));
}

/** What `act` gives; an option that the library refuses is here a value that the file has wrong. */
export async function asSavedIn<T>(file: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof WasmlpError) || error.code !== "invalid-option") throw error;
    throw new WasmlpError("invalid-file", `${file}: ${error.message}`, { cause: error });
  }
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}

function gotten(value: unknown): unknown {
  return value === undefined ? "nothing" : value;
}
