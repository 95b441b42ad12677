/**
 * The theme's colours as numbers, for what CSS cannot paint: charts and pixels. A token may be written with
 * `light-dark()`, which only a used colour resolves. Knows no page.
 */

export type Rgb = readonly [red: number, green: number, blue: number];

/** The colour of a token such as `--accent`, as CSS text. */
export function tokenColour(token: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(${token})`;
  document.documentElement.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** The same as numbers from 0 to 255. */
export function tokenRgb(token: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (tokenColour(token).match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** Calls back whenever the theme has changed, by the switch or by the system, until `signal` aborts. */
export function onThemeChange(listener: () => void, signal?: AbortSignal): void {
  const options = signal ? { signal } : {};
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listener, options);
  document.addEventListener("themechange", listener, options);
}

/** What the switch of the theme calls. */
export function announceTheme(): void {
  document.dispatchEvent(new Event("themechange"));
}

/** 256 colours from one to another, as the bytes of pixels. */
export type Ramp = Uint8ClampedArray;

/** Paper to ink: grey images such as MNIST's. */
export function inkRamp(): Ramp {
  return rampThrough([tokenRgb("--image-paper"), tokenRgb("--image-ink")]);
}

/** Below zero, zero, above zero: index 0 is −1, 255 is 1. */
export function divergingRamp(): Ramp {
  return rampThrough([tokenRgb("--below"), tokenRgb("--zero"), tokenRgb("--above")]);
}

/** As `divergingRamp`, for behind points. */
export function softDivergingRamp(): Ramp {
  return rampThrough([tokenRgb("--below-soft"), tokenRgb("--zero-soft"), tokenRgb("--above-soft")]);
}

/** Heights, the lowest standing out. */
export function heightRamp(): Ramp {
  return rampThrough([tokenRgb("--low"), tokenRgb("--high")]);
}

/** Nothing to all: shares and activations. */
export function shareRamp(): Ramp {
  return rampThrough([tokenRgb("--zero"), tokenRgb("--accent")]);
}

function rampThrough(stops: readonly Rgb[]): Ramp {
  const ramp = new Uint8ClampedArray(4 * 256);
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * (stops.length - 1);
    const left = Math.min(Math.floor(place), stops.length - 2);
    const [a, b] = [stops[left] as Rgb, stops[left + 1] as Rgb];
    for (let c = 0; c < 3; c++) ramp[4 * i + c] = a[c]! + (b[c]! - a[c]!) * (place - left);
    ramp[4 * i + 3] = 255;
  }
  return ramp;
}
