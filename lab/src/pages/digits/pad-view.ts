/** Draw a digit and see what the network makes of it, on the weights it has at this moment. */
import type { DigitsEvent, OpenedRun } from "../../training/digits/digits-protocol.js";
import { button } from "../../views/controls/button.js";
import { element } from "../../views/element.js";
import { paced } from "../../views/frames.js";
import { panel } from "../../views/panel.js";
import type { Shortcuts } from "../../views/shortcuts.js";
import { answerView } from "./answer-view.js";
import type { DigitsSession } from "./digits-session.js";
import { drawingPad } from "./drawing-pad.js";
import type { DigitsView } from "./weights-view.js";

export interface PadView extends DigitsView {
  readonly shortcuts: Shortcuts;
}

const EMPTY = "Draw a digit, or take one from the test images.";

export function padView(session: () => DigitsSession, signal: AbortSignal): PadView {
  const answer = answerView(signal, { hasStrips: true });
  let opened: OpenedRun | undefined;
  let drawnFrom = "your drawing";
  /** Asked ten times a second at most, and not again before the answer. */
  let isAsked = false;
  const ask = paced(() => {
    const { picture } = pad;
    if (!picture) answer.show(undefined, EMPTY);
    else if (!isAsked && opened) {
      isAsked = true;
      session().send({ kind: "classify", asker: "pad", picture });
    }
  });
  const pad = drawingPad(() => {
    if (pad.picture?.form === "canvas") drawnFrom = "your drawing";
    ask(undefined);
  }, signal);
  const clear = (): void => pad.clear();
  const sample = (): void => session().send({ kind: "sample" });
  const tools = [
    button({ label: "Clear", icon: "erase", key: "C", onPress: clear }),
    button({ label: "Test image", icon: "dice", key: "T", onPress: sample }),
  ];
  const onEvent = (event: DigitsEvent): void => {
    if (event.kind === "opened") {
      opened = event;
      isAsked = false;
      answer.begin(event);
      ask(undefined);
    } else if (event.kind === "sampled" && opened) {
      drawnFrom = `test image ${event.row}, labelled ${opened.classNames[event.label]}`;
      pad.showImage(event.pixels, opened.width, opened.height);
    } else if (event.kind === "answer" && event.asker === "pad") {
      isAsked = false;
      if (pad.picture) answer.show(event, `As the network sees ${drawnFrom}.`);
    } else if (event.kind === "blank" && event.asker === "pad") {
      isAsked = false;
      answer.show(undefined, EMPTY);
    } else if (event.kind === "failed") isAsked = false;
    else if (event.kind === "weights") ask(undefined);
  };
  answer.show(undefined, EMPTY);
  const row = element("div", { class: "pad-tools" }, ...tools.map((tool) => tool.element));
  const left = element("div", { class: "pad-side" }, pad.element, row);
  return {
    element: panel(
      { title: "Draw", area: "pad", note: "Classified as you draw, on the weights of this moment." },
      element("div", { class: "pad-body" }, left, answer.element),
    ),
    shortcuts: { c: clear, t: sample },
    onEvent,
  };
}
