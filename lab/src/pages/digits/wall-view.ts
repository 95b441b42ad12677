/** The wall of images the network gets wrong; one that is pressed says how sure it was. */
import { countText } from "../../state/number-text.js";
import type { DigitsEvent, EpochEvent, OpenedRun, WrongImage } from "../../training/digits/digits-protocol.js";
import { inkRamp, onThemeChange } from "../../views/colours.js";
import { element, setText } from "../../views/element.js";
import { pacedInView } from "../../views/frames.js";
import { panel } from "../../views/panel.js";
import { paintBytes, pixelCanvas } from "../../views/pixels.js";
import { answerView } from "./answer-view.js";
import type { DigitsSession } from "./digits-session.js";
import type { DigitsView } from "./weights-view.js";

interface Tile {
  readonly element: HTMLButtonElement;
  readonly canvas: HTMLCanvasElement;
  readonly text: HTMLElement;
  shown: WrongImage | undefined;
}

const INTERVAL_MS = 400;

export function wallView(session: () => DigitsSession, signal: AbortSignal): DigitsView {
  const note = element("p", { class: "note" }, "Validation images, after each epoch.");
  const wall = element("div", { class: "wall" });
  const answer = answerView(signal, { hasStrips: false });
  const detail = element("div", { class: "wall-detail", hidden: true }, answer.element);
  const box = panel({ title: "Wrong", area: "wall", note }, detail, wall);
  const tiles: Tile[] = [];
  let opened: OpenedRun | undefined;
  let chosen: WrongImage | undefined;

  const ask = (): void => {
    if (chosen) session().send({ kind: "classify", asker: "wall", picture: { form: "image", pixels: chosen.pixels } });
  };
  const choose = (tile: Tile): void => {
    chosen = tile.shown;
    detail.hidden = false;
    ask();
  };
  const nameOf = (label: number): string => opened?.classNames[label] ?? String(label);
  const paint = (tile: Tile, wrong: WrongImage | undefined, ramp: Uint8ClampedArray): void => {
    tile.shown = wrong;
    tile.element.hidden = wrong === undefined;
    if (!wrong) return;
    paintBytes(tile.canvas, wrong.pixels, ramp);
    setText(tile.text, `${nameOf(wrong.label)} → ${nameOf(wrong.predicted)}`);
    tile.element.setAttribute(
      "aria-label",
      `Validation image ${wrong.row}: ${nameOf(wrong.label)} taken for ${nameOf(wrong.predicted)}`,
    );
  };
  const begin = (event: OpenedRun): void => {
    opened = event;
    chosen = undefined;
    detail.hidden = true;
    answer.begin(event);
    tiles.length = 0;
    wall.replaceChildren();
  };
  const show = ({ wrong, wrongCount }: EpochEvent): void => {
    const ramp = inkRamp();
    while (opened && tiles.length < wrong.length) {
      const tile = makeTile(opened);
      tile.element.addEventListener("click", () => choose(tile));
      tiles.push(tile);
      wall.append(tile.element);
    }
    tiles.forEach((tile, i) => {
      paint(tile, wrong[i], ramp);
    });
    const first = wrongCount > wrong.length ? `; the first ${wrong.length}` : "";
    const all = countText(opened?.rows.validation ?? 0);
    setText(note, `${countText(wrongCount)} of ${all} validation images${first}: actual → predicted.`);
    ask();
  };
  const showSoon = pacedInView(box, show, signal, INTERVAL_MS);
  onThemeChange(() => {
    const ramp = inkRamp();
    for (const tile of tiles) paint(tile, tile.shown, ramp);
  }, signal);
  return {
    element: box,
    onEvent(event: DigitsEvent) {
      if (event.kind === "opened") begin(event);
      else if (event.kind === "epoch") showSoon(event);
      else if (event.kind === "answer" && event.asker === "wall" && chosen)
        answer.show(event, `Validation image ${chosen.row}, labelled ${nameOf(chosen.label)}.`);
    },
  };
}

function makeTile({ width, height }: OpenedRun): Tile {
  const canvas = pixelCanvas(width, height, "");
  canvas.setAttribute("aria-hidden", "true");
  const text = element("span");
  return {
    element: element("button", { type: "button", class: "tile" }, canvas, text),
    canvas,
    text,
    shown: undefined,
  };
}
