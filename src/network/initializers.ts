/**
 * What a layer's weights are before training: a recipe as plain data, and the draws that follow it.
 * Knows a random stream and two widths; nothing of layers, memory or kernels.
 *
 * Names and formulas are those of Keras, but Gaussians are plain, not truncated at two standard deviations.
 */
import { invalidOption, requireOptions, WasmlpError } from "../errors.js";
import type { MT19937 } from "../random/mt19937.js";

/** How weights are drawn. Made by the functions below; safe to store as JSON and to post. */
export type Initializer =
  | { readonly kind: "normal"; readonly mean: number; readonly std: number }
  | { readonly kind: "uniform"; readonly limit: number }
  | { readonly kind: "glorotUniform" | "glorotNormal" | "heUniform" | "heNormal" | "zeros" };

const PLAIN_KINDS = ["glorotUniform", "glorotNormal", "heUniform", "heNormal", "zeros"] as const;
const KINDS: readonly string[] = ["normal", "uniform", ...PLAIN_KINDS];

/** A Gaussian draw lies within 12.1 std, so that mean and std up to this stay finite as f32. */
const LARGEST = 1e37;

/**
 * Gaussian weights.
 * @param options std from 0 to 1e37, default 0.1; mean from -1e37 to 1e37, default 0.
 * @throws WasmlpError `invalid-option`.
 */
export function normal(options: { std?: number; mean?: number } = {}): Initializer {
  requireOptions(options ?? {});
  const { std = 0.1, mean = 0 } = options ?? {};
  return checkedNormal(std, mean, "");
}

/**
 * Weights spread evenly over [-limit, limit].
 * @param options limit from 0 to 1e37.
 * @throws WasmlpError `invalid-option`.
 */
export function uniform(options: { limit: number }): Initializer {
  requireOptions(options ?? {});
  return checkedUniform(options?.limit, "");
}

/** Even over ±sqrt(6 / (fanIn + fanOut)): Glorot and Bengio 2010, for sigmoid and tanh. */
export function glorotUniform(): Initializer {
  return { kind: "glorotUniform" };
}

/** Gaussian, std sqrt(2 / (fanIn + fanOut)): Glorot and Bengio 2010, for sigmoid and tanh. */
export function glorotNormal(): Initializer {
  return { kind: "glorotNormal" };
}

/** Even over ±sqrt(6 / fanIn): He et al. 2015, for ReLU. */
export function heUniform(): Initializer {
  return { kind: "heUniform" };
}

/** Gaussian, std sqrt(2 / fanIn): He et al. 2015, for ReLU. */
export function heNormal(): Initializer {
  return { kind: "heNormal" };
}

/** All weights 0; nothing is drawn. For models of one layer: hidden units would stay equal to each other. */
export function zeros(): Initializer {
  return { kind: "zeros" };
}

/**
 * A value that came from outside (an option, a file) as an initializer, copied.
 * @param option what to call it in the message.
 * @throws WasmlpError `invalid-option` for an unknown kind, a number out of range, or a field the kind does not have.
 */
export function validateInitializer(value: unknown, option: string): Initializer {
  if (typeof value !== "object" || value === null)
    throw invalidOption(option, "an initializer such as normal()", value);
  const { kind, mean, std, limit, ...unknown } = value as Record<string, unknown>;
  if (typeof kind !== "string" || !KINDS.includes(kind)) throw invalidOption(`${option}.kind`, KINDS.join(", "), kind);
  const others = { ...unknown, ...(kind !== "normal" && { mean, std }), ...(kind !== "uniform" && { limit }) };
  for (const [name, other] of Object.entries(others))
    if (other !== undefined) throw invalidOption(`${option}.${name}`, `no such field for ${kind}`, other);
  if (kind === "normal") return checkedNormal(std, mean, `${option}.`);
  if (kind === "uniform") return checkedUniform(limit, `${option}.`);
  return { kind: kind as (typeof PLAIN_KINDS)[number] };
}

/**
 * The first weights of a layer, row-major [fanOut, fanIn], drawn in that order: one draw a weight.
 * @param rng the stream to draw from; it moves on.
 * @param fanIn inputs of the layer, at least 1.
 * @param fanOut units of the layer, at least 1.
 * @throws WasmlpError `invalid-option`; `out-of-memory`.
 */
export function initialWeights(initializer: Initializer, rng: MT19937, fanIn: number, fanOut: number): Float64Array {
  requireWidth("fanIn", fanIn);
  requireWidth("fanOut", fanOut);
  const recipe = validateInitializer(initializer, "initializer");
  const weights = allocate(fanIn, fanOut);
  switch (recipe.kind) {
    case "normal":
      return drawNormal(weights, rng, recipe.mean, recipe.std);
    case "uniform":
      return drawUniform(weights, rng, recipe.limit);
    case "glorotUniform":
      return drawUniform(weights, rng, Math.sqrt(6 / (fanIn + fanOut)));
    case "glorotNormal":
      return drawNormal(weights, rng, 0, Math.sqrt(2 / (fanIn + fanOut)));
    case "heUniform":
      return drawUniform(weights, rng, Math.sqrt(6 / fanIn));
    case "heNormal":
      return drawNormal(weights, rng, 0, Math.sqrt(2 / fanIn));
    case "zeros":
      return weights;
  }
}

function drawNormal(weights: Float64Array, rng: MT19937, mean: number, std: number): Float64Array {
  for (let i = 0; i < weights.length; i++) weights[i] = rng.normal(mean, std);
  return weights;
}

function drawUniform(weights: Float64Array, rng: MT19937, limit: number): Float64Array {
  for (let i = 0; i < weights.length; i++) weights[i] = rng.uniform(-limit, limit);
  return weights;
}

function checkedNormal(std: unknown, mean: unknown, path: string): Initializer {
  return { kind: "normal", mean: inRange(`${path}mean`, mean, -LARGEST), std: inRange(`${path}std`, std, 0) };
}

function checkedUniform(limit: unknown, path: string): Initializer {
  return { kind: "uniform", limit: inRange(`${path}limit`, limit, 0) };
}

function inRange(option: string, value: unknown, least: number): number {
  if (typeof value === "number" && value >= least && value <= LARGEST) return value;
  throw invalidOption(option, `a number from ${least} to ${LARGEST}`, value);
}

function requireWidth(option: string, width: number): void {
  if (!Number.isSafeInteger(width) || width < 1) throw invalidOption(option, "a whole number above 0", width);
}

function allocate(fanIn: number, fanOut: number): Float64Array {
  try {
    return new Float64Array(fanIn * fanOut);
  } catch (cause) {
    throw new WasmlpError("out-of-memory", `expected room for ${fanOut} x ${fanIn} weights, got none`, { cause });
  }
}
