/** Safetensors files that are well-formed and yet no models: wrong metadata, networks that cannot be, tensors amiss. */
import { fromFloats, type SafeTensor, writeSafetensors } from "../../src/formats/safetensors.js";
import { type ByteCase, casesOfKind } from "./byte-case.js";

const LAYER = { units: 2, activation: "tanh", initializer: { kind: "zeros" } };
const NETWORK = { inputs: 3, layers: [LAYER], loss: "mse" };
const METADATA: Readonly<Record<string, string>> = {
  format: "wasmlp",
  version: "1",
  architecture: JSON.stringify(NETWORK),
  scale: "1",
  shift: "0",
  seed: "1",
};
const WEIGHT = fromFloats("layers.0.weight", [2, 3], new Float32Array(6));
const BIAS = fromFloats("layers.0.bias", [2], new Float32Array(2));

const model =
  (metadata: object = {}, tensors: readonly SafeTensor[] = [WEIGHT, BIAS]): (() => Uint8Array) =>
  () => {
    const all = Object.entries({ ...METADATA, ...metadata }).filter(([, text]) => text !== undefined);
    return writeSafetensors(tensors, new Map(all as [string, string][]));
  };
const network = (json: unknown): (() => Uint8Array) =>
  model({ architecture: typeof json === "string" ? json : JSON.stringify(json) });
const layer = (fields: object): (() => Uint8Array) => network({ ...NETWORK, layers: [{ ...LAYER, ...fields }] });
const row = (name: string, bytes: () => Uint8Array, word: string): ByteCase[] =>
  casesOfKind("model", [[name, bytes, word]]);

const NO_NUMBERS = [null, "2", true, [], {}, [2], -1, 0, 1.5, 1e9, 1e300, -0.5, 2 ** 53];
const NO_WORDS = [null, "", "swish", 5, [], ["tanh"], {}, true, "__proto__", "constructor", "TANH"];
const NO_OBJECTS = [null, 5, "x", true, [], [[]]];
const NO_TEXTS = ["", " ", "NaN", "Infinity", "-Infinity", "1e309", "one", "0x", "1,5", "null", "{}"];

/** With values other than the given one at one place of the tensors. */
const weightsOf = (value: number, dtype: "F32" | "F64" = "F32"): (() => Uint8Array) => {
  if (dtype === "F32")
    return model({}, [fromFloats("layers.0.weight", [2, 3], new Float32Array(6).fill(value, 5)), BIAS]);
  const bytes = new Uint8Array(new Float64Array(6).fill(value, 5).buffer);
  return model({}, [{ name: "layers.0.weight", dtype, shape: [2, 3], bytes }, BIAS]);
};

