/** What reaches each layer: the size of its gradient as training goes on. */
import { axisText } from "../../state/number-text.js";
import type { DigitsEvent, OpenedRun, SliceEvent } from "../../training/digits/digits-protocol.js";
import { element, setText } from "../../views/element.js";
import { pacedInView } from "../../views/frames.js";
import { type LiveChart, liveChart } from "../../views/live-chart.js";
import { panel } from "../../views/panel.js";
import type { DigitsView } from "./weights-view.js";

const COLOURS = ["--accent", "--warm", "--third", "--fourth", "--muted", "--bad", "--ink"];
const MOST_POINTS = 1000;
const INTERVAL_MS = 300;

export interface FlowView extends DigitsView {
  close(): void;
}

export function flowView(signal: AbortSignal): FlowView {
  const note = element("p", { class: "note", "aria-live": "polite" });
  const place = element("div");
  const tools = element("div");
  const box = panel({ title: "Gradient by layer", area: "flow", note, tools: [tools] }, place);
  let chart: LiveChart | undefined;
  let points: { readonly epoch: number; readonly flow: SliceEvent["flow"] }[] = [];
  const show = (): void => {
    const layers = points[0]?.flow.length ?? 0;
    const columns = Array.from({ length: layers }, (_, l) => points.map(({ flow }) => flow[l]?.gradientRms ?? null));
    if (layers > 0) chart?.setData([points.map(({ epoch }) => epoch), ...columns]);
  };
  const draw = pacedInView(box, show, signal, INTERVAL_MS);
  const begin = ({ layers }: OpenedRun): void => {
    points = [];
    chart?.close();
    chart = liveChart({
      label: "Gradient by layer",
      x: "epoch",
      format: (value) => value.toExponential(1),
      axisFormat: axisText,
      isLogarithmic: true,
      series: layers.map(({ units }, l) => ({
        label: `layer ${l + 1}, ${units} units`,
        colour: COLOURS[l % COLOURS.length] as string,
      })),
    });
    place.replaceChildren(chart.element);
    tools.replaceChildren(chart.scaleSwitch);
    setText(note, "Root mean square of the loss's gradient by one weight, on the first mini-batch as stored.");
  };
  const onEvent = (event: DigitsEvent): void => {
    if (event.kind === "opened") begin(event);
    if (event.kind !== "slice") return;
    const { epoch, step, steps } = event.place;
    points.push({ epoch: epoch - 1 + step / steps, flow: event.flow });
    if (points.length > MOST_POINTS) points = points.filter((_, i) => i % 2 === 0);
    const stalled = event.flow.flatMap(({ isStalled }, l) => (isStalled ? [l + 1] : []));
    if (stalled.length > 0)
      setText(
        note,
        `Layer ${stalled.join(", ")} no longer learns: its gradient is a thousandth of the last layer's, or less.`,
      );
    draw(undefined);
  };
  return { element: box, onEvent, close: () => chart?.close() };
}
