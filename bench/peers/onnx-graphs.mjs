// The networks of the comparison as ONNX graphs: one that classifies, and one that is a whole training step by hand:
// forward, backward, and the new weights as outputs, to be fed back. Knows operators; nothing of sessions.
import { stepScale } from "./contender.mjs";
import { onnxModel } from "./onnx-file.mjs";

const OPERATORS = { sigmoid: "Sigmoid", relu: "Relu", softmax: "Softmax" };

/** Names and shapes of the weights: w [units, inputs], which was the fastest for all products together; b [1, units]. */
export function weightShapes({ widths }) {
  const entries = widths.slice(1).flatMap((units, l) => [
    [`w${l}`, [units, widths[l]]],
    [`b${l}`, [1, units]],
  ]);
  return Object.fromEntries(entries);
}

/** x [n, inputs] to a [n, outputs]; the weights are constants: `weights` by name. */
export function inferenceGraph(order, weights) {
  const shapes = weightShapes(order);
  const constants = Object.fromEntries(Object.keys(shapes).map((k) => [k, { shape: shapes[k], values: weights[k] }]));
  const { nodes, outputs } = forward(order);
  const result = outputs.at(-1);
  return onnxModel({
    nodes,
    constants,
    inputs: { a0: ["n", order.widths[0]] },
    outputs: { [result]: ["n", order.widths.at(-1)] },
  });
}

/** a0 [batch, inputs], y [batch, outputs] and the weights to the new weights, named with `'`. */
export function stepGraph(order) {
  const { widths, activations, batchSize } = order;
  const shapes = weightShapes(order);
  const { nodes } = forward(order);
  const last = widths.length - 2;
  nodes.push(...outputDelta(order, last));
  for (let l = last; l >= 0; l--) {
    if (l > 0) nodes.push(...inputDelta(order, l));
    const step = { alpha: stepScale(order), beta: 1 };
    // W' = W + scale·Dᵀ·X and b' = b + scale·1·D
    nodes.push(node("Gemm", [`d${l}`, `a${l}`, `w${l}`], `w${l}'`, { ...step, transA: 1 }));
    nodes.push(node("Gemm", ["ones", `d${l}`, `b${l}`], `b${l}'`, step));
  }
  return onnxModel({
    nodes,
    constants: {
      ones: { shape: [1, batchSize], values: new Float32Array(batchSize).fill(1) },
      ...(activations.includes("sigmoid") && { one: { shape: [], values: Float32Array.of(1) } }),
    },
    inputs: { a0: [batchSize, widths[0]], y: [batchSize, widths.at(-1)], ...shapes },
    outputs: Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${name}'`, shape])),
  });
}

/** A(l+1) = f(A(l)·Wᵀ + b) */
function forward({ widths, activations }) {
  const nodes = [];
  const outputs = widths.slice(1).map((_, l) => {
    nodes.push(node("Gemm", [`a${l}`, `w${l}`, `b${l}`], `z${l}`, { transB: 1 }));
    nodes.push(node(OPERATORS[activations[l]], [`z${l}`], `a${l + 1}`));
    return `a${l + 1}`;
  });
  return { nodes, outputs };
}

/** D = (A − Y)·A·(1 − A) for squared errors, P − Y for cross-entropy, but for the step's scale. */
function outputDelta({ loss }, l) {
  const a = `a${l + 1}`;
  if (loss === "crossEntropy") return [node("Sub", [a, "y"], `d${l}`)];
  return [node("Sub", [a, "y"], "error"), ...timesSigmoidDerivative("error", a, `d${l}`)];
}

/** D(l−1) = (D(l)·W) ⊙ f'(A(l)) */
function inputDelta({ activations }, l) {
  const product = node("Gemm", [`d${l}`, `w${l}`], `e${l}`);
  if (activations[l - 1] === "sigmoid") return [product, ...timesSigmoidDerivative(`e${l}`, `a${l}`, `d${l - 1}`)];
  // f' of relu is the sign of its output, which is never below 0.
  return [product, node("Sign", [`a${l}`], `s${l}`), node("Mul", [`e${l}`, `s${l}`], `d${l - 1}`)];
}

function timesSigmoidDerivative(error, a, result) {
  return [
    node("Sub", ["one", a], `${result}-rest`),
    node("Mul", [a, `${result}-rest`], `${result}-slope`),
    node("Mul", [error, `${result}-slope`], result),
  ];
}

function node(type, inputs, output, attributes) {
  return { type, inputs, outputs: [output], attributes };
}
