/** Words of the command line made into values. Every parser names its option and says expected and got. */
import { Option } from "commander";
import { invalidOption } from "../errors.js";

/** What there is to an option with a value besides its name. */
export interface OptionDetails<T> {
  /** Heading in the help. */
  readonly group: string;
  readonly parse: (option: string, text: string) => T;
  readonly choices?: readonly string[];
  readonly default?: T;
  /** The default in words: where it is not to be read off the value, or depends on other options. */
  readonly defaultWords?: string;
}

/** An option with a value; choices and default go into its description. */
export function valueOption<T>(flags: string, description: string, details: OptionDetails<T>): Option {
  const { choices, default: value, defaultWords = value === undefined ? undefined : String(value) } = details;
  const notes = [
    ...(choices ? [choices.join(", ")] : []),
    ...(defaultWords === undefined ? [] : [`default ${defaultWords}`]),
  ];
  const text = notes.length > 0 ? `${description} (${notes.join("; ")})`.trimStart() : description;
  const option = new Option(flags, text).helpGroup(details.group);
  option.defaultValue = value;
  return option.argParser((word) => details.parse(`--${option.name()}`, word));
}

/** What the library takes at most; no message names it, so far is it from anything meant. */
const largestWhole = 2 ** 31;

/** A whole number from `least` to `most`, written with digits only. */
export function wholeNumber(least: number, most: number = largestWhole): (option: string, text: string) => number {
  const expected =
    most === largestWhole ? `a whole number of at least ${least}` : `a whole number from ${least} to ${most}`;
  return (option, text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw invalidOption(option, expected, text);
  };
}

/** Several of them: `25,50,100`, or `1..4` as 1, 2, 3, 4; none twice. */
export function wholeNumbers(least: number, most: number): (option: string, text: string) => number[] {
  return (option, text) => {
    const ends = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text)?.slice(1).map(Number);
    const [from, to] = ends ?? [];
    const values =
      from !== undefined && to !== undefined
        ? Array.from({ length: Math.max(0, Math.min(to - from + 1, mostValues + 1)) }, (_, i) => from + i)
        : text.split(",").map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : Number.NaN));
    const isInRange = values.every((value) => value >= least && value <= most);
    if (isInRange && values.length > 0 && values.length <= mostValues && new Set(values).size === values.length)
      return values;
    throw invalidOption(option, `whole numbers from ${least} to ${most} such as 25,50 or 1..4`, text);
  };
}

/** A list that is longer was not meant. */
const mostValues = 1000;

/** A finite number such as `0.1`, `-1` or `1e-3`; its range is the library's to check. */
export function decimal(option: string, text: string): number {
  const value = isDecimal(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw invalidOption(option, "a number", text);
}

/** A number, or two with a slash between them: `2/255`. */
export function ratio(option: string, text: string): number {
  const [above = "", below = "1", ...rest] = text.split("/");
  const value = isDecimal(above) && isDecimal(below) && rest.length === 0 ? Number(above) / Number(below) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw invalidOption(option, "a number or a fraction such as 2/255", text);
}

/** `512,512` as [512, 512]; `0` and `none` as no layer. */
export function layerWidths(option: string, text: string): number[] {
  if (text === "none" || text === "0") return [];
  const widths = text.split(",").map((part) => (/^\d{1,8}$/.test(part) ? Number(part) : 0));
  if (widths.every((width) => width >= 1 && width <= 2 ** 24)) return widths;
  throw invalidOption(option, "units of each hidden layer such as 50 or 512,512, or none", text);
}

/** `auto`, or how many; more than any machine has is the library's to refuse. */
export function threadCount(option: string, text: string): "auto" | number {
  return text === "auto" ? "auto" : wholeNumber(1, 64)(option, text);
}

/** One of `choices`, exactly as written there. */
export function oneOf<T extends string>(choices: readonly T[]): (option: string, text: string) => T {
  return (option, text) => {
    const choice = choices.find((each) => each === text);
    if (choice !== undefined) return choice;
    throw invalidOption(option, `one of ${choices.join(", ")}`, text);
  };
}

/** A path: anything but nothing. */
export function path(option: string, text: string): string {
  if (text !== "") return text;
  throw invalidOption(option, "a path", text);
}

function isDecimal(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i.test(text);
}
