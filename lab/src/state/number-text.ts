/** Numbers as the lab writes them: few digits, a unit apart from its number, widths that do not jump. Pure. */

const grouped = /\B(?=(\d{3})+$)/g;

/** `1,234,567` */
export function countText(value: number): string {
  return Math.round(value).toString().replace(grouped, ",");
}

/** A share from 0 to 1 as `97.53 %`. */
export function percentText(share: number, digits = 2): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** Four significant digits, in powers of ten where the number is very small or very large. */
export function lossText(value: number): string {
  if (!Number.isFinite(value)) return "not finite";
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(2).replace("e", " e");
  return size >= 1000 ? countText(value) : value.toPrecision(4);
}

/** As short as a number can be at an axis: `0.25`, `1,000`, `2e-4`. */
export function axisText(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential().replace("e+", "e");
  return size >= 1000 ? countText(value) : String(Number(value.toPrecision(4)));
}

/** `412 k` samples a second, `1.24 M`. */
export function rateText(perSecond: number): string {
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(2)} M`;
  if (perSecond >= 1e4) return `${Math.round(perSecond / 1e3)} k`;
  return countText(perSecond);
}

/** `0.84 s`, `12.3 s`, `3 min 20 s` */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
