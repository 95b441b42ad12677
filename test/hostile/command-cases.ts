/**
 * Command lines that mean nothing, for every option of every command: words that are no numbers, numbers out of range,
 * unknown names, empty texts, options that contradict each other. Kinds of options by name; what a command takes is read
 * off its help, so that a new option without a kind fails the test.
 */

/** Words in place of a whole number. */
const NO_WHOLES = [
  "",
  " ",
  "abc",
  "NaN",
  "Infinity",
  "-1",
  "-0",
  "1.5",
  "1e3",
  "0x10",
  "1_000",
  "+5",
  " 5",
  "5 ",
  "\u0661",
  "9".repeat(16),
  "1,2",
  "null",
  "\u001b[2J",
];
/** In place of a number. */
const NO_DECIMALS = [
  "",
  " ",
  "abc",
  "NaN",
  "Infinity",
  "-Infinity",
  "1e999",
  "1e99999",
  "0x1",
  "1_0",
  "1,5",
  "--1",
  "1e",
  ".",
  "2//255",
  "\u0661",
  "null",
];
const NO_CHOICES = ["", " ", "unknown", "__proto__", "constructor", "toString", "MNIST", "0", "x".repeat(100_000)];

export const KINDS: Readonly<Record<string, readonly string[]>> = {
  ...ofKind(NO_WHOLES, "epochs", "batch-size", "validation-size", "rows", "folds", "index", "seed", "threads"),
  ...ofKind(
    NO_DECIMALS,
    "scale",
    "shift",
    "initial-std",
    "learning-rate",
    "momentum",
    "beta1",
    "beta2",
    "epsilon",
    "weight-decay",
    "eta",
  ),
  ...ofKind(
    NO_CHOICES,
    "data",
    "split",
    "on",
    "activation",
    "output-activation",
    "loss",
    "initializer",
    "optimizer",
    "backend",
    "math",
  ),
  ...ofKind([""], "data-dir", "out", "output", "resume"),
  depth: ["", "abc", "-1", "1.5", "1,", "0..2", "1...3", "1e1", "9".repeat(20)],
  hidden: ["", "abc", "-1", "50,", ",50", "1.5", "1e3", "16777217", "0,50", "50,0", "NaN", "9".repeat(20)],
  batch: ["", "abc", "0", "-1", "1.5", "all", "GD", "1e3"],
};

function ofKind(words: readonly string[], ...options: string[]): Record<string, readonly string[]> {
  return Object.fromEntries(options.map((option) => [option, words]));
}

/** Numbers that are some, and out of the range of their option. */
const OUT_OF_RANGE: readonly (readonly [command: string, ...words: string[]])[] = [
  ["train", "--epochs", "0"],
  ["train", "--batch-size", "0"],
  ["train", "--seed", "4294967296"],
  ["train", "--threads", "0"],
  ["train", "--threads", "65"],
  ["train", "--learning-rate", "-1"],
  ["train", "--momentum", "1"],
  ["train", "--momentum", "-0.1"],
  ["train", "--weight-decay", "-1"],
  ["train", "--optimizer", "adam", "--beta1", "1"],
  ["train", "--optimizer", "adam", "--beta2", "-1"],
  ["train", "--optimizer", "adam", "--epsilon", "0"],
  ["train", "--initial-std", "-1"],
  ["train", "--initial-std", "1e38"],
  ["train", "--scale", "1e37"],
  ["train", "--shift", "1e38"],
  ["train", "--scale", "1/0"],
  ["cv", "--folds", "1"],
  ["cv", "--rows", "0"],
  ["search", "--depth", "0"],
  ["search", "--depth", "4..1"],
  ["search", "--depth", "1..1001"],
  ["search", "--hidden", "25,25"],
  ["search", "--hidden", "none"],
  ["adaline", "--eta", "-1"],
  ["adaline", "--epochs", "0"],
];

const CONTRADICTIONS: readonly (readonly string[])[] = [
  ["train", "--validation-size", "10"],
  ["train", "--validation-size", "10", "--split", "chapter"],
  ["train", "--keep-last", "--drop-last"],
  ["train", "--optimizer", "sgd", "--beta1", "0.9"],
  ["train", "--optimizer", "adam", "--momentum", "0.9"],
  ["train", "--optimizer", "adam", "--nesterov"],
  ["train", "--nesterov"],
  ["train", "--initializer", "zeros", "--initial-std", "1"],
  ["train", "--loss", "crossEntropy", "--output-activation", "sigmoid"],
  ["train", "--profile", "--threads", "2"],
  ["evaluate", "model.safetensors", "--validation-size", "10"],
  ["predict", "model.safetensors"],
];

const SHAPES: readonly (readonly string[])[] = [
  ["unknown"],
  ["trian"],
  [""],
  ["train", "extra"],
  ["train", "--unknown"],
  ["train", "--__proto__"],
  ["train", "--epochs"],
  ["train", "--epochs="],
  ["train", "-e", "5"],
  ["train", "--", "x"],
  ["train", "--no-epochs"],
  ["train", "--json=yes"],
  ["evaluate"],
  ["evaluate", "a", "b"],
  ["predict"],
  ["inspect"],
  ["inspect", "a", "b"],
  ["report"],
  ["report", "a", "b"],
  ["report", "a", "--output"],
  ["adaline", "x"],
  ["search", "--resume", "x"],
];

/** Lines that are asked wrongly: exit code 2. `nowhere` keeps what should be taken by mistake from training. */
export function wrongLines(options: ReadonlyMap<string, readonly string[]>, nowhere: string): string[][] {
  const end = (command: string): string[] =>
    command === "adaline"
      ? ["--out", `${nowhere}/x`]
      : command === "train" || command === "cv" || command === "search"
        ? ["--data-dir", nowhere]
        : [];
  const positional = (command: string): string[] =>
    ["evaluate", "predict", "inspect", "report"].includes(command) ? [nowhere] : [];
  const words = [...options].flatMap(([command, names]) =>
    names.flatMap((name) =>
      (KINDS[name] ?? []).map((word) => [
        command,
        ...positional(command),
        ...(name === "data-dir" || name === "out" ? [] : end(command)),
        `--${name}`,
        word,
      ]),
    ),
  );
  const given = [...OUT_OF_RANGE, ...CONTRADICTIONS].map(([command = "", ...rest]) => [
    command,
    ...end(command),
    ...rest,
  ]);
  return [...words, ...given, ...SHAPES.map((line) => [...line])];
}
