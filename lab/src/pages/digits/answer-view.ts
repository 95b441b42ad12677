/** What the network says to one image: the image as it saw it, a bar a class, the hidden units as strips. */
import { percentText } from "../../state/number-text.js";
import type { DigitsEvent, OpenedRun } from "../../training/digits/digits-protocol.js";
import { inkRamp, onThemeChange, shareRamp } from "../../views/colours.js";
import { element, setText } from "../../views/element.js";
import { paintBytes, paintShares, pixelCanvas } from "../../views/pixels.js";

type Answer = DigitsEvent & { kind: "answer" };

export interface AnswerView {
  readonly element: HTMLElement;
  begin(opened: OpenedRun): void;
  /** Undefined: there is no image. */
  show(answer: Answer | undefined, caption: string): void;
}

export function answerView(signal: AbortSignal, options: { readonly hasStrips: boolean }): AnswerView {
  const caption = element("p", { class: "note", "aria-live": "polite" });
  const seen = pixelCanvas(28, 28, "The image as the network sees it");
  const bars = element("ol", { class: "bars" });
  const strips = element("div", { class: "strips" });
  let opened: OpenedRun | undefined;
  let last: Answer | undefined;
  let inks = inkRamp();
  let shares = shareRamp();

  const repaint = (): void => {
    if (!opened) return;
    paintBytes(seen, last?.pixels ?? [], inks);
    const best = last ? last.probabilities.indexOf(Math.max(...last.probabilities)) : -1;
    opened.classNames.forEach((_, index) => {
      showBar(bars.children[index] as HTMLElement, last?.probabilities[index], index === best);
    });
    const ramp = shares;
    strips.querySelectorAll("canvas").forEach((canvas, layer) => {
      paintStrip(canvas, last?.activations[layer] ?? new Float32Array(), ramp);
    });
  };
  onThemeChange(() => {
    inks = inkRamp();
    shares = shareRamp();
    repaint();
  }, signal);
  return {
    element: element(
      "div",
      { class: "answer" },
      element("div", { class: "answer-main" }, element("div", { class: "answer-seen" }, seen), bars),
      caption,
      options.hasStrips ? strips : undefined,
    ),
    begin(next) {
      opened = next;
      last = undefined;
      seen.width = next.width;
      seen.height = next.height;
      bars.replaceChildren(...next.classNames.map(bar));
      strips.replaceChildren(
        ...next.layers.slice(0, -1).map(({ units, activation }, layer) => strip(units, activation, layer)),
      );
      repaint();
    },
    show(answer, text) {
      last = answer;
      setText(caption, text);
      repaint();
    },
  };
}

function bar(name: string): HTMLElement {
  return element(
    "li",
    {},
    element("span", { class: "bar-name" }, name),
    element("span", { class: "bar-track" }, element("span", { class: "bar-fill" })),
    element("span", { class: "bar-value" }, "–"),
  );
}

function showBar(row: HTMLElement, share: number | undefined, isBest: boolean): void {
  row.toggleAttribute("data-best", isBest);
  row.style.setProperty("--share", String(share ?? 0));
  setText(row.children[2] as Element, share === undefined ? "–" : percentText(share, 1));
}

function strip(units: number, activation: string, layer: number): HTMLElement {
  const columns = Math.min(units, Math.max(25, Math.ceil(Math.sqrt(units * 8))));
  const canvas = pixelCanvas(columns, Math.ceil(units / columns), `Outputs of hidden layer ${layer + 1}`);
  const name = `Layer ${layer + 1}: ${units} ${activation} units`;
  return element("figure", {}, element("figcaption", { class: "note" }, name), canvas);
}

/** From nothing to the largest output, whatever its sign. */
function paintStrip(canvas: HTMLCanvasElement, outputs: Float32Array, ramp: Uint8ClampedArray): void {
  const sizes = outputs.map(Math.abs);
  paintShares(canvas, sizes, Math.max(...sizes), ramp);
}
