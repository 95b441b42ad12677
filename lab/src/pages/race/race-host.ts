/** What this browser and machine say of themselves. */
import type { RaceHost } from "../../state/race/race-table.js";

/** In the order in which they are to be looked for: most name Chrome and Safari too. */
const BROWSERS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["Edge", /Edg\/([\d.]+)/],
  ["Opera", /OPR\/([\d.]+)/],
  ["Firefox", /Firefox\/([\d.]+)/],
  ["Chrome", /Chrome\/([\d.]+)/],
  ["Safari", /Version\/([\d.]+).*Safari/],
];

export function thisHost(): RaceHost {
  const agent = navigator.userAgent;
  const named = BROWSERS.map(([name, pattern]) => ({ name, version: pattern.exec(agent)?.[1] }));
  const found = named.find(({ version }) => version !== undefined);
  const system = /\(([^;)]+)/.exec(agent)?.[1];
  const browser = found ? `${found.name} ${found.version}` : "a browser that does not say its name";
  return {
    browser: system === undefined ? browser : `${browser} (${system})`,
    cores: navigator.hardwareConcurrency ?? 1,
    isIsolated: globalThis.crossOriginIsolated === true,
  };
}
