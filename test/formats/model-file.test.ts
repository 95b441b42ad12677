/** Model files that are well-formed safetensors, but no models: each is refused for what is wrong with it. */
import { describe, expect, it } from "vitest";
import { WasmlpError } from "../../src/errors.js";
import { asInvalidFile, readModel, writeModel } from "../../src/formats/model-file.js";
import { fromFloats, readSafetensors, type SafeTensor, writeSafetensors } from "../../src/formats/safetensors.js";
import { Mlp, serializeModel } from "../../src/index.js";
import { expectError } from "../expect-error.js";

const good = new Mlp({ inputs: 2, layers: [{ units: 1, activation: "sigmoid" }], loss: "mse", seed: 5 });
const { metadata, tensors } = readSafetensors(serializeModel(good), "good");

/** The good file with other metadata (undefined: without) and other tensors. */
function fileWith(changes: Record<string, string | undefined>, ...others: SafeTensor[]): Uint8Array {
  const pairs = Object.entries({ ...Object.fromEntries(metadata), ...changes });
  const kept = Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined));
  const byName = new Map([...tensors, ...others.map((tensor) => [tensor.name, tensor] as const)]);
  return writeSafetensors([...byName.values()], kept);
}

const architecture = (units: number, activation = "sigmoid"): string =>
  JSON.stringify({ inputs: 2, layers: [{ units, activation }], loss: "mse" });

describe("readModel", () => {
  it("reads what writeModel wrote, and writes the same bytes again", () => {
    const model = readModel(serializeModel(good), "good");
    expect(model).toMatchObject({ shift: 0, seed: 5, architecture: { inputs: 2, loss: "mse" } });
    expect(writeModel(model)).toEqual(serializeModel(good));
    expect(readModel(fileWith({ seed: "4294967295", scale: "0.5", shift: "-1" }), "edge")).toMatchObject({
      scale: 0.5,
      shift: -1,
      seed: 2 ** 32 - 1,
    });
  });

  it("gives the weights as f32s", () => {
    const { parameters } = readModel(serializeModel(good), "good");
    expect(parameters).toEqual(good.parameters);
    expect(parameters[0]?.weight).toBeInstanceOf(Float32Array);
    expect(parameters[0]?.bias).toBeInstanceOf(Float32Array);
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ["no format", { format: undefined }, "(metadata format wasmlp), got no format in the metadata"],
    ["another format", { format: "pt" }, "(metadata format wasmlp), got pt"],
    ["another version", { version: "2" }, "expected version 1, got 2"],
    ["no version", { version: undefined }, "expected version 1, got undefined"],
    ["no architecture", { architecture: undefined }, "as JSON in the metadata, got no architecture"],
    ["an architecture that is no JSON", { architecture: "{" }, "as JSON in the metadata, got {"],
    ["an architecture without units", { architecture: architecture(0) }, "layers[0].units"],
    ["an unknown activation", { architecture: architecture(1, "cube") }, "layers[0].activation"],
    ["more units than weights", { architecture: architecture(3) }, "layers.0.weight of shape 3×2, got 1×2"],
    ["no scale", { scale: undefined }, "expected a finite number as scale in the metadata, got undefined"],
    ["a blank scale", { scale: " " }, "expected a finite number as scale in the metadata"],
    ["an infinite shift", { shift: "Infinity" }, "expected a finite number as shift in the metadata, got Infinity"],
    ["a shift that is no number", { shift: "one" }, "expected a finite number as shift in the metadata, got one"],
    ["a seed below 0", { seed: "-1" }, "expected a whole number from 0 to 4294967295 as seed in the metadata, got -1"],
    ["half a seed", { seed: "0.5" }, "as seed in the metadata, got 0.5"],
    ["a seed of 2³²", { seed: "4294967296" }, "as seed in the metadata, got 4294967296"],
    ["a scale too large", { scale: "1e300" }, "scale"],
  ])("refuses %s", (_, changes, said) => {
    const escaped = said.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    expectError(
      () => readModel(fileWith(changes), "a.safetensors"),
      "invalid-file",
      new RegExp(`^a\\.safetensors: .*${escaped}`),
    );
  });

  it("refuses tensors of another shape, too many and too few", () => {
    const refuse = (bytes: Uint8Array, said: RegExp): void =>
      expectError(() => readModel(bytes, "a"), "invalid-file", said);
    const named = (name: string, shape: number[]): SafeTensor =>
      fromFloats(name, shape, new Float32Array(shape.reduce((count, size) => count * size, 1)));
    refuse(fileWith({}, named("layers.0.bias", [])), /^a: expected layers\.0\.bias of shape 1, got a scalar/);
    refuse(fileWith({}, named("layers.0.weight", [2, 1])), /^a: expected layers\.0\.weight of shape 1×2, got 2×1/);
    refuse(
      fileWith({}, named("layers.1.bias", [1])),
      /^a: expected tensors of 1 layers only, got tensor layers\.1\.bias/,
    );
    const weight = tensors.get("layers.0.weight") as SafeTensor;
    refuse(writeSafetensors([weight], metadata), /^a: expected a tensor layers\.0\.bias, got none/);
    refuse(
      fileWith({}, { ...named("layers.0.bias", [1]), dtype: "I32" }),
      /^a: tensor "layers\.0\.bias": expected dtype F32/,
    );
  });

  it("keeps the reason beside what it says of the file", () => {
    try {
      readModel(fileWith({ architecture: architecture(0) }), "a");
      expect.unreachable();
    } catch (error) {
      expect((error as WasmlpError).cause).toBeInstanceOf(WasmlpError);
      expect(((error as WasmlpError).cause as WasmlpError).code).toBe("invalid-option");
    }
  });

  it("does not blame the file where there is no memory", () => {
    const error = new WasmlpError("out-of-memory", "tensors: expected 8 bytes of memory, got none");
    expect(asInvalidFile(error, "a")).toBe(error);
  });
});
