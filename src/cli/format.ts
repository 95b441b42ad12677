/** Numbers as people read them in a terminal. Pure; plain characters only, so that columns line up anywhere. */
export { formatCount } from "../report/markup.js";

/** A share of 1 as `94.54 %`; one below 1 never reads 100 %. */
export function formatPercent(share: number, digits = 2): string {
  return `${percentDigits(share, digits)} %`;
}

/** The same without its sign; `-` where there is no number. */
export function percentDigits(share: number, digits = 2): string {
  if (!Number.isFinite(share)) return "-";
  const percent = share < 1 ? Math.min(100 * share, 100 - 10 ** -digits) : 100 * share;
  return percent.toFixed(digits);
}

/** Losses, weights: at most `digits` significant digits, no exponent between 0.0001 and 100,000. */
export function formatNumber(value: number, digits = 5): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-4 ? value.toExponential(digits - 1).replace("e+", "e") : value.toPrecision(digits);
}

/** `0:07`, `12:34`, `1:02:03`, `4 d 05 h`; `-:--` where there is no number. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "-:--";
  const total = Math.round(seconds);
  const hours = Math.floor(total / 3600);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (hours >= 100) return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
  const minutes = Math.floor(total / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
}

/** `17.3 s`, and from 100 seconds on `12:34`. */
export function formatSeconds(seconds: number): string {
  return seconds < 99.95 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);
}

/** `940`, `9.4k`, `72k`, `1.2M`: three characters or four. */
export function formatShort(count: number): string {
  if (!Number.isFinite(count)) return "-";
  for (const [unit, size] of [
    ["M", 1e6],
    ["k", 1e3],
  ] as const) {
    const value = count / size;
    if (value >= 0.9995) return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)}${unit}`;
  }
  return count.toFixed(0);
}
