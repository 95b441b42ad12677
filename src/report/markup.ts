/** Text for HTML and SVG: escaping, and numbers as people read them. Never writes NaN, Infinity or undefined. */

/** What stands where there is no number. */
const missing = "–";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text made safe inside elements and quoted attributes; characters XML forbids become U+FFFD. */
export function escapeHtml(text: string): string {
  let safe = "";
  for (const character of String(text)) {
    const code = character.codePointAt(0) as number;
    const isForbidden = (code < 32 && !"\t\n\r".includes(character)) || (code >= 0xd800 && code < 0xe000);
    safe += isForbidden || code === 0xfffe || code === 0xffff ? "\ufffd" : (entities[character] ?? character);
  }
  return safe;
}

/** `1234567` as `1,234,567`. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return missing;
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A share of 1 as `94.5 %`. Rounded, except that a share below 1 never reads 100 %. */
export function formatPercent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return missing;
  const unit = 10 ** -digits;
  const percent = share < 1 ? Math.min(100 * share, 100 - unit) : 100 * share;
  return `${percent.toFixed(digits)}\u00a0%`;
}

/** Four significant digits: `0.04990`, `12.35`, `1.748e23`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return missing;
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-4 ? value.toExponential(3).replace("e+", "e") : value.toPrecision(4);
  return text.replace("-", "−").replace("e-", "e−");
}

/** Labels of an axis's ticks (evenly spaced, ascending), all with the same number of decimals. */
export function formatTicks(ticks: readonly number[]): string[] {
  const largest = Math.max(0, ...ticks.map(Math.abs));
  if (largest === 0) return ticks.map(() => "0");
  const step = ticks.length > 1 ? Math.abs((ticks[1] as number) - (ticks[0] as number)) : largest;
  const place = Math.floor(Math.log10(step) + 1e-9);
  const isScientific = largest >= 1e5 || largest < 1e-3;
  return ticks.map((tick) => {
    if (!isScientific) return tick.toFixed(Math.max(0, Math.min(8, -place))).replace("-", "−");
    if (tick === 0) return "0";
    const decimals = Math.max(0, Math.min(8, Math.floor(Math.log10(Math.abs(tick)) + 1e-9) - place));
    return tick.toExponential(decimals).replace("e+", "e").replace(/-/g, "−");
  });
}
