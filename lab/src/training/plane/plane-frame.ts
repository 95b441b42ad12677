/** What a model of the plane looks like at one moment: its scores, its answers over the view, its hidden units. */
import type { Dataset, Mlp } from "wasmlp";
import type { PlaneView } from "../../state/plane/own-view.js";
import type { PlaneData } from "./plane-data.js";
import type { PlaneModel } from "./plane-model.js";
import type { EpochScore, Field, HiddenMaps, ModelFrame, ModelScore } from "./plane-protocol.js";

const REGION_SIDE = 72;
const MAP_SIDE = 24;
/** Of a layer; more would be too small to see. */
const SHOWN_UNITS = 16;

export interface Grids {
  readonly region: Float64Array;
  readonly map: Float64Array;
}

export function gridsOf(data: PlaneData): Grids {
  return { region: gridOver(data, REGION_SIDE), map: gridOver(data, MAP_SIDE) };
}

export function scoresOf({ network }: PlaneModel, { train, test }: PlaneData, epoch: number): EpochScore {
  return { epoch, training: scoreOf(network, train), ...(test && { test: scoreOf(network, test) }) };
}

export function picturesOf(model: PlaneModel, grids: Grids): Pick<ModelFrame, "region" | "hidden"> {
  return { region: regionOf(model, grids.region), hidden: hiddenOf(model.network, grids.map) };
}

/** Centres of square cells, row by row from the lowest y up, as the features of the model. */
function gridOver({ view, toFeatures }: PlaneData, side: number): Float64Array {
  const at = ([low, high]: PlaneView["x"], i: number): number => low + ((i + 0.5) / side) * (high - low);
  const grid = new Float64Array(2 * side * side);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++)
      grid.set([at(view.x, column), at(view.y, row)], 2 * (row * side + column));
  return toFeatures(grid);
}

/** A sigmoid's 0 … 1 becomes −1 … 1; so does Adaline's; a perceptron's net input, which has no bounds, by its largest. */
function regionOf({ network, threshold, settings }: PlaneModel, grid: Float64Array): Field {
  const outputs = network.predictProba(grid);
  const scale = settings.kind === "perceptron" ? largest(outputs) : 0.5;
  const values = Float32Array.from(outputs, (output) => Math.max(-1, Math.min(1, (output - threshold) / (scale || 1))));
  return { side: REGION_SIDE, values };
}

function hiddenOf(network: Mlp, grid: Float64Array): HiddenMaps[] {
  if (network.architecture.layers.length < 2) return [];
  return network
    .activations(grid)
    .slice(0, -1)
    .map(({ values, shape: [rows, all] }) => {
      const units = Math.min(all, SHOWN_UNITS);
      const maps = new Float32Array(units * rows);
      for (let unit = 0; unit < units; unit++)
        for (let row = 0; row < rows; row++) maps[unit * rows + row] = values[row * all + unit] as number;
      return { side: MAP_SIDE, units, values: maps, limit: largest(maps) };
    });
}

function scoreOf(network: Mlp, rows: Dataset): ModelScore {
  const { loss, accuracy = Number.NaN } = network.evaluate(rows);
  return { loss, accuracy };
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] as number));
  return most;
}
