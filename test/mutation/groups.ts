/** What is mutated together, and the tests that judge it: those that are quick and say what that code is for. */

export interface Group {
  readonly name: string;
  /** Files of src/ without their ending; `*` stands for any part of a name. */
  readonly mutate: readonly string[];
  /** Files of test/, likewise. */
  readonly tests: readonly string[];
}

export const GROUPS: readonly Group[] = [
  {
    name: "reference",
    mutate: ["kernels/reference*"],
    tests: ["kernels/exact", "kernels/onnx", "kernels/agreement", "kernels/functions"],
  },
  {
    name: "formats",
    mutate: ["formats/*"],
    tests: ["formats/*", "models/mlp", "hostile/functions", "training/checkpoint-refusals"],
  },
  {
    name: "tables",
    mutate: ["data/folds", "data/split", "data/stratify", "data/standardize", "data/idx", "data/encoding"],
    tests: ["data/folds", "data/random-folds", "data/split", "data/standardize", "data/idx", "data/encoding"],
  },
  {
    name: "network",
    mutate: ["network/*"],
    tests: ["network/*", "models/worked-step", "models/refusals", "models/mlp", "models/perceptron", "models/adaline"],
  },
];
