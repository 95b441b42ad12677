/** The readers of the JSON that runs and searches leave behind, for the table of parsers. */
import { savedFieldsIn } from "../../src/cli/saved-fields.js";
import { savedRun } from "../../src/cli/saved-run.js";
import { savedSelection } from "../../src/cli/saved-selection.js";
import { resultIn } from "../../src/cli/selection-files.js";
import { modelOptions } from "../../src/cli/train-settings.js";
import { version } from "../../src/cli/version.js";
import { validateArchitecture } from "../../src/network/architecture.js";
import { finishedFits } from "../../src/selection/resume.js";
import type { Parser } from "./parser.js";
import { requireSame } from "./same.js";

const TOKENS = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "null",
  "true",
  "1e309",
  '"__proto__":{"toString":1}',
  '{"toString":1}',
  '"epochs":[]',
  '"adam"',
  '"auto"',
  "\\ud800",
  "\u001b[2J",
  '"folds":3,',
  '"key":"0123456789abcdef"',
];

const SETTINGS = {
  scaling: { scale: 2 / 255, shift: -1 },
  hidden: [5],
  activation: "sigmoid",
  outputActivation: "sigmoid",
  loss: "sumSquaredError",
  initializer: { kind: "normal", mean: 0, std: 0.1 },
  optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 },
  batchSize: 10,
  epochs: 2,
  seed: 123,
  dropLast: true,
  shuffle: true,
  scoreTraining: true,
  recordFlow: true,
  threads: "auto",
  backend: "wasm",
  math: "strict",
};

const SCORE = { loss: 0.5, accuracy: 0.9, meanSquaredError: 0.05 };
const FLOW = { gradientRms: 0.1, updateRms: null, weightRms: 0.2, activationRms: 0.3, isStalled: false };
const epoch = (n: number): object => ({
  epoch: n,
  loss: n === 1 ? 0.5 : null,
  samples: 200,
  seconds: 0.1,
  training: SCORE,
  validation: SCORE,
  flow: [FLOW, FLOW],
});

/** As `wasmlp train` writes it. */
export const RUN: Readonly<Record<string, unknown>> = {
  wasmlp: version,
  command: "wasmlp train",
  data: { data: "mnist", split: "standard", validationSize: 10, rows: { train: 190, validation: 10, test: 50 } },
  settings: SETTINGS,
  samples: 400,
  seconds: 0.2,
  stopped: "completed",
  test: SCORE,
  confusion: [[1]],
  epochs: [epoch(1), epoch(2)],
};

const FOLD = { fold: 1, score: 0.5, validation: [SCORE], training: [SCORE], key: "0123456789abcdef" };
const TRIAL = {
  trial: 0,
  parameters: { hidden: [5] },
  mean: 0.5,
  std: 0,
  folds: [FOLD, { ...FOLD, fold: 2, score: null, diverged: "it diverged" }],
};

const RESULT = { scoring: "accuracy", trials: [TRIAL], best: TRIAL, stopped: "completed" };

/** As `wasmlp cv` writes it. */
export const SEARCH: Readonly<Record<string, unknown>> = {
  wasmlp: version,
  command: "wasmlp cv",
  kind: "cv",
  data: { data: "mnist", split: "standard", rows: { train: 200, folded: 100, test: 50 } },
  folds: 2,
  networks: [{ hidden: [5], shape: "784-5-10", parameters: 3985 }],
  settings: { ...SETTINGS, epochs: 1 },
  fits: 2,
  seconds: 1,
  test: SCORE,
  winner: { samples: 100, seconds: 0.1, epochs: [epoch(1)] },
  result: RESULT,
};

const json =
  (...values: object[]) =>
  (): Uint8Array[] =>
    values.map((value) => new TextEncoder().encode(JSON.stringify(value)));

/** What is read says nothing that its network could not be: a typed refusal, or an architecture. */
function requireNetwork(settings: Parameters<typeof modelOptions>[0]): void {
  validateArchitecture(modelOptions(settings, 784, 10));
}

export const HISTORY: Parser = {
  name: "history",
  valid: json(RUN, {
    ...RUN,
    settings: {
      ...SETTINGS,
      threads: 2,
      hidden: [],
      optimizer: { kind: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    },
    epochs: [],
    stopped: "diverged",
  }),
  tokens: TOKENS,
  accept: async (bytes) => {
    const run = await savedRun(savedFieldsIn(bytes, "history.json"));
    requireSame(await savedRun(savedFieldsIn(bytes, "history.json")), run, "what was read again");
    requireNetwork(run.settings);
    return run;
  },
};

export const RESULTS: Parser = {
  name: "results",
  valid: json(SEARCH, { ...SEARCH, winner: undefined, result: { ...RESULT, best: null, stopped: "aborted" } }),
  tokens: TOKENS,
  accept: async (bytes) => {
    const saved = await savedSelection(savedFieldsIn(bytes, "results.json"));
    requireSame(saved.result.trials.length, saved.selection.networks.length, "trials, one a network");
    for (const { hidden } of saved.selection.networks) requireNetwork({ ...saved.selection.settings, hidden });
    return saved;
  },
};

export const RESUME: Parser = {
  name: "resume",
  valid: json(SEARCH, { wasmlp: version, result: { trials: [{ folds: [FOLD] }] } }),
  tokens: TOKENS,
  accept: (bytes) => {
    const fits = finishedFits(resultIn(bytes, "results.json"));
    for (const [key, { score }] of fits) {
      requireSame(/^[0-9a-f]{16}$/.test(key), true, "a key");
      requireSame(score === null || Number.isFinite(score), true, "a score");
    }
    return fits;
  },
};
