/** The few signs the lab uses, drawn on a 20 × 20 grid. */
import { svgElement } from "./element.js";

const PATHS = {
  play: "M6 3.5v13l10.5-6.5z",
  pause: "M5.5 3.5h3v13h-3zM11.5 3.5h3v13h-3z",
  step: "M4.5 3.5v13l8-6.5zM13.5 3.5h2.5v13h-2.5z",
  tick: "M5 6v8l6-4zM12 6h2v8h-2z",
  rewind: "M15.5 3.5v13l-8-6.5zM4 3.5h2.5v13H4z",
  stop: "M4.5 4.5h11v11h-11z",
  link: "M8.2 11.8a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1 1 1.2 1.2 1-1a1.3 1.3 0 0 1 1.9 1.9l-3 3a1.3 1.3 0 0 1-1.9 0zM11.8 8.2a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l1-1-1.2-1.2-1 1a1.3 1.3 0 0 1-1.9-1.9l3-3a1.3 1.3 0 0 1 1.9 0z",
  save: "M9.1 3h1.8v7.2l2.5-2.5 1.3 1.3L10 13.7 5.3 9l1.3-1.3 2.5 2.5zM4 15.2h12V17H4z",
  open: "M9.1 13.7h1.8V6.5l2.5 2.5 1.3-1.3L10 3 5.3 7.7 6.6 9l2.5-2.5zM4 15.2h12V17H4z",
  erase: "M5.3 4 4 5.3 8.7 10 4 14.7 5.3 16 10 11.3 14.7 16 16 14.7 11.3 10 16 5.3 14.7 4 10 8.7z",
  dice: "M4 4h12v12H4zM6.7 6.1a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zM10 8.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4zM13.3 11.5a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4z",
  plus: "M9.1 4h1.8v5.1H16v1.8h-5.1V16H9.1v-5.1H4V9.1h5.1z",
  theme: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM10 4.1v11.8a5.9 5.9 0 0 0 0-11.8z",
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGElement {
  const path = svgElement("path", { d: PATHS[name], "fill-rule": "evenodd" });
  return svgElement("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, path);
}
