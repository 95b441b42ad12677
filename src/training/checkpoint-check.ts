/** Whether a value is a checkpoint: it may come from a file, from another page, or from a mistake. Changes nothing. */
import { invalidOption, shapeMismatch, WasmlpError } from "../errors.js";
import type { Score } from "../evaluation/evaluate.js";
import { type Architecture, type Layer, requireOneOf, validateArchitecture } from "../network/architecture.js";
import { momentNames, validateOptimizer } from "../network/optimizers.js";
import type { LayerParameters } from "../network/parameters.js";
import type { Checkpoint, SeenOrder } from "./checkpoint.js";
import { ARITHMETICS, type CheckpointSettings } from "./checkpoint-settings.js";
import type { LayerFlow } from "./flow.js";
import type { EpochResult } from "./history.js";
import type { Position } from "./run.js";

/**
 * @param name of the value, for messages
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`, naming the field.
 */
export function requireCheckpoint(value: Checkpoint, name: string): void {
  requireObject(name, value);
  const { architecture, settings, position, seed } = value;
  requireObject(`${name}.architecture`, architecture);
  const checked = validateArchitecture(architecture);
  const isSame = JSON.stringify(checked) === JSON.stringify(architecture);
  demand(isSame, `${name}.architecture`, "the architecture of a model", architecture);
  requireSettings(`${name}.settings`, settings);
  requireArrays(name, value, checked);
  requireNumber(`${name}.scale`, value.scale);
  requireNumber(`${name}.shift`, value.shift);
  requireWhole(`${name}.seed`, seed, 0, 0xffffffff);
  requirePosition(`${name}.position`, position);
  requireHistory(name, value, checked);
  requireOrder(`${name}.order`, value.order, position);
  if (value.notes !== undefined) requireText(`${name}.notes`, value.notes);
}

function requireSettings(name: string, settings: CheckpointSettings): void {
  requireObject(name, settings);
  requireOneOf(`${name}.arithmetic`, settings.arithmetic, ARITHMETICS);
  validateOptimizer(settings.optimizer);
  requireWhole(`${name}.batchSize`, settings.batchSize, 1);
  for (const key of ["dropLast", "scoreTraining", "recordFlow"] as const)
    demand(typeof settings[key] === "boolean", `${name}.${key}`, "true or false", settings[key]);
  for (const key of ["order", "data", "validation", "rowWeights"] as const)
    requireText(`${name}.${key}`, settings[key]);
}

/** Weights are finite; a moment may have overflowed and the weights not. */
function requireArrays(name: string, value: Checkpoint, { layers }: Architecture): void {
  const { parameters, moments, epochStart, settings, position } = value;
  const isDouble = settings.arithmetic === "f64";
  requireLayers(`${name}.parameters`, parameters, layers, isDouble, true);
  const each = momentNames(settings.optimizer);
  const shapes = layers.flatMap((layer) => each.map(() => layer));
  requireLayers(`${name}.moments`, moments, shapes, isDouble, false);
  const needsStart = settings.recordFlow && position?.step > 0;
  if (needsStart || epochStart !== undefined)
    requireLayers(`${name}.epochStart`, epochStart as Checkpoint["parameters"], layers, isDouble, true);
}

function requireLayers(
  name: string,
  values: readonly LayerParameters[],
  shapes: readonly Layer[],
  isDouble: boolean,
  mustBeFinite: boolean,
): void {
  demand(Array.isArray(values), name, "an array of layers", values);
  if (values.length !== shapes.length) throw shapeMismatch(name, `${shapes.length} layers`, values.length);
  for (const [l, { inputs, units }] of shapes.entries()) {
    const layer = values[l] as LayerParameters;
    requireObject(`${name}[${l}]`, layer);
    for (const [part, length] of [
      ["weight", inputs * units],
      ["bias", units],
    ] as const) {
      const what = `${name}[${l}].${part}`;
      const array = layer[part];
      const FloatArray = isDouble ? Float64Array : Float32Array;
      demand(array instanceof FloatArray, what, `a ${FloatArray.name}`, array);
      if (array.length !== length) throw shapeMismatch(what, `${length} values`, array.length);
      const wrong = mustBeFinite ? array.findIndex((each) => !Number.isFinite(each)) : -1;
      if (wrong >= 0)
        throw new WasmlpError("not-finite", `${what}: expected finite numbers, got ${array[wrong]} at ${wrong}`);
    }
  }
}

