/**
 * Back-propagation against central differences, both in f64: (L(w + ε) − L(w − ε)) / 2ε for one weight at a time. What
 * is checked is the calculus of a model's own layers, loss and weights; rounding is reported beside it.
 */

import type { Dataset } from "../data/dataset.js";
import { requireFit } from "../data/sources.js";
import { invalidOption, requireOptions, WasmlpError } from "../errors.js";
import { enableReference } from "../memory/reference.js";
import { rowAddress } from "../memory/tensor.js";
import type { FloatArray, LayerParameters } from "../network/parameters.js";
import type { LayerPlan } from "../network/plan.js";
import { MT19937 } from "../random/mt19937.js";
import { gradientsOf, lossOf, openProbe, type Probe, setWeights } from "../training/probe.js";
import { requireCount } from "./fitting.js";
import { engineOf, type OpenModel, requireOpenModel } from "./open-model.js";

export interface GradientCheckOptions {
  /** Weights and biases to check in each layer, drawn at random; more than there are means all. Default 100. */
  samples?: number;
  /** Rows of the data to check on, from the first; more than there are means all. Default 32. */
  rows?: number;
  /** The step ε, above 0 and at most 1. Default 1e-5. */
  epsilon?: number;
  /** Seed of the draws, 0 … 2³² − 1. Default 0. */
  seed?: number;
}

/** One derivative, computed both ways. */
export interface CheckedDerivative {
  readonly part: "weight" | "bias";
  /** Place in the row-major [units, inputs] weights, or in the biases. */
  readonly index: number;
  readonly backPropagation: number;
  readonly difference: number;
}

export interface LayerGradientCheck {
  /** Weights and biases checked. */
  readonly checked: number;
  /**
   * Largest |difference − back-propagation| divided by the largest derivative of the layer that was checked; 0 where
   * all of both are 0. About 1e-9 where all is well; a wrong derivative gives 1e-3 and more. Where ε carries a unit of
   * relu or leakyRelu across 0, the two rightly disagree.
   */
  readonly relativeError: number;
  /** The derivative that is furthest off. */
  readonly worst: CheckedDerivative;
  /**
   * The same measure between the gradient of the model's own backend and f64, over all weights and biases: about 1e-6
   * for f32, NaN where f32 is too narrow for it.
   */
  readonly roundingError: number;
}

export interface GradientCheck {
  /** The largest of all layers. */
  readonly relativeError: number;
  /** From the inputs to the outputs. */
  readonly layers: readonly LayerGradientCheck[];
}

/**
 * Checks the gradient of a model's loss over the first rows of `data`. The cost is that of 2·samples forward passes a
 * layer in plain TypeScript. The model stays as it is.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`; `not-finite` where loss or gradient leave the finite numbers.
 */
export function gradientCheck(model: OpenModel, data: Dataset, options: GradientCheckOptions = {}): GradientCheck {
  requireOpenModel(model);
  requireFit("data", data, model.architecture);
  requireOptions(options);
  const { samples = 100, rows = 32, epsilon = 1e-5, seed = 0 } = options;
  requireCount("samples", samples);
  requireCount("rows", rows);
  if (!(typeof epsilon === "number" && epsilon > 0 && epsilon <= 1))
    throw invalidOption("epsilon", "a number above 0 and at most 1", epsilon);
  enableReference();
  const random = new MT19937(seed);
  const probe = openProbe(model.architecture, "reference-f64", data, Math.min(rows, data.count));
  const { parameters } = model;
  setWeights(probe, parameters);
  const exact = gradientsOf(probe);
  const own = ownGradients(model, data, Math.min(rows, data.count), exact);
  const layers = exact.map((gradient, l) => {
    const places = draw(gradient.weight.length + gradient.bias.length, samples, random);
    const derivatives = places.map((place) => derivative(probe, l, gradient, place, epsilon));
    const rounding = relativeError(joined(own[l] as LayerParameters), joined(gradient));
    return { ...worstOf(derivatives, l), roundingError: rounding };
  });
  return { relativeError: Math.max(...layers.map((layer) => layer.relativeError)), layers };
}

function ownGradients(model: OpenModel, data: Dataset, rows: number, exact: LayerParameters[]): LayerParameters[] {
  if (model.backend === "reference-f64") return exact;
  const probe = openProbe(model.architecture, engineOf(model), data, rows);
  setWeights(probe, model.parameters);
  return gradientsOf(probe);
}

/** `samples` different places below `count`, ascending; all where there are no more. */
function draw(count: number, samples: number, random: MT19937): number[] {
  if (samples >= count) return Array.from({ length: count }, (_, i) => i);
  const drawn = new Set<number>();
  while (drawn.size < samples) drawn.add(random.randint(0, count));
  return [...drawn].sort((a, b) => a - b);
}

/** The derivative by the weight at `place`, or by the bias behind all weights. */
function derivative(
  probe: Probe,
  l: number,
  { weight, bias }: LayerParameters,
  place: number,
  epsilon: number,
): CheckedDerivative {
  const layer = probe.plan.layers[l] as LayerPlan;
  const isWeight = place < weight.length;
  const index = isWeight ? place : place - weight.length;
  const unit = isWeight ? Math.floor(index / layer.inputs) : index;
  const row = isWeight ? rowAddress(layer.weight, index % layer.inputs) : layer.bias.address;
  return {
    part: isWeight ? "weight" : "bias",
    index,
    backPropagation: (isWeight ? weight : bias)[index] as number,
    difference: centralDifference(probe, (row >>> 2) + unit, epsilon),
  };
}

/** (L(w + ε) − L(w − ε)) / 2ε for the float at `at`, which is put back. */
function centralDifference(probe: Probe, at: number, epsilon: number): number {
  const { floats } = probe.workspace.heap;
  const value = floats[at] as number;
  floats[at] = value + epsilon;
  const above = lossOf(probe);
  floats[at] = value - epsilon;
  const below = lossOf(probe);
  floats[at] = value;
  return (above - below) / (2 * epsilon);
}

function worstOf(derivatives: readonly CheckedDerivative[], l: number): Omit<LayerGradientCheck, "roundingError"> {
  const distance = ({ backPropagation, difference }: CheckedDerivative): number =>
    Math.abs(difference - backPropagation);
  const odd = derivatives.find((one) => !Number.isFinite(distance(one)));
  if (odd)
    throw new WasmlpError(
      "not-finite",
      `layers.${l}.${odd.part}: expected finite derivatives, got ${odd.backPropagation} and ${odd.difference} at ${odd.index}`,
    );
  const worst = derivatives.reduce((a, b) => (distance(b) > distance(a) ? b : a));
  const error = relativeError(
    derivatives.map((one) => one.difference),
    derivatives.map((one) => one.backPropagation),
  );
  return { checked: derivatives.length, relativeError: error, worst };
}

/** max |x − y| / max (|x|, |y|), 0 where all are 0. */
function relativeError(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let furthest = 0;
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] as number, y[i] as number];
    furthest = Math.max(furthest, Math.abs(a - b));
    largest = Math.max(largest, Math.abs(a), Math.abs(b));
  }
  return largest === 0 ? 0 : furthest / largest;
}

function joined({ weight, bias }: LayerParameters): FloatArray {
  const values = new Float64Array(weight.length + bias.length);
  values.set(weight);
  values.set(bias, weight.length);
  return values;
}