export const MODEL_CASES: readonly ByteCase[] = [
  ...NO_NUMBERS.flatMap((value) =>
    row(`inputs ${JSON.stringify(value)}`, network({ ...NETWORK, inputs: value }), "inputs"),
  ),
  ...NO_NUMBERS.flatMap((value) => row(`units ${JSON.stringify(value)}`, layer({ units: value }), "units")),
  ...NO_WORDS.flatMap((value) =>
    row(`activation ${JSON.stringify(value)}`, layer({ activation: value }), "activation"),
  ),
  ...NO_WORDS.flatMap((value) => row(`loss ${JSON.stringify(value)}`, network({ ...NETWORK, loss: value }), "loss")),
  ...NO_OBJECTS.flatMap((value) =>
    row(`a layer that is ${JSON.stringify(value)}`, network({ ...NETWORK, layers: [value] }), "layers[0]"),
  ),
  ...NO_OBJECTS.slice(0, 4).flatMap((value) =>
    row(`layers that are ${JSON.stringify(value)}`, network({ ...NETWORK, layers: value }), "layers"),
  ),
  ...NO_OBJECTS.flatMap((value) =>
    row(`an initializer that is ${JSON.stringify(value)}`, layer({ initializer: value }), "initializer"),
  ),
  ...NO_OBJECTS.slice(0, 4).flatMap((value) =>
    row(`an architecture that is ${JSON.stringify(value)}`, network(JSON.stringify(value)), "options"),
  ),
  ...["", "{", "undefined", "NaN", "{'inputs':3}", "\u0000"].flatMap((text) =>
    row(`an architecture of ${JSON.stringify(text)}`, network(text || " "), "the architecture as JSON"),
  ),
  ...["scale", "shift", "seed"].flatMap((key) => [
    ...NO_TEXTS.flatMap((text) => row(`${key} ${JSON.stringify(text)}`, model({ [key]: text }), key)),
    ...row(`no ${key}`, model({ [key]: undefined }), key),
  ]),
  ...["-1", "0.5", "4294967296", "1e308"].flatMap((text) => row(`seed ${text}`, model({ seed: text }), "seed")),
  ...["1e37", "-1e300"].flatMap((text) => row(`scale ${text}`, model({ scale: text }), "scale")),
  ...["1e38", "-1e300"].flatMap((text) => row(`shift ${text}`, model({ shift: text }), "shift")),
  ...["pt", "", "WASMLP", "wasmlp "].flatMap((format) =>
    row(`format ${JSON.stringify(format)}`, model({ format }), "a model written by wasmlp"),
  ),
  ...["0", "2", "", "1.0"].flatMap((version) =>
    row(`version ${JSON.stringify(version)}`, model({ version }), "version 1"),
  ),
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].flatMap((value) =>
    row(`a weight of ${value}`, weightsOf(value), "finite numbers"),
  ),
  ...row("a weight beyond f32", weightsOf(1e39, "F64"), "the range of f32"),
  ...row("no format", model({ format: undefined }), "no format in the metadata"),
  ...row("no architecture", model({ architecture: undefined }), "no architecture"),
  ...row("no layers", network({ ...NETWORK, layers: [] }), "from 1 to 1000 layers"),
  ...row("1001 layers", network({ ...NETWORK, layers: Array(1001).fill(LAYER) }), "from 1 to 1000 layers"),
  ...row(
    "a billion parameters",
    network({ ...NETWORK, inputs: 2 ** 24, layers: [{ ...LAYER, units: 2 ** 24 }] }),
    "parameters",
  ),
  ...row(
    "an architecture 100,000 levels deep",
    network(`${'{"layers":['.repeat(100_000)}${"]}".repeat(100_000)}`),
    "inputs",
  ),
  ...row(
    "a key __proto__ in place of the layers",
    network('{"inputs":3,"loss":"mse","__proto__":{"layers":[{"units":2}]}}'),
    "layers",
  ),
  ...row("cross-entropy without softmax", network({ ...NETWORK, loss: "crossEntropy" }), "softmax"),
  ...row(
    "a perceptron of two layers",
    network({ ...NETWORK, layers: [LAYER, { units: 1 }], loss: "perceptron" }),
    "one layer",
  ),
  ...row("an initializer of a field too many", layer({ initializer: { kind: "zeros", std: 1 } }), "initializer.std"),
  ...row(
    "an initializer of an infinite std",
    layer({ initializer: { kind: "normal", mean: 0, std: 1e300 } }),
    "initializer.std",
  ),
  ...row("weights of a larger layer", layer({ units: 3 }), "of shape 3×3"),
  ...row(
    "weights the other way round",
    model({}, [fromFloats("layers.0.weight", [3, 2], new Float32Array(6)), BIAS]),
    "of shape 2×3",
  ),
  ...row(
    "weights without a shape",
    model({}, [fromFloats("layers.0.weight", [6], new Float32Array(6)), BIAS]),
    "of shape 2×3",
  ),
  ...row("no bias", model({}, [WEIGHT]), "a tensor layers.0.bias"),
  ...row("no tensors", model({}, []), "a tensor layers.0.weight"),
  ...row("a tensor too many", model({}, [WEIGHT, BIAS, fromFloats("extra", [1], new Float32Array(1))]), "tensor extra"),
  ...row(
    "a layer too many",
    model({}, [WEIGHT, BIAS, fromFloats("layers.1.bias", [1], new Float32Array(1))]),
    "tensor layers.1.bias",
  ),
  ...casesOfKind("model", [["weights of whole numbers", model({}, [{ ...WEIGHT, dtype: "I32" }, BIAS]), "dtype F32"]]),
];