function requirePosition(name: string, position: Position): void {
  requireObject(name, position);
  requireWhole(`${name}.epoch`, position.epoch, 1);
  for (const key of ["step", "rows", "steps", "samples"] as const) requireWhole(`${name}.${key}`, position[key], 0);
  for (const key of ["lossSum", "epochBegan", "seconds"] as const) requireNumber(`${name}.${key}`, position[key]);
  requireObject(`${name}.correction`, position.correction);
  for (const key of ["power1", "power2"] as const) {
    const power = position.correction[key];
    demand(typeof power === "number" && power >= 0 && power <= 1, `${name}.correction.${key}`, "0 to 1", power);
  }
}

/** All epochs before the one at hand, in order, with the scores that the settings ask for. */
function requireHistory(name: string, { history, position, settings }: Checkpoint, { layers }: Architecture): void {
  demand(Array.isArray(history), `${name}.history`, "an array", history);
  if (history.length !== position.epoch - 1)
    throw shapeMismatch(`${name}.history`, `${position.epoch - 1} epochs`, history.length);
  for (const [i, epoch] of history.entries()) {
    const place = `${name}.history[${i}]`;
    requireObject(place, epoch);
    requireWhole(`${place}.epoch`, epoch.epoch, i + 1, i + 1);
    requireWhole(`${place}.samples`, epoch.samples, 1);
    requireNumber(`${place}.loss`, epoch.loss);
    requireNumber(`${place}.seconds`, epoch.seconds);
    requireScores(place, epoch, settings);
    if (settings.recordFlow) requireFlow(`${place}.flow`, epoch.flow, layers.length);
  }
}

function requireScores(place: string, epoch: EpochResult, { scoreTraining, validation }: CheckpointSettings): void {
  for (const [key, isWanted] of [
    ["training", scoreTraining],
    ["validation", validation !== "none"],
  ] as const) {
    if (!isWanted) continue;
    const score = epoch[key] as Score;
    requireObject(`${place}.${key}`, score);
    for (const part of new Set(["loss", ...Object.keys(score)]) as Set<keyof Score>)
      demand(typeof score[part] === "number", `${place}.${key}.${part}`, "a number", score[part]);
  }
}

function requireFlow(place: string, flow: readonly LayerFlow[] | undefined, layers: number): void {
  demand(Array.isArray(flow) && flow.length === layers, place, `an array of ${layers} layers`, flow);
  for (const layer of flow as LayerFlow[]) {
    requireObject(place, layer);
    const { isStalled, gradientRms, updateRms, weightRms, activationRms } = layer;
    demand(typeof isStalled === "boolean", `${place}.isStalled`, "true or false", isStalled);
    for (const number of [gradientRms, updateRms, weightRms, activationRms])
      demand(typeof number === "number", place, "numbers", number);
  }
}

/** That of the epoch at hand once it has begun, else that of the epoch before. */
function requireOrder(name: string, order: SeenOrder | undefined, { epoch, step }: Position): void {
  const seen = step > 0 ? epoch : epoch - 1;
  if (seen === 0 && order === undefined) return;
  requireObject(name, order);
  const { epoch: of, fingerprint } = order as SeenOrder;
  requireWhole(`${name}.epoch`, of, seen, epoch);
  requireText(`${name}.fingerprint`, fingerprint);
}

function requireObject(what: string, value: unknown): void {
  demand(typeof value === "object" && value !== null && !Array.isArray(value), what, "an object", value);
}

function requireText(what: string, value: unknown): void {
  demand(typeof value === "string", what, "a text", value);
}

function requireNumber(what: string, value: unknown): void {
  demand(Number.isFinite(value), what, "a finite number", value);
}

function requireWhole(what: string, value: number, least: number, most: number = Number.MAX_SAFE_INTEGER): void {
  const expected = least === most ? `${least}` : `a whole number of at least ${least}`;
  demand(Number.isInteger(value) && value >= least && value <= most, what, expected, value);
}

function demand(isRight: boolean, what: string, expected: string, got: unknown): void {
  if (!isRight) throw invalidOption(what, expected, got);
}
