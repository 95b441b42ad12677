/** The sections of a report that tell how well classes are told apart, and what outputs mean. */
import { describe, expect, it } from "vitest";
import { confidenceCurve } from "../../src/evaluation/calibration.js";
import { oneVsRestRoc } from "../../src/evaluation/roc.js";
import { renderTrainingReport, type TrainingReport } from "../../src/report/html.js";
import { expectError } from "../expect-error.js";
import { faultIn } from "./well-formed.js";

const labels = [0, 0, 1, 1];
const outputs = [0.9, 0.1, 0.4, 0.6, 0.2, 0.8, 0.3, 0.7];
const report: TrainingReport = {
  title: "Spirals",
  facts: [],
  epochs: [],
  classes: ["in", "out"],
  confusion: [
    [1, 1],
    [0, 2],
  ],
  roc: oneVsRestRoc(labels, outputs, 2),
  calibration: confidenceCurve(labels, outputs, 2),
};

function render(change: Partial<TrainingReport> = {}): string {
  const html = renderTrainingReport({ ...report, ...change });
  expect(faultIn(html)).toBeUndefined();
  expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/);
  return html;
}

describe("the scores in a report", () => {
  it("are a table of every class, with the areas under its ROC curve", () => {
    const html = render();
    const rows = [...html.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/g)].map(([, name, cells]) => [
      name,
      ...[...(cells as string).matchAll(/<td>(.*?)<\/td>/g)].map(([, text]) => text),
    ]);
    expect(rows.slice(-4)).toEqual([
      ["in", "100.0", "50.0", "66.7", "1.0000", "2"],
      ["out", "66.7", "100.0", "80.0", "1.0000", "2"],
      ["Mean of classes", "83.3", "75.0", "73.3", "1.0000", "4"],
      ["Mean by rows", "83.3", "75.0", "73.3", "1.0000", "4"],
    ]);
  });

  it("are ROC curves and a reliability diagram, with what they mean in words", () => {
    const html = render();
    expect(html).toContain('<title id="roc-title">ROC curves, each class against the rest</title>');
    expect(html).toContain('<title id="calibration-title">');
    expect(html).toContain("The axes show only the corner where the curves bend.");
    // |1 − 0.9|, |0 − 0.6|, |1 − 0.8| and |1 − 0.7| in bins of their own.
    expect(html).toContain("It is off by 30.00 percentage points on average");
    expect(render({ roc: oneVsRestRoc(labels, [0, 1, 1, 0, 0, 1, 1, 0], 2) })).not.toContain("only the corner");
  });

  it("are left out where they are not known", () => {
    const { roc: _, calibration: __, ...rest } = report;
    const bare = renderTrainingReport(rest);
    expect(bare).toContain("<h2>How well each class is told apart</h2>");
    for (const word of ["ROC", "Calibration"]) expect(bare).not.toContain(word);
    const none = render({ roc: [undefined, undefined], calibration: [] });
    for (const heading of ["<h2>ROC curves", "<h2>Calibration"]) expect(none).not.toContain(heading);
    const { confusion: ___, ...unscored } = report;
    expect(renderTrainingReport(unscored)).not.toContain("<h2>How well each class");
  });

  it("are refused where they contradict the classes or are no shares, naming the part", () => {
    const [bin] = report.calibration as [NonNullable<TrainingReport["calibration"]>[number]];
    expectError(() => render({ roc: [undefined] }), "shape-mismatch", /^roc: expected 2 classes, got 1$/);
    expectError(
      () => render({ calibration: [{ ...bin, count: 0 }] }),
      "invalid-option",
      /^calibration\[0\]\.count: expected a whole number above 0, got 0$/,
    );
    for (const field of ["low", "high", "probability", "frequency"])
      for (const value of [-0.1, 1.1, Number.NaN])
        expectError(
          () => render({ calibration: [bin, { ...bin, [field]: value }] }),
          "invalid-option",
          new RegExp(`^calibration\\[1\\]\\.${field}: expected a number from 0 to 1`),
        );
  });
});
