/**
 * A setting as it stands in a link: what it is at first, how it is written, how it is read back. Pure; knows no page,
 * no document and no library.
 */

/** One setting of a page. */
export interface Field<T> {
  readonly initial: T;
  /** What a link may hold, in words: "a number from 0 to 10". */
  readonly expected: string;
  write(value: T): string;
  /** Nothing where the text is no value of this field. */
  read(text: string): T | undefined;
}

/** One of a few words. */
export function choice<T extends string>(values: readonly T[], initial: T): Field<T> {
  return {
    initial,
    expected: `one of ${values.join(", ")}`,
    write: (value) => value,
    read: (text) => values.find((value) => value === text),
  };
}

/** A number from `least` to `most`; every finite number survives the way through a link unchanged. */
export function number(initial: number, least: number, most: number): Field<number> {
  return {
    initial,
    expected: `a number from ${least} to ${most}`,
    write: String,
    read(text) {
      const value = text.trim() === "" ? Number.NaN : Number(text);
      return value >= least && value <= most ? value : undefined;
    },
  };
}

/** A whole number from `least` to `most`. */
export function whole(initial: number, least: number, most: number): Field<number> {
  return {
    initial,
    expected: `a whole number from ${least} to ${most}`,
    write: String,
    read(text) {
      const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

/** True or false. */
export function flag(initial: boolean): Field<boolean> {
  return {
    initial,
    expected: "1 or 0",
    write: (value) => (value ? "1" : "0"),
    read: (text) => (text === "1" ? true : text === "0" ? false : undefined),
  };
}

/** From `least` to `most` items of one kind, separated by commas. */
export function list<T>(item: Field<T>, initial: readonly T[], least: number, most: number): Field<readonly T[]> {
  return {
    initial,
    expected: `${least} to ${most} items separated by commas, each ${item.expected}`,
    write: (values) => values.map((value) => item.write(value)).join(","),
    read(text) {
      const values = text === "" ? [] : text.split(",").map((part) => item.read(part));
      const isWhole = values.length >= least && values.length <= most && !values.includes(undefined);
      return isWhole ? (values as T[]) : undefined;
    },
  };
}
