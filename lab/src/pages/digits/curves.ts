/** Loss and accuracy as they go: the loss of every slice of an epoch, the scores after each. */
import { axisText, lossText, percentText } from "../../state/number-text.js";
import type { DigitsEvent } from "../../training/digits/digits-protocol.js";
import { pacedInView } from "../../views/frames.js";
import { liveChart } from "../../views/live-chart.js";
import { panel } from "../../views/panel.js";

/** More points than this are more than there are pixels; every second one goes. */
const MOST_POINTS = 1500;
const INTERVAL_MS = 200;

type Point = readonly [epoch: number, slice: number | null, training: number | null, validation: number | null];

export interface Curves {
  readonly elements: readonly HTMLElement[];
  onEvent(event: DigitsEvent): void;
  close(): void;
}

export function curves(signal: AbortSignal): Curves {
  const loss = liveChart({
    label: "Loss",
    x: "epoch",
    format: lossText,
    axisFormat: axisText,
    isLogarithmic: true,
    series: [
      { label: "mini-batches", colour: "--muted" },
      { label: "training", colour: "--accent", hasPoints: true },
      { label: "validation", colour: "--warm", hasPoints: true },
    ],
  });
  const accuracy = liveChart({
    label: "Accuracy",
    x: "epoch",
    format: (share) => percentText(share),
    emptyText: "after the first epoch",
    axisFormat: (share) => `${axisText(100 * share)} %`,
    series: [
      { label: "training", colour: "--accent", hasPoints: true },
      { label: "validation", colour: "--warm", hasPoints: true },
    ],
  });
  let losses: Point[] = [];
  let accuracies: Point[] = [];
  const column = (points: readonly Point[], index: number) => points.map((point) => point[index] as number | null);
  const drawLoss = pacedInView(
    loss.element,
    () => loss.setData([0, 1, 2, 3].map((index) => column(losses, index))),
    signal,
    INTERVAL_MS,
  );
  const drawAccuracy = pacedInView(
    accuracy.element,
    () => accuracy.setData([0, 2, 3].map((index) => column(accuracies, index))),
    signal,
    INTERVAL_MS,
  );
  const onEvent = (event: DigitsEvent): void => {
    if (event.kind === "opened") {
      losses = [];
      accuracies = [];
    } else if (event.kind === "slice") {
      const { epoch, step, steps } = event.place;
      losses = thinned([...losses, [epoch - 1 + step / steps, event.loss, null, null]]);
    } else if (event.kind === "epoch" && event.epoch > 0) {
      const { epoch, training, validation } = event;
      losses = [...losses, [epoch, null, training.loss, validation.loss]];
      accuracies = [...accuracies, [epoch, null, training.accuracy, validation.accuracy]];
    } else return;
    drawLoss(undefined);
    drawAccuracy(undefined);
  };
  return {
    elements: [
      panel(
        { title: "Loss", area: "loss", note: "Mean per image, by epoch.", tools: [loss.scaleSwitch] },
        loss.element,
      ),
      panel(
        { title: "Accuracy", area: "accuracy", note: "Training: on as many rows as validation has." },
        accuracy.element,
      ),
    ],
    onEvent,
    close() {
      loss.close();
      accuracy.close();
    },
  };
}

/** Drops every second slice once there are too many; the points of epochs stay. */
function thinned(points: Point[]): Point[] {
  if (points.length <= MOST_POINTS) return points;
  return points.filter(([, slice], i) => slice === null || i % 2 === 0);
}
