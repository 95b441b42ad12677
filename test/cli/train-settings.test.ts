/** From the options of `wasmlp train` to a run: the chapter's, or as far from it as asked. */
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { runName } from "../../src/cli/run-name.js";
import { describeOptimizer, describeRange, describeSettings } from "../../src/cli/run-words.js";
import { addTrainOptions, type TrainFlags } from "../../src/cli/train-options.js";
import { modelOptions, type TrainSettings, trainSettings } from "../../src/cli/train-settings.js";
import { Mlp } from "../../src/models/mlp.js";

function flagsOf(...words: string[]): TrainFlags {
  const command = new Command().exitOverride().configureOutput({ outputError: () => {} });
  addTrainOptions(command);
  return command.parse(words, { from: "user" }).opts();
}

const settingsOf = (...words: string[]): TrainSettings => trainSettings(flagsOf(...words));
const nameOf = (...words: string[]): string => runName(flagsOf(...words), settingsOf(...words), "784-50-10");

describe("the settings of a run", () => {
  it("are the chapter's where nothing is given", () => {
    expect(settingsOf()).toEqual({
      scaling: { scale: 2 / 255, shift: -1 },
      hidden: [50],
      activation: "sigmoid",
      outputActivation: "sigmoid",
      loss: "sumSquaredError",
      initializer: { kind: "normal", mean: 0, std: 0.1 },
      optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 },
      batchSize: 100,
      epochs: 50,
      seed: 123,
      dropLast: true,
      shuffle: true,
      scoreTraining: true,
      recordFlow: true,
      threads: "auto",
      backend: "wasm",
      math: "strict",
    });
    expect(flagsOf()).toMatchObject({ data: "mnist", split: "chapter", report: true });
  });
  it("change in one thing only where one option is given", () => {
    const chapter = settingsOf();
    expect(settingsOf("--epochs", "5")).toEqual({ ...chapter, epochs: 5 });
    expect(settingsOf("--keep-last")).toEqual({ ...chapter, dropLast: false });
    expect(settingsOf("--drop-last")).toEqual(chapter);
    expect(settingsOf("--no-record-flow")).toEqual({ ...chapter, recordFlow: false });
    expect(settingsOf("--no-shuffle")).toEqual({ ...chapter, shuffle: false });
    expect(settingsOf("--hidden", "none")).toEqual({ ...chapter, hidden: [] });
    expect(settingsOf("--scale", "1/255", "--shift", "0").scaling).toEqual({ scale: 1 / 255, shift: 0 });
  });
  it("take each optimizer's own defaults", () => {
    const adam = { kind: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
    expect(settingsOf("--optimizer", "adam").optimizer).toEqual(adam);
    expect(settingsOf("--optimizer", "adam", "--learning-rate", "0.01", "--beta1", "0.8").optimizer).toEqual({
      ...adam,
      learningRate: 0.01,
      beta1: 0.8,
    });
    expect(settingsOf("--momentum", "0.9", "--nesterov", "--weight-decay", "1e-4").optimizer).toEqual({
      kind: "sgd",
      learningRate: 0.1,
      momentum: 0.9,
      nesterov: true,
      weightDecay: 1e-4,
    });
  });
  it("fit the last activation to the loss", () => {
    expect(settingsOf("--loss", "crossEntropy").outputActivation).toBe("softmax");
    expect(settingsOf("--loss", "binaryCrossEntropy").outputActivation).toBe("sigmoid");
    expect(settingsOf("--loss", "perceptron", "--hidden", "none").outputActivation).toBe("identity");
    expect(settingsOf("--output-activation", "tanh").outputActivation).toBe("tanh");
  });
  it.each([
    ["--beta1: expected --optimizer adam beside it", ["--beta1", "0.5"]],
    ["--momentum: expected --optimizer sgd beside it", ["--optimizer", "adam", "--momentum", "0.5"]],
    ["--nesterov: expected --optimizer sgd beside it", ["--optimizer", "adam", "--nesterov"]],
    ["--initial-std: expected --initializer normal beside it", ["--initializer", "zeros", "--initial-std", "1"]],
    ["--output-activation: expected softmax", ["--loss", "crossEntropy", "--output-activation", "sigmoid"]],
    ["--validation-size: expected --split standard beside it", ["--validation-size", "5"]],
    ["learningRate: expected a finite number of at least 0, got -1", ["--learning-rate", "-1"]],
    ["cannot be used with option", ["--keep-last", "--drop-last"]],
  ])("are refused where one option makes another pointless: %s", (message, words) => {
    expect(() => settingsOf(...words)).toThrow(message);
  });
});

