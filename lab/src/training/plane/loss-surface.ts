/**
 * The training loss around a model's present weights, and the way it walked there. Of a linear unit: over its two
 * weights, the bias held. Of a network: over the plane through the present weights along two random orthonormal
 * directions of all its parameters, and the way as it projects onto that plane.
 */
import { type Dataset, type FloatArray, Mlp, MT19937 } from "wasmlp";
import { isLinear, type PlaneModel } from "./plane-model.js";
import type { Surface } from "./plane-protocol.js";

const MOST_SIDE = 33;
const LEAST_SIDE = 9;
/** Multiply-adds a surface may cost. */
const MOST_WORK = 1e8;
const MOST_STEPS = 400;
const LEVELS = 12;

type Point = readonly [x: number, y: number];

export class LossSurface {
  readonly #model: PlaneModel;
  readonly #probe: Mlp;
  readonly #directions: readonly [Float64Array, Float64Array];
  #path: Point[] = [];
  /** Every how many epochs a step of the way is kept. */
  #stride = 1;

  constructor(model: PlaneModel) {
    this.#model = model;
    this.#probe = new Mlp({ ...model.network.architecture });
    this.#directions = isLinear(model.settings) ? weightAxes() : randomDirections(model);
    this.note(0);
  }

  /** Keeps where the weights are after an epoch. */
  note(epoch: number): void {
    if (epoch % this.#stride !== 0) return;
    this.#path.push(this.#present());
    if (this.#path.length <= MOST_STEPS) return;
    this.#path = this.#path.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }

  measure(index: number, train: Dataset): Surface {
    const weights = flat(this.#model.network);
    const present = this.#present();
    const linear = isLinear(this.#model.settings);
    const origin: Point = linear ? [0, 0] : present;
    const path = [...this.#path, present].map(([x, y]): Point => [x - origin[0], y - origin[1]]);
    const [x, y] = linear ? around(path) : aroundOrigin(path, Math.hypot(...weights));
    const side = sideFor(train.count * weights.length);
    const values = new Float32Array(side * side);
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) {
        const [a, b] = [at(x, column, side) + origin[0] - present[0], at(y, row, side) + origin[1] - present[1]];
        values[row * side + column] = this.#lossAt(weights, a, b, train);
      }
    return {
      index,
      field: { side, values: finite(values) },
      levels: quantiles(values),
      x,
      y,
      path: Float64Array.from(path.flat()),
      isStepped: this.#model.settings.kind === "perceptron",
      ...(linear && { bias: weights[2] as number }),
    };
  }

  #present(): Point {
    const weights = flat(this.#model.network);
    return [dot(this.#directions[0], weights), dot(this.#directions[1], weights)];
  }

  #lossAt(weights: Float64Array, a: number, b: number, train: Dataset): number {
    const [first, second] = this.#directions;
    const moved = weights.map((weight, i) => weight + a * (first[i] as number) + b * (second[i] as number));
    this.#probe.setParameters(shaped(this.#probe, moved));
    return this.#probe.evaluate(train).loss;
  }
}

/** w₁ and w₂ of w₁, w₂, b. */
function weightAxes(): [Float64Array, Float64Array] {
  return [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 0)];
}

/** Drawn from the model's seed, made orthogonal and of length 1 (Gram and Schmidt). */
function randomDirections({ network, settings }: PlaneModel): [Float64Array, Float64Array] {
  const random = new MT19937(settings.seed);
  const { length } = flat(network);
  const draw = (): Float64Array => Float64Array.from({ length }, () => random.normal());
  const first = unit(draw());
  const second = draw();
  const overlap = dot(first, second);
  return [first, unit(second.map((value, i) => value - overlap * (first[i] as number)))];
}

function flat(network: Mlp): Float64Array {
  return Float64Array.from(network.parameters.flatMap(({ weight, bias }) => [...weight, ...bias]));
}

function shaped(network: Mlp, values: Float64Array): { weight: FloatArray; bias: FloatArray }[] {
  let start = 0;
  const take = (count: number): Float32Array => {
    start += count;
    return Float32Array.from(values.subarray(start - count, start));
  };
  return network.architecture.layers.map(({ inputs, units }) => ({ weight: take(inputs * units), bias: take(units) }));
}

/** The way in the middle of a square. */
function around(path: readonly Point[]): [Point, Point] {
  const ranges = [0, 1]
    .map((axis) => path.map((point) => point[axis] as number))
    .map((v) => [Math.min(...v), Math.max(...v)]);
  const [x, y] = ranges as [[number, number], [number, number]];
  const half = Math.max(0.6, 0.8 * Math.max(x[1] - x[0], y[1] - y[0]));
  const centred = ([low, high]: [number, number]): Point => [(low + high) / 2 - half, (low + high) / 2 + half];
  return [centred(x), centred(y)];
}

/** Half of the weights' length at least. */
function aroundOrigin(path: readonly Point[], length: number): [Point, Point] {
  const half = Math.max(0.5 * length, 1.15 * Math.max(...path.flat().map(Math.abs)), 1e-3);
  return [
    [-half, half],
    [-half, half],
  ];
}

function at([low, high]: Point, i: number, side: number): number {
  return low + ((i + 0.5) / side) * (high - low);
}

function sideFor(workEach: number): number {
  const side = Math.floor(Math.sqrt(MOST_WORK / Math.max(workEach, 1)));
  return Math.min(MOST_SIDE, Math.max(LEAST_SIDE, side));
}

/** Losses that left the floats are as high as any. */
function finite(values: Float32Array): Float32Array {
  const most = values.reduce((high, value) => (Number.isFinite(value) ? Math.max(high, value) : high), 0);
  return values.map((value) => (Number.isFinite(value) ? value : most));
}

/** Levels with equal areas between them. */
function quantiles(values: Float32Array): number[] {
  const sorted = finite(values).sort();
  const found = Array.from({ length: LEVELS }, (_, i) => sorted[Math.floor(((i + 1) / (LEVELS + 1)) * sorted.length)]!);
  return [...new Set(found)];
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

function unit(values: Float64Array): Float64Array {
  const length = Math.sqrt(dot(values, values));
  return values.map((value) => value / length);
}
