/**
 * The same training as a careful loop in plain JavaScript: typed arrays, f32 storage, f64 sums, inner loops that walk
 * memory in order, zeros passed over. No library; what wasmlp is raced against.
 */
import type { Adam, LayerParameters, Optimizer } from "wasmlp";

export interface PlainShape {
  readonly activation: "sigmoid" | "relu";
  readonly output: "sigmoid" | "softmax";
  readonly optimizer: Optimizer;
  /** Rows of a mini-batch at most. */
  readonly batch: number;
}

interface PlainLayer {
  readonly inputs: number;
  readonly units: number;
  /** [inputs, units] */
  readonly w: Float32Array;
  readonly b: Float32Array;
  readonly dw: Float32Array;
  readonly db: Float32Array;
  /** [batch, units]: outputs, and the loss's derivative by what goes into the activation. */
  readonly a: Float32Array;
  readonly d: Float32Array;
  /** First and second moments of w, then of b. */
  readonly m: Float32Array;
  readonly v: Float32Array;
}

export class PlainNetwork {
  readonly #shape: PlainShape;
  readonly #layers: readonly PlainLayer[];
  readonly #x: Float32Array;
  #steps = 0;

  constructor(parameters: readonly LayerParameters[], shape: PlainShape) {
    this.#shape = shape;
    this.#layers = parameters.map((one) => newLayer(one, shape.batch));
    this.#x = new Float32Array(shape.batch * (this.#layers[0]?.inputs ?? 0));
  }

  /** Row-major [units, inputs] and [units] a layer, as the library gives them. */
  get parameters(): LayerParameters[] {
    return this.#layers.map(({ w, b, inputs, units }) => ({ weight: transposed(w, inputs, units), bias: b.slice() }));
  }

  /** One update from rows of bytes: x = scale·byte + shift. */
  step(
    bytes: Uint8Array,
    labels: ArrayLike<number>,
    order: Uint32Array,
    { scale, shift }: { scale: number; shift: number },
  ): void {
    const rows = order.length;
    const first = this.#layers[0] as PlainLayer;
    for (let r = 0; r < rows; r++)
      for (let k = 0, at = order[r]! * first.inputs; k < first.inputs; k++)
        this.#x[r * first.inputs + k] = scale * bytes[at + k]! + shift;
    this.#forward(rows);
    this.#backward(rows, labels, order);
    this.#update();
  }

  #forward(rows: number): void {
    const { activation, output } = this.#shape;
    let x = this.#x;
    for (const [l, layer] of this.#layers.entries()) {
      multiply(x, layer, rows);
      activate(layer, rows, l === this.#layers.length - 1 ? output : activation);
      x = layer.a;
    }
  }

  #backward(rows: number, labels: ArrayLike<number>, order: Uint32Array): void {
    const { activation, output } = this.#shape;
    outputDelta(this.#layers.at(-1) as PlainLayer, rows, labels, order, output);
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      const layer = this.#layers[l] as PlainLayer;
      const below = this.#layers[l - 1];
      gradient(below?.a ?? this.#x, layer, rows);
      if (below) inputDelta(layer, below, rows, activation);
    }
  }

