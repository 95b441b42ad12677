/** The progress line in terminals of every width, and how it is drawn and taken away. */
import { describe, expect, it } from "vitest";
import { epochTableHead, epochTableRow } from "../../src/cli/epoch-table.js";
import { LiveLine } from "../../src/cli/live-line.js";
import { bar, progressLine, type RunProgress } from "../../src/cli/progress-line.js";
import { memoryHost } from "./memory-host.js";

const progress: RunProgress = {
  epoch: 12,
  epochs: 50,
  done: 0.23,
  loss: 0.049904,
  lossName: "MSE",
  trainingAccuracy: 0.9251,
  validationAccuracy: 0.9224,
  samplesPerSecond: 72_300,
  secondsLeft: 83,
};

describe("the progress line", () => {
  it("shows everything where there is room", () => {
    expect(progressLine(progress, 120)).toBe(
      "12/50  ███████░░░░░░░░░░░░░░░░░░░░░░░  MSE 0.04990  train 92.51 %  valid 92.24 %  72k/s  1:23 left",
    );
  });
  it("leaves out what matters least as it gets narrower", () => {
    expect(progressLine(progress, 60)).toBe("12/50  MSE 0.04990  valid 92.24 %  72k/s  1:23 left");
    expect(progressLine(progress, 40)).toBe("12/50  valid 92.24 %  1:23 left");
    expect(progressLine(progress, 20)).toBe("12/50  1:23 left");
    expect(progressLine(progress, 10)).toBe("12/50");
  });
  it("is never as wide as the terminal, and always begins with the epoch", () => {
    for (let columns = 20; columns <= 200; columns++)
      for (const epochs of [1, 50, 100_000])
        for (const done of [0, 0.001, 0.5, 1]) {
          const line = progressLine({ ...progress, epoch: 1, epochs, done, secondsLeft: 400_000 * done }, columns);
          expect(line.length, `${columns} columns`).toBeLessThanOrEqual(columns - 3);
          expect(line).toMatch(/^ *1\//);
        }
  });
  it("survives terminals of hardly any width", () => {
    for (let columns = 0; columns < 20; columns++)
      expect(progressLine(progress, columns).length).toBeLessThanOrEqual(Math.max(0, columns - 3));
  });
  it("has no accuracy before the first epoch is over", () => {
    const line = progressLine({ ...progress, trainingAccuracy: undefined, validationAccuracy: undefined }, 200);
    expect(line).not.toMatch(/train|valid|NaN|undefined/);
  });
  it("says so where speed and time are not known yet", () => {
    const line = progressLine({ ...progress, samplesPerSecond: Number.NaN, secondsLeft: Number.NaN }, 200);
    expect(line).toContain("-/s  -:-- left");
  });
  it("fills its bar in proportion", () => {
    expect(bar(0.5, 10)).toBe("█████░░░░░");
    expect([bar(-1, 4), bar(2, 4), bar(Number.NaN, 4), bar(1, 500).length]).toEqual(["░░░░", "████", "░░░░", 30]);
  });
});

describe("the live line", () => {
  it("is drawn over itself, and leaves an empty line and a visible cursor", () => {
    const host = memoryHost({ isTerminal: true, columns: 33 });
    const live = new LiveLine(host);
    live.draw((columns) => `in ${columns} columns`);
    live.draw(() => "too soon after the last");
    live.clear();
    live.clear();
    expect(host.out.text).toBe("\x1b[?25l\rin 33 columns\x1b[K\r\x1b[K\x1b[?25h");
  });
  it("draws nothing where the output is no terminal", () => {
    const host = memoryHost();
    const live = new LiveLine(host);
    live.draw(() => "never");
    live.clear();
    expect(host.out.text).toBe("");
  });
});

describe("the table of epochs", () => {
  const epoch = {
    epoch: 3,
    loss: 0.5,
    samples: 55_000,
    seconds: 0.5,
    training: { loss: 0.24293, accuracy: 0.8782, meanSquaredError: 0.024293 },
    validation: { loss: 0.24183, accuracy: 0.876, meanSquaredError: 0.024183 },
  };
  it("prints squared errors as the chapter does, under heads of the same width", () => {
    const table = { epochs: 50, loss: "sumSquaredError", outputs: 10, hasTraining: true, hasValidation: true } as const;
    expect(epochTableHead(table)).toBe("epoch   train MSE  accuracy   valid MSE  accuracy  samples/s");
    expect(epochTableRow(table, epoch)).toBe(" 3/50    0.024293   87.82 %    0.024183   87.60 %    110,000");
  });
  it("falls back on the running loss where the training rows are not scored", () => {
    const table = { epochs: 5, outputs: 10, hasTraining: false, hasValidation: false } as const;
    const { training, validation, ...rest } = epoch;
    expect(epochTableRow({ ...table, loss: "sumSquaredError" }, rest)).toBe("  3/5    0.050000    110,000");
    expect(epochTableRow({ ...table, loss: "crossEntropy" }, rest)).toBe("  3/5    0.500000    110,000");
    expect(epochTableRow({ ...table, loss: "crossEntropy" }, { ...rest, loss: 123456 })).toContain("1.2346e5");
  });
});
