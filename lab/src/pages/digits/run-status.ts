/** Where the run stands, in numbers: epoch, scores, speed, threads, and the hash of its weights. */
import { countText, durationText, lossText, percentText, rateText } from "../../state/number-text.js";
import type { DigitsEvent, OpenedRun } from "../../training/digits/digits-protocol.js";
import type { Place } from "../../training/sliced-order.js";
import { element, setText } from "../../views/element.js";
import { paced } from "../../views/frames.js";
import { readout, readoutRow } from "../../views/readout.js";

export interface RunStatus {
  readonly element: HTMLElement;
  onEvent(event: DigitsEvent): void;
  setEpochs(epochs: number): void;
}

export function runStatus(): RunStatus {
  const epoch = readout("Epoch");
  const accuracy = readout("Validation accuracy");
  const loss = readout("Training loss");
  const speed = readout("Samples/s");
  const threads = readout("Threads");
  const time = readout("Training time");
  const test = readout("Test accuracy");
  const network = element("p", { class: "note" });
  const bar = element("progress", { max: 1, value: 0, "aria-label": "Share of all epochs" });
  const hash = element("code", { class: "mono hash", "data-hash": "" }, "–");
  const hashOf = element("span", { class: "note" }, "SHA-256 of the model file");
  let epochs = 0;
  /** The last epoch whose scores are on show. */
  let scored = 0;
  let opened: OpenedRun | undefined;
  let place: Place = { epoch: 0, step: 0, steps: 1 };

  const showPlace = (): void => {
    epoch.set(`${scored} / ${epochs}`);
    const made = scored === place.epoch ? scored : scored + place.step / place.steps;
    bar.value = Math.min(1, made / epochs);
  };
  const showSlice = paced((event: DigitsEvent & { kind: "slice" }) => {
    loss.set(lossText(event.loss));
    speed.set(rateText(event.samplesPerSecond));
    time.set(durationText(event.seconds));
    showPlace();
  });
  const showHash = (text: string | undefined, when: string): void => {
    setText(hash, text ?? "not available: the page is neither on https nor on localhost");
    setText(hashOf, `SHA-256 of the model file, ${when}`);
  };
  const begin = (event: OpenedRun): void => {
    opened = event;
    place = { epoch: 0, step: 0, steps: 1 };
    scored = 0;
    for (const one of [loss, speed, time, test, accuracy]) one.set("–");
    threads.set(event.hasSharedMemory ? String(event.threads) : "1");
    const rows = `${countText(event.rows.train)} training, ${countText(event.rows.validation)} validation, ${countText(event.rows.test)} test images`;
    const from = event.importedFrom === undefined ? "" : `, weights from ${event.importedFrom}`;
    setText(network, `${event.shape}, ${countText(event.parameterCount)} parameters${from} · ${rows}`);
    epochs = event.settings.epochs;
    showPlace();
  };
  const onState = (event: DigitsEvent & { kind: "state" }): void => {
    showPlace();
    if (event.state === "running") return;
    const isWhole = place.step === place.steps || place.epoch === 0;
    const made = isWhole ? place.epoch : place.epoch - 1;
    const step = isWhole ? "" : `, mini-batch ${place.step} of ${place.steps}`;
    showHash(event.hash, made === 0 && isWhole ? "before training" : `after epoch ${made}${step}`);
  };
  return {
    element: element(
      "div",
      { class: "status" },
      readoutRow([epoch, accuracy, loss, speed, threads, time, test]),
      bar,
      element("div", { class: "status-foot" }, network, element("p", {}, hashOf, " ", hash)),
    ),
    setEpochs(next) {
      epochs = next;
      showPlace();
    },
    onEvent(event) {
      if (event.kind === "opened") begin(event);
      else if (event.kind === "loading" && !opened) setText(network, `Loading: ${event.text}`);
      else if (event.kind === "slice") {
        place = event.place;
        showSlice(event);
      } else if (event.kind === "epoch") {
        accuracy.set(percentText(event.validation.accuracy));
        scored = event.epoch;
        showPlace();
        if (event.epoch > 0) showHash(event.hash, `after epoch ${event.epoch}`);
      } else if (event.kind === "test") test.set(percentText(event.score.accuracy));
      else if (event.kind === "state") onState(event);
    },
  };
}
