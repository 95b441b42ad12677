/** Axes that fit values: linear or logarithmic, their ends, ticks and labels. Pure; numbers in, positions out. */
import { scaleLinear, scaleLog } from "d3-scale";
import { formatTicks } from "./markup.js";
import type { Axis } from "./plot.js";

/** The smallest and the largest position of an axis in the drawing; the larger value may stand at the smaller. */
export type Span = readonly [from: number, to: number];
/** The lowest and highest value of an axis. */
export type Domain = readonly [low: number, high: number];

/** About `count` ticks at round numbers; whole numbers only on request. */
export function linearAxis(domain: Domain, span: Span, count: number, isWhole = false): Axis {
  const at = scaleLinear(domain, span);
  const ticks = at.ticks(count).filter((tick) => !isWhole || Number.isInteger(tick));
  return { at, ticks, labels: formatTicks(ticks) };
}

/** An axis whose only tick is one value. */
export function singleAxis(value: number, domain: Domain, span: Span): Axis {
  return { at: scaleLinear(domain, span), ticks: [value], labels: formatTicks([value]) };
}

/** Ticks at powers of ten, and between them where there are few; both ends above 0. */
export function logAxis(domain: Domain, span: Span): Axis {
  const ticks = logTicks(domain);
  return { at: scaleLog(domain, span), ticks, labels: ticks.map((tick) => formatTicks([tick])[0] as string) };
}

/** Ends at round numbers around the values, 0 included. */
export function domainWithZero(values: readonly number[]): Domain {
  const [low, high] = extent(values);
  if (Math.max(-low, high) < 1e-300) return [0, 1];
  return scaleLinear([Math.min(0, low), Math.max(0, high)], [0, 1])
    .nice(5)
    .domain() as [number, number];
}

/** Ends at round numbers around the values that are numbers at all; 0 need not be among them. */
export function domainAround(values: readonly number[]): Domain {
  const [low, high] = extent(values.filter((value) => Math.abs(value) < 1e300));
  const margin = isNarrow(low, high) ? Math.max(1e-3, Math.abs(low) / 100) : 0;
  return scaleLinear([low - margin, high + margin], [0, 1])
    .nice(5)
    .domain() as [number, number];
}

/** Ends at powers of ten around values above 0. */
export function decadesAround(values: readonly number[]): Domain {
  const [low, high] = values.length > 0 ? extent(values) : [1, 10];
  const from = Math.floor(Math.log10(low) + 1e-9);
  return [10 ** from, 10 ** Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9))];
}

/** The values' own ends, or a little around a single one: as `isLog` has it, by a difference or by a factor. */
export function domainOf(values: readonly number[], isLog = false): Domain {
  const [low, high] = extent(values);
  if (!isNarrow(low, high)) return [low, high];
  if (isLog) return values.length > 0 ? [low / 2, high * 2] : [1, 10];
  const margin = Math.max(1, Math.abs(low) / 100);
  return [low - margin, high + margin];
}

/** One value, or so close to it that no axis could be divided between them. */
export function isNarrow(low: number, high: number): boolean {
  return high - low <= Math.max(1e-300, 1e-9 * Math.max(-low, high));
}

export function extent(values: readonly number[]): Domain {
  let low = values[0] ?? 0;
  let high = low;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** At most about eight: powers of ten, every second or third of them, or 1, 2 and 5 of each. */
function logTicks([low, high]: Domain): number[] {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.ceil(Math.log10(high) - 1e-9);
  const step = Math.ceil((last - first) / 8);
  const steps = Math.log10(high / low) <= 2.05 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = first; power <= last; power += step)
    for (const each of steps) ticks.push(Number(`${each}e${power}`));
  const inside = ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  return inside.length > 0 ? inside : [low];
}
