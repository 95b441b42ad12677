/** Loss and accuracy as they go: the loss of every slice of an epoch, the scores after each. */
import { lossText, percentText } from "../../state/number-text.js";
import type { DigitsEvent } from "../../training/digits/digits-protocol.js";
import { paced } from "../../views/frames.js";
import { liveChart } from "../../views/live-chart.js";
import { panel } from "../../views/panel.js";

/** More points than this are more than there are pixels; every second one goes. */
const MOST_POINTS = 3000;

type Point = readonly [epoch: number, slice: number | null, training: number | null, validation: number | null];

export interface Curves {
  readonly elements: readonly HTMLElement[];
  onEvent(event: DigitsEvent): void;
  close(): void;
}

export function curves(): Curves {
  const loss = liveChart({
    label: "Loss",
    x: "epoch",
    format: lossText,
    series: [
      { label: "mini-batches", colour: "--line-strong" },
      { label: "training", colour: "--accent", hasPoints: true },
      { label: "validation", colour: "--warm", hasPoints: true },
    ],
  });
  const accuracy = liveChart({
    label: "Accuracy",
    x: "epoch",
    format: (share) => percentText(share, 1),
    series: [
      { label: "training", colour: "--accent", hasPoints: true },
      { label: "validation", colour: "--warm", hasPoints: true },
    ],
  });
  let losses: Point[] = [];
  let accuracies: Point[] = [];
  const draw = paced(() => {
    const column = (points: readonly Point[], index: number) => points.map((point) => point[index] as number | null);
    loss.setData([0, 1, 2, 3].map((index) => column(losses, index)));
    accuracy.setData([0, 2, 3].map((index) => column(accuracies, index)));
  });
  const onEvent = (event: DigitsEvent): void => {
    if (event.kind === "opened") {
      losses = [];
      accuracies = [];
    } else if (event.kind === "slice") {
      const { epoch, step, steps } = event.place;
      losses = thinned([...losses, [epoch - 1 + step / steps, event.loss, null, null]]);
    } else if (event.kind === "epoch") {
      const { epoch, training, validation } = event;
      losses = [...losses, [epoch, null, training.loss, validation.loss]];
      accuracies = [...accuracies, [epoch, null, training.accuracy, validation.accuracy]];
    } else return;
    draw(undefined);
  };
  const note = "Training: as many rows as validation has. Both after each epoch.";
  return {
    elements: [
      panel({ title: "Loss", area: "loss", note: "Mean per image.", tools: [loss.scaleSwitch] }, loss.element),
      panel({ title: "Accuracy", area: "accuracy", note }, accuracy.element),
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