describe("the model of a run", () => {
  it("has the hidden layers asked for, then the outputs", () => {
    const { layers } = modelOptions(settingsOf("--hidden", "8,4", "--activation", "relu"), 784, 10);
    expect(layers.map(({ units, activation }) => [units, activation])).toEqual([
      [8, "relu"],
      [4, "relu"],
      [10, "sigmoid"],
    ]);
  });
  it("starts each layer its own way with --initializer auto", () => {
    const words = ["--hidden", "8", "--activation", "relu", "--initializer", "auto"];
    const { architecture } = new Mlp(modelOptions(settingsOf(...words), 784, 10));
    expect(architecture.layers.map(({ initializer }) => initializer.kind)).toEqual(["heNormal", "glorotUniform"]);
  });
});

describe("the name of a run", () => {
  it("is its data, network and seed where the rest is the chapter's", () => {
    expect(nameOf()).toBe("mnist-784-50-10-seed123");
    expect(nameOf("--no-report", "--no-score-training", "--json", "--out", "x")).toBe("mnist-784-50-10-seed123");
  });
  it("tells apart any two runs that differ in a setting", () => {
    const variants = [
      [],
      ["--data", "fashion"],
      ["--split", "standard"],
      ["--split", "standard", "--validation-size", "10"],
      ["--scale", "1/255"],
      ["--shift", "0"],
      ["--activation", "tanh"],
      ["--output-activation", "tanh"],
      ["--loss", "mse"],
      ["--loss", "crossEntropy"],
      ["--initializer", "auto"],
      ["--initial-std", "0.2"],
      ["--optimizer", "adam"],
      ["--optimizer", "adam", "--learning-rate", "0.1"],
      ["--optimizer", "adam", "--beta1", "0.99"],
      ["--optimizer", "adam", "--beta2", "0.99"],
      ["--optimizer", "adam", "--epsilon", "1e-7"],
      ["--learning-rate", "0.2"],
      ["--momentum", "0.9"],
      ["--momentum", "0.9", "--nesterov"],
      ["--weight-decay", "0.1"],
      ["--batch-size", "10"],
      ["--epochs", "10"],
      ["--seed", "10"],
      ["--keep-last"],
      ["--no-shuffle"],
      ["--backend", "reference"],
      ["--math", "relaxed"],
    ];
    expect(new Set(variants.map((words) => nameOf(...words))).size).toBe(variants.length);
  });
  it("reads well", () => {
    expect(nameOf("--data", "fashion", "--activation", "relu", "--batch-size", "32", "--seed", "7")).toBe(
      "fashion-784-50-10-relu-batch32-seed7",
    );
  });
});

describe("a run in words", () => {
  it("says what the network is and how it is trained", () => {
    const settings = settingsOf("--hidden", "32,16", "--optimizer", "adam", "--epochs", "1", "--backend", "reference");
    const { architecture } = new Mlp(modelOptions(settings, 784, 10));
    expect(describeSettings(settings, architecture)).toEqual([
      "784-32-16-10, sigmoid × 2, sigmoid, loss sumSquaredError, 25,818 parameters",
      "Adam 0.001, batch 100, 1 epoch, seed 123, reference",
    ]);
  });
  it("names what is unusual of an optimizer", () => {
    const words = ["--momentum", "0.9", "--nesterov", "--weight-decay", "0.01"];
    expect(describeOptimizer(settingsOf(...words).optimizer)).toBe("SGD 0.1, Nesterov momentum 0.9, weight decay 0.01");
    const adam = settingsOf("--optimizer", "adam", "--beta2", "0.99", "--epsilon", "1e-6").optimizer;
    expect(describeOptimizer(adam)).toBe("Adam 0.001, beta2 0.99, epsilon 0.000001");
  });
  it("gives the range of the pixels", () => {
    expect(describeRange({ scale: 2 / 255, shift: -1 })).toBe("-1 to 1");
    expect(describeRange({ scale: 1 / 255, shift: 0 })).toBe("0 to 1");
  });
});
