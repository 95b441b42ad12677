/** Runs of small networks as PyTorch has them (fixtures/pytorch/make-traces.py), and how far a backend is from them. */
import { readFileSync } from "node:fs";
import {
  type ActivationName,
  adam,
  type Backend,
  dataset,
  type FloatArray,
  type LossName,
  Mlp,
  type Optimizer,
  sgd,
} from "../../src/index.js";

type Numbers = readonly number[];

export interface Trace {
  /** Index in `optimizers`. */
  readonly optimizer: number;
  readonly loss: LossName;
  readonly output: ActivationName;
  readonly hidden: ActivationName;
  /** At each of `steps`: the loss before it, and the sums of coefficient times value after it. */
  readonly seen: readonly Numbers[];
}

interface Fixture {
  readonly features: Numbers;
  readonly targets: Numbers;
  readonly start: readonly [Numbers, Numbers, Numbers, Numbers];
  readonly steps: Numbers;
  readonly optimizers: readonly Optimizer[];
  readonly traces: readonly Trace[];
  /** After the last step, of some of the traces. */
  readonly parameters: readonly { readonly trace: number; readonly values: readonly Numbers[] }[];
}

export const fixture: Fixture = JSON.parse(
  readFileSync(new URL("../fixtures/pytorch/traces.json", import.meta.url), "utf8"),
);

const INPUTS = 5;
const data = dataset({
  features: Float32Array.from(fixture.features),
  width: INPUTS,
  targets: Float32Array.from(fixture.targets),
});
const wholeParameters = new Map(fixture.parameters.map(({ trace, values }) => [trace, values]));

const floats = (values: Numbers): Float64Array => Float64Array.from(values);

function openModel({ loss, output, hidden }: Trace, backend: Backend): Mlp {
  const [w1, b1, w2, b2] = fixture.start;
  const layers = [
    { units: b1.length, activation: hidden },
    { units: b2.length, activation: output },
  ];
  const model = new Mlp({ inputs: INPUTS, layers, loss, backend });
  model.setParameters([
    { weight: floats(w1), bias: floats(b1) },
    { weight: floats(w2), bias: floats(b2) },
  ]);
  return model;
}

function coefficient(i: number): number {
  return ((37 * i) % 101) / 101 - 0.5;
}

/** The largest distances of a run from PyTorch's. What rounding adds early stays when a value has become small. */
export interface Distance {
  /** Of a loss, relative to the first. */
  readonly loss: number;
  /** Of a sum of coefficient times value, relative to the sum of their sizes, now or at the start. */
  readonly sum: number;
  /** Of a parameter, relative to the largest of its array; NaN where the fixture does not hold the parameters. */
  readonly parameter: number;
}

/** Performs the steps of a trace, all rows each, and compares. */
export function distanceFrom(index: number, backend: Backend): Distance {
  const trace = fixture.traces[index] as Trace;
  const model = openModel(trace, backend);
  const options = fixture.optimizers[trace.optimizer] as Optimizer;
  const optimizer = options.kind === "adam" ? adam(options) : sgd(options);
  const firstLoss = trace.seen[0]?.[0] as number;
  let [lossDistance, sumDistance] = [0, 0];
  for (let step = 1, seen = 0; seen < fixture.steps.length; step++) {
    const { loss } = model.partialFit(data, { optimizer });
    if (step !== fixture.steps[seen]) continue;
    const [wantedLoss, ...wantedSums] = trace.seen[seen] as [number, ...number[]];
    lossDistance = Math.max(lossDistance, Math.abs(loss - wantedLoss) / firstLoss);
    arraysOf(model).forEach((values, i) => {
      sumDistance = Math.max(sumDistance, sumDistanceOf(values, wantedSums[i] as number, fixture.start[i] as Numbers));
    });
    seen++;
  }
  return { loss: lossDistance, sum: sumDistance, parameter: parameterDistance(model, wholeParameters.get(index)) };
}

function arraysOf(model: Mlp): FloatArray[] {
  return model.parameters.flatMap(({ weight, bias }) => [weight, bias]);
}

function sumDistanceOf(values: FloatArray, wanted: number, start: Numbers): number {
  let [sum, size, sizeAtStart] = [0, 0, 0];
  values.forEach((value, i) => {
    sum += coefficient(i) * value;
    size += Math.abs(coefficient(i) * value);
    sizeAtStart += Math.abs(coefficient(i) * (start[i] as number));
  });
  return Math.abs(sum - wanted) / Math.max(size, sizeAtStart);
}

function parameterDistance(model: Mlp, wanted: readonly Numbers[] | undefined): number {
  if (!wanted) return Number.NaN;
  const distances = arraysOf(model).map((values, i) => {
    const of = wanted[i] as Numbers;
    const largest = Math.max(...of.map(Math.abs));
    return Math.max(...of.map((value, j) => Math.abs((values[j] as number) - value))) / largest;
  });
  return Math.max(...distances);
}
