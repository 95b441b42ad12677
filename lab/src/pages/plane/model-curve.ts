/** Loss of one model by epoch, on the rows it learns from and on those it does not. */
import { axisText, lossText } from "../../state/number-text.js";
import type { EpochScore } from "../../training/plane/plane-protocol.js";
import { pacedInView } from "../../views/frames.js";
import { liveChart } from "../../views/live-chart.js";

export interface ModelCurve {
  readonly element: HTMLElement;
  readonly scaleSwitch: HTMLElement;
  restart(): void;
  add(score: EpochScore): void;
  close(): void;
}

const MOST_POINTS = 600;
const INTERVAL_MS = 200;

type Point = readonly [epoch: number, training: number, test: number | null];

export function modelCurve(signal: AbortSignal): ModelCurve {
  const chart = liveChart({
    label: "Loss",
    x: "epoch",
    format: lossText,
    axisFormat: axisText,
    heightPx: 132,
    series: [
      { label: "training loss", colour: "--third" },
      { label: "test loss", colour: "--fourth" },
    ],
  });
  let points: Point[] = [];
  const draw = pacedInView(
    chart.element,
    () => chart.setData([0, 1, 2].map((column) => points.map((point) => point[column] as number | null))),
    signal,
    INTERVAL_MS,
  );
  return {
    element: chart.element,
    scaleSwitch: chart.scaleSwitch,
    restart() {
      points = [];
    },
    add({ epoch, training, test }) {
      points.push([epoch, training.loss, test?.loss ?? null]);
      if (points.length > MOST_POINTS) points = points.filter((_, i) => i % 2 === 0);
      draw(undefined);
    },
    close: () => chart.close(),
  };
}
