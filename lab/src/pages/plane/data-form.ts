/** Which points the models learn from, to be changed, saved and opened. Says what was changed. */

import { type PlaneDataName, type PlaneSettings, planeSchema, USUAL_NOISE } from "../../state/plane/plane-settings.js";
import type { LabelledPoint } from "../../state/plane/point-field.js";
import { button } from "../../views/controls/button.js";
import { fileButton } from "../../views/controls/file-button.js";
import { numberField } from "../../views/controls/number-field.js";
import { select } from "../../views/controls/select.js";
import { slider } from "../../views/controls/slider.js";
import { toggle } from "../../views/controls/toggle.js";
import { element } from "../../views/element.js";
import { pointEditor } from "./point-editor.js";

export interface DataForm {
  readonly element: HTMLElement;
  set(settings: PlaneSettings): void;
}

export interface DataFormOptions {
  readonly settings: PlaneSettings;
  readonly onChange: (part: Partial<PlaneSettings>) => void;
  /** The points on show, to begin one's own with. */
  readonly shownPoints: () => readonly LabelledPoint[];
  readonly onSave: (form: "csv" | "json") => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly signal: AbortSignal;
}

const DATA_LABELS: Readonly<Record<PlaneDataName, string>> = {
  xor: "XOR",
  circle: "Circles",
  blobs: "Two clouds",
  moons: "Moons",
  spiral: "Spirals",
  iris: "Iris, two of three species",
  own: "Your own points",
};

export function dataForm({ settings, onChange, shownPoints, onSave, onFiles, signal }: DataFormOptions): DataForm {
  const data = select({
    label: "Points",
    value: settings.data,
    options: Object.entries(DATA_LABELS).map(([value, label]) => ({ value: value as PlaneDataName, label })),
    onChange: choose,
  });
  const count = slider({
    label: "How many",
    value: settings.count,
    least: 10,
    most: 2000,
    step: 10,
    onChange: (value) => onChange({ count: value }),
  });
  const noise = slider({
    label: "Noise, σ",
    value: settings.noise,
    least: 0,
    most: 1,
    step: 0.01,
    format: (value) => value.toFixed(2),
    onChange: (value) => onChange({ noise: value }),
  });
  const test = slider({
    label: "Test points",
    value: settings.test,
    least: 0,
    most: 80,
    step: 5,
    format: (value) => `${value} %`,
    hint: "Of fewer than 20 points, none.",
    onChange: (value) => onChange({ test: value }),
  });
  const seed = numberField({
    label: "Seed of the points",
    value: settings.dataSeed,
    field: planeSchema.dataSeed,
    step: 1,
    onChange: (value) => onChange({ dataSeed: value }),
  });
  const standardize = toggle({
    label: "Standardize",
    value: settings.standardize,
    onChange: (value) => onChange({ standardize: value }),
    hint: "Models see mean 0 and deviation 1; the plane stays as it is.",
  });
  const showTest = toggle({
    label: "Show test points (hollow)",
    value: settings.showTest,
    onChange: (value) => onChange({ showTest: value }),
  });
  const editor = pointEditor((points) => onChange({ points }), signal);
  const edit = button({ label: "Edit points", onPress: () => choose("own") });

  /** One's own begin with what is on show, where none are there yet. */
  function choose(name: PlaneDataName): void {
    const isFirst = name === "own" && last.points.length === 0;
    const noiseOf = name === "own" || name === "iris" ? {} : { noise: USUAL_NOISE[name] };
    onChange({ data: name, ...noiseOf, ...(isFirst && { points: shownPoints() }) });
  }

  let last = settings;
  function set(next: PlaneSettings): void {
    const isDrawn = next.data !== "own" && next.data !== "iris";
    if (data.value !== next.data) data.set(next.data);
    if (count.value !== next.count) count.set(next.count);
    if (noise.value !== next.noise) noise.set(next.noise);
    if (test.value !== next.test) test.set(next.test);
    if (seed.value !== next.dataSeed) seed.set(next.dataSeed);
    standardize.set(next.standardize);
    showTest.set(next.showTest);
    count.element.hidden = noise.element.hidden = !isDrawn;
    editor.element.hidden = next.data !== "own";
    edit.element.hidden = next.data === "own";
    if (last.points !== next.points || last === next) editor.set(next.points);
    last = next;
  }
  set(settings);
  const files = element(
    "div",
    { class: "files" },
    button({ label: "Save CSV", icon: "save", onPress: () => onSave("csv") }).element,
    button({ label: "Save JSON", icon: "save", onPress: () => onSave("json") }).element,
    fileButton({ label: "Open file", accept: ".csv,.json,.txt", onFiles }).element,
    edit.element,
  );
  const parts = [data, editor, count, noise, test, seed, standardize, showTest].map((part) => part.element);
  return {
    element: element("form", { class: "settings", "aria-label": "Data" }, ...parts, files),
    set,
  };
}
