/** Words of the command line made into values. Every parser names its option and says expected and got. */
import { Option } from "commander";
import { invalidOption } from "../errors.js";

/** An option with a value, its parser, and in the help its group, choices and default. */
export function valueOption<T>(
  flags: string,
  description: string,
  details: {
    group: string;
    parse: (option: string, text: string) => T;
    choices?: readonly string[];
    /** A value, or words for a default that depends on others. */
    default?: T;
  },
): Option {
  const option = new Option(flags, description).helpGroup(details.group);
  if (details.choices) option.choices(details.choices);
  if (details.default !== undefined) option.default(details.default);
  return option.argParser((text) => details.parse(`--${option.name()}`, text));
}

/** A whole number from `least` to `most`, written with digits only. */
export function wholeNumber(least: number, most = 2 ** 31): (option: string, text: string) => number {
  const expected =
    most === 2 ** 31 ? `a whole number of at least ${least}` : `a whole number from ${least} to ${most}`;
  return (option, text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw invalidOption(option, expected, text);
  };
}

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