  #update(): void {
    const { optimizer } = this.#shape;
    this.#steps += 1;
    for (const { w, b, dw, db, m, v } of this.#layers)
      if (optimizer.kind === "adam") {
        adamStep(w, dw, m, v, 0, optimizer, this.#steps);
        adamStep(b, db, m, v, w.length, optimizer, this.#steps);
      } else {
        for (let i = 0; i < w.length; i++) w[i] = w[i]! - optimizer.learningRate * dw[i]!;
        for (let i = 0; i < b.length; i++) b[i] = b[i]! - optimizer.learningRate * db[i]!;
      }
  }
}

function newLayer({ weight, bias }: LayerParameters, batch: number): PlainLayer {
  const units = bias.length;
  const inputs = weight.length / units;
  return {
    inputs,
    units,
    w: transposed(weight, units, inputs),
    b: Float32Array.from(bias),
    dw: new Float32Array(weight.length),
    db: new Float32Array(units),
    a: new Float32Array(batch * units),
    d: new Float32Array(batch * units),
    m: new Float32Array(weight.length + units),
    v: new Float32Array(weight.length + units),
  };
}

function transposed(values: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) turned[c * rows + r] = values[r * columns + c]!;
  return turned;
}

/** A = X·W + b */
function multiply(x: Float32Array, { inputs, units, w, b, a }: PlainLayer, rows: number): void {
  const sums = new Float64Array(units);
  for (let r = 0; r < rows; r++) {
    sums.set(b);
    for (let k = 0; k < inputs; k++) {
      const value = x[r * inputs + k]!;
      if (value === 0) continue;
      for (let j = 0, at = k * units; j < units; j++) sums[j] = sums[j]! + value * w[at + j]!;
    }
    a.set(sums, r * units);
  }
}

function activate({ units, a }: PlainLayer, rows: number, activation: "sigmoid" | "relu" | "softmax"): void {
  const end = rows * units;
  if (activation === "relu") for (let i = 0; i < end; i++) a[i] = Math.max(0, a[i]!);
  else if (activation === "sigmoid") for (let i = 0; i < end; i++) a[i] = 1 / (1 + Math.exp(-a[i]!));
  else for (let r = 0; r < rows; r++) softmax(a.subarray(r * units, (r + 1) * units));
}

function softmax(z: Float32Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < z.length; j++) most = Math.max(most, z[j]!);
  let sum = 0;
  for (let j = 0; j < z.length; j++) {
    z[j] = Math.exp(z[j]! - most);
    sum += z[j]!;
  }
  for (let j = 0; j < z.length; j++) z[j] = z[j]! / sum;
}

/** Softmax with cross-entropy: (a − y)/rows; sigmoid with summed squares: 2(a − y)·a·(1 − a)/rows. */
function outputDelta(
  { units, a, d }: PlainLayer,
  rows: number,
  labels: ArrayLike<number>,
  order: Uint32Array,
  output: "sigmoid" | "softmax",
): void {
  for (let r = 0; r < rows; r++) {
    const label = labels[order[r]!]!;
    for (let j = 0; j < units; j++) {
      const answer = a[r * units + j]!;
      const miss = (answer - (j === label ? 1 : 0)) / rows;
      d[r * units + j] = output === "softmax" ? miss : 2 * miss * answer * (1 - answer);
    }
  }
}

/** dW = Xᵀ·D, db = Σ D */
function gradient(x: Float32Array, { inputs, units, dw, db, d }: PlainLayer, rows: number): void {
  dw.fill(0);
  db.fill(0);
  for (let r = 0; r < rows; r++) {
    const from = r * units;
    for (let j = 0; j < units; j++) db[j] = db[j]! + d[from + j]!;
    for (let k = 0; k < inputs; k++) {
      const value = x[r * inputs + k]!;
      if (value === 0) continue;
      for (let j = 0, at = k * units; j < units; j++) dw[at + j] = dw[at + j]! + value * d[from + j]!;
    }
  }
}

/** D of the layer below: (D·Wᵀ) ⊙ f′(A) */
function inputDelta(
  { inputs, units, w, d }: PlainLayer,
  below: PlainLayer,
  rows: number,
  activation: "sigmoid" | "relu",
): void {
  for (let r = 0; r < rows; r++)
    for (let k = 0; k < inputs; k++) {
      const answer = below.a[r * inputs + k]!;
      let sum = 0;
      if (activation === "sigmoid" || answer > 0)
        for (let j = 0, at = k * units, from = r * units; j < units; j++) sum += d[from + j]! * w[at + j]!;
      below.d[r * inputs + k] = activation === "sigmoid" ? sum * answer * (1 - answer) : sum;
    }
}

/** Kingma and Ba 2015, with both corrections in the step size. Moments begin at `start`. */
function adamStep(
  w: Float32Array,
  dw: Float32Array,
  m: Float32Array,
  v: Float32Array,
  start: number,
  { learningRate, beta1, beta2, epsilon }: Adam,
  steps: number,
): void {
  const [first, second] = [1 - beta1 ** steps, Math.sqrt(1 - beta2 ** steps)];
  for (let i = 0; i < w.length; i++) {
    const g = dw[i]!;
    const mean = beta1 * m[start + i]! + (1 - beta1) * g;
    const square = beta2 * v[start + i]! + (1 - beta2) * g * g;
    m[start + i] = mean;
    v[start + i] = square;
    w[i] = w[i]! - ((learningRate / first) * mean) / (Math.sqrt(square) / second + epsilon);
  }
}
