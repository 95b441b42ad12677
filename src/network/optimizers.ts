/** Update rules as plain data, made by `sgd` and `adam`, validated once. Knows nothing of weights. */
import { invalidOption, requireOptions } from "../errors.js";

export interface Sgd {
  readonly kind: "sgd";
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

export interface Adam {
  readonly kind: "adam";
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

export type Optimizer = Sgd | Adam;

/**
 * Gradient descent; with `momentum` above 0, PyTorch's SGD with momentum (dampening 0), Nesterov's on request.
 * `weightDecay` is L2 on weights and biases alike: it adds weightDecay·w to the gradient.
 */
export function sgd(options: {
  /** At least 0; multiplies the gradient of the loss. */
  learningRate: number;
  /** 0 … below 1; default 0. */
  momentum?: number;
  /** Needs momentum above 0. Default false. */
  nesterov?: boolean;
  /** At least 0; default 0. */
  weightDecay?: number;
}): Sgd {
  requireOptions(options);
  return validateOptimizer({ kind: "sgd", momentum: 0, nesterov: false, weightDecay: 0, ...options }) as Sgd;
}

/** Adam (Kingma & Ba 2015), defaults as in PyTorch; `weightDecay` is L2, added to the gradient. */
export function adam(
  options: {
    /** At least 0; default 0.001. */
    learningRate?: number;
    /** 0 … below 1; default 0.9. */
    beta1?: number;
    /** 0 … below 1; default 0.999. */
    beta2?: number;
    /** Above 0; default 1e-8. */
    epsilon?: number;
    /** At least 0; default 0. */
    weightDecay?: number;
  } = {},
): Adam {
  requireOptions(options);
  const defaults = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
  return validateOptimizer({ kind: "adam", ...defaults, ...options }) as Adam;
}

/** @throws WasmlpError `invalid-option`, naming the option. */
export function validateOptimizer(given: Optimizer): Optimizer {
  // A copy first: what is checked is what is kept, also of an object whose fields change from one look to the next.
  const value = { ...given };
  if (value.kind !== "sgd" && value.kind !== "adam")
    throw invalidOption("optimizer", "what sgd(…) or adam(…) returns", given);
  requireAtLeast("learningRate", value.learningRate, 0);
  requireAtLeast("weightDecay", value.weightDecay, 0);
  if (value.kind === "adam") {
    requireFraction("beta1", value.beta1);
    requireFraction("beta2", value.beta2);
    // 1.2e-38 is the smallest normal f32: below it, epsilon would vanish.
    requireAtLeast("epsilon", value.epsilon, 1.2e-38);
    return value;
  }
  requireFraction("momentum", value.momentum);
  if (typeof value.nesterov !== "boolean") throw invalidOption("nesterov", "true or false", value.nesterov);
  if (value.nesterov && value.momentum === 0) throw invalidOption("nesterov", "momentum above 0 with it", "momentum 0");
  return value;
}

/** Arrays of the parameters' size an optimizer keeps from step to step. */
export function momentNames(optimizer: Optimizer): readonly string[] {
  if (optimizer.kind === "adam") return ["mean", "square"];
  return optimizer.momentum > 0 ? ["velocity"] : [];
}

/**
 * Plain gradient descent needs no gradient: the learning rate is folded into the output's delta, back-propagation is
 * linear in it, so each product XᵀD already is the update and is added to the weights.
 */
export function isFolded(optimizer: Optimizer): boolean {
  return optimizer.kind === "sgd" && optimizer.momentum === 0 && optimizer.weightDecay === 0;
}

function requireAtLeast(option: string, value: number, low: number): void {
  if (!(Number.isFinite(value) && value >= low))
    throw invalidOption(option, `a finite number of at least ${low}`, value);
}

function requireFraction(option: string, value: number): void {
  if (!(typeof value === "number" && value >= 0 && value < 1))
    throw invalidOption(option, "a number from 0 to below 1", value);
}
