/** The readers of safetensors files and of the models in them, for the table of parsers. */
import { readFileSync } from "node:fs";
import { readModel, writeModel } from "../../src/formats/model-file.js";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.js";
import { Mlp, parseModel, serializeModel } from "../../src/index.js";
import type { Parser } from "./parser.js";
import { requireSame } from "./same.js";

export const TOKENS: readonly string[] = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\u0000",
  "\\ud800",
  "-1",
  "1e308",
  "9007199254740992",
  "\0",
  "\ufeff",
  '"dtype"',
  '"F16"',
  '"BOOL"',
  '"__metadata__":{}',
  '"__proto__":{}',
  " ",
  '{"kind":"normal","mean":0,"std":1}',
  '\\"units\\":16777216',
  '\\"softmax\\"',
  "NaN",
];

/** The length before the header made true: up to the last brace that is followed by a byte which is no space. */
function withTrueLength(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 10) return bytes;
  const end = bytes.lastIndexOf(0x7d) + 1;
  let padded = end;
  while (padded < bytes.length && padded % 8 !== 0 && bytes[padded] === 0x20) padded++;
  new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(0, BigInt(Math.max(0, padded - 8)), true);
  return bytes;
}

export const SAFETENSORS: Parser = {
  name: "safetensors",
  valid: () =>
    ["every-dtype", "linear", "unusual-but-valid", "no-tensors"].map(
      (name) => new Uint8Array(readFileSync(new URL(`../fixtures/safetensors/${name}.safetensors`, import.meta.url))),
    ),
  tokens: TOKENS,
  repair: withTrueLength,
  accept: (bytes) => {
    const { tensors, metadata } = readSafetensors(bytes, "fuzz.safetensors");
    const again = readSafetensors(writeSafetensors([...tensors.values()], metadata), "again");
    requireSame([...again.metadata], [...metadata], "metadata written again");
    requireSame([...again.tensors.keys()], [...tensors.keys()], "names written again");
    for (const [name, { dtype, shape, bytes: values }] of tensors) {
      const other = again.tensors.get(name);
      requireSame([other?.dtype, other?.shape], [dtype, shape], `${name} written again`);
      requireSame(other?.bytes, values, `values of ${name} written again`);
    }
    return tensors;
  },
};

export const MODEL: Parser = {
  name: "model",
  valid: () => [
    serializeModel(
      new Mlp({
        inputs: 2,
        layers: [
          { units: 2, activation: "tanh" },
          { units: 1, activation: "sigmoid" },
        ],
        loss: "binaryCrossEntropy",
        seed: 3,
      }),
    ),
    serializeModel(
      new Mlp({
        inputs: 1,
        layers: [{ units: 2, activation: "softmax", initializer: { kind: "normal", mean: 0, std: 0.5 } }],
        loss: "crossEntropy",
      }),
    ),
    serializeModel(new Mlp({ inputs: 3, layers: [{ units: 1 }], loss: "perceptron", seed: 2 ** 32 - 1 })),
  ],
  tokens: TOKENS,
  repair: withTrueLength,
  accept: (bytes) => {
    const data = readModel(bytes, "fuzz.safetensors");
    const { architecture, parameters } = data;
    for (const [l, { inputs, units }] of architecture.layers.entries()) {
      const { weight, bias } = parameters[l] as (typeof parameters)[0];
      requireSame([weight.length, bias.length], [units * inputs, units], `shapes of layer ${l}`);
      if (![...weight, ...bias].every(Number.isFinite)) throw new Error(`layer ${l}: weights that are not finite`);
    }
    const written = writeModel(data);
    requireSame(writeModel(readModel(written, "again")), written, "the model written again");
    const model = parseModel(bytes, "fuzz.safetensors");
    requireSame(serializeModel(model), written, "the model saved again");
    return model;
  },
};
