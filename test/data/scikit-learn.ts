/** Data sets and standardized columns as scikit-learn has them (fixtures/scikit-learn/make-data.py). */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Dataset } from "../../src/data/dataset.js";

interface Fixture {
  synthetic: { name: string; options: object; features: number[]; labels: number[] }[];
  standardized: {
    name: string;
    width: number;
    fittedOn: number[];
    appliedTo: number[];
    mean: number[];
    std: number[];
    result: number[];
  }[];
  iris: string;
  diabetes: string;
}

export const fixture: Fixture = JSON.parse(
  readFileSync(new URL("../fixtures/scikit-learn/data.json", import.meta.url), "utf8"),
);

/** SHA-256 of the rows as the fixture writes them: features, then label or target. */
export function digestOf({ features, width, labels, targets }: Dataset): string {
  const answers = Array.from(labels ?? targets ?? []);
  const lines = answers.map((answer, i) =>
    [...features.subarray(i * width, (i + 1) * width), answer].map((value) => value.toFixed(4)).join(","),
  );
  return createHash("sha256")
    .update(`${lines.join("\n")}\n`)
    .digest("hex");
}
