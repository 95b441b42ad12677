/** A selection on its progress line, in its table and in the name of its directory. */
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addCrossValidationOptions, addSearchOptions, type SearchFlags } from "../../src/cli/selection-options.js";
import type { NetworkResult, SelectionStart } from "../../src/cli/selection-outcome.js";
import { selectionLine } from "../../src/cli/selection-printer.js";
import {
  crossValidationSettings,
  type SelectionSettings,
  searchSettings,
  selectionName,
} from "../../src/cli/selection-settings.js";
import { formatSummary, selectionTable } from "../../src/cli/selection-table.js";

function settingsOf(kind: "cv" | "search", ...words: string[]): { flags: SearchFlags; settings: SelectionSettings } {
  const command = new Command().exitOverride();
  if (kind === "cv") addCrossValidationOptions(command);
  else addSearchOptions(command);
  const flags = command.parse(words, { from: "user" }).opts<SearchFlags>();
  return { flags, settings: kind === "cv" ? crossValidationSettings(flags) : searchSettings(flags) };
}

const nameOf = (kind: "cv" | "search", ...words: string[]): string => {
  const { flags, settings } = settingsOf(kind, ...words);
  return selectionName(flags, settings);
};

describe("the networks of a search", () => {
  it("are every depth with every number of units", () => {
    const { networks } = settingsOf("search", "--depth", "1..2", "--hidden", "9,5").settings;
    expect(networks).toEqual([{ hidden: [9] }, { hidden: [5] }, { hidden: [9, 9] }, { hidden: [5, 5] }]);
  });
  it("of cv are the one that train would train", () => {
    expect(settingsOf("cv", "--hidden", "30,20").settings).toMatchObject({
      networks: [{ hidden: [30, 20] }],
      folds: 5,
      settings: { activation: "sigmoid", loss: "sumSquaredError", epochs: 50, scoreTraining: false, math: "strict" },
    });
  });
});

describe("the name of a selection", () => {
  it("says what is compared, and what is set otherwise than in the chapter", () => {
    expect(nameOf("cv")).toBe("cv-mnist-784-50-10-seed123-folds5");
    expect(nameOf("cv", "--hidden", "none", "--folds", "10")).toBe("cv-mnist-784-10-seed123-folds10");
    expect(nameOf("search", "--depth", "1..3", "--rows", "1000")).toBe(
      "search-mnist-784-25,50,100x1,2,3-10-relu-crossEntropy-auto-adam-epochs15-seed123-folds5-rows1000",
    );
  });
  it("is another one for every other setting", () => {
    const shapes = [
      ["--depth", "1"],
      ["--hidden", "5"],
    ];
    const variants = [[], ["--folds", "4"], ["--rows", "99"], ...shapes, ["--seed", "1"], ["--math", "relaxed"]];
    expect(new Set(variants.map((words) => nameOf("search", ...words))).size).toBe(variants.length);
  });
});

describe("the progress line of a selection", () => {
  const progress = { done: 23, fits: 60, share: 0.4 };
  it("shows fits, the best mean and the time left, and a bar where there is room", () => {
    expect(selectionLine(progress, 0.9491, 31, 80)).toBe(
      "23/60 fits  ████████████░░░░░░░░░░░░░░░░░░  best 94.91 %  0:31 left",
    );
    expect(selectionLine(progress, undefined, Number.NaN, 40)).toBe("23/60 fits  ██████░░░░░░░░  -:-- left");
    expect(selectionLine(progress, 0.9491, 31, 40)).toBe("23/60 fits  best 94.91 %  0:31 left");
  });
  it("is never as wide as the terminal", () => {
    for (let columns = 4; columns <= 200; columns++)
      for (const share of [0, 0.5, 1])
        expect(selectionLine({ ...progress, share }, 0.5, 4e5 * share, columns).length).toBeLessThanOrEqual(
          columns - 3,
        );
  });
});

describe("the table", () => {
  const fold = (number: number, score: number | null) => ({
    fold: number,
    score,
    validation: score === null ? [] : [{ loss: 0.25, accuracy: score }],
    ...(score === null && { diverged: "a loss of NaN" }),
    key: "0123456789abcdef",
  });
  const trial = (index: number, mean: number | null, ...scores: (number | null)[]) => ({
    trial: index,
    parameters: { hidden: [5] },
    mean,
    std: mean === null ? null : 0.01,
    folds: scores.map((score, f) => fold(f + 1, score)),
  });
  const trials = [trial(0, 0.8, 0.79, 0.81), trial(1, 0.9, 0.89, 0.91), trial(2, null, 0.5, null), trial(3, null, 0.5)];
  const result = { scoring: "accuracy", trials, best: trials[1], stopped: "aborted" } as NetworkResult;
  const start = { kind: "search", shapes: ["a", "b", "c", "d"], parameters: [1, 2, 3000, 4], folds: 2 };

  it("marks the best network, and says what is missing", () => {
    expect(selectionTable(start as unknown as SelectionStart, result)).toEqual([
      "   network  parameters        accuracy   lowest  highest",
      "   a                 1  80.00 % ± 1.00  79.00 %  81.00 %",
      "*  b                 2  90.00 % ± 1.00  89.00 %  91.00 %",
      "   c             3,000               -  50.00 %  50.00 %  1 of 2 folds diverged",
      "   d                 4               -  50.00 %  50.00 %  1 of 2 folds done",
    ]);
  });
  it("lists the folds of one network", () => {
    const one = { ...result, trials: [trials[2]] } as NetworkResult;
    expect(selectionTable({ ...start, kind: "cv" } as unknown as SelectionStart, one)).toEqual([
      "fold      loss  accuracy",
      "   1  0.250000   50.00 %",
      "   2         -         -  diverged",
    ]);
  });
  it("writes a mean as a share with its spread in points", () => {
    expect(formatSummary({ mean: 0.9491, std: 0.005 })).toBe("94.91 % ± 0.50");
    expect(formatSummary({ mean: null, std: null })).toBe("-");
  });
});
