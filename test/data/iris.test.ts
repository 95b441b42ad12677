import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { chapterIris, iris, irisClassNames, irisFeatureNames } from "../../src/data/iris.js";
import { measureStandardization } from "../../src/data/standardize.js";
import { expectError } from "../expect-error.js";
import { digestOf, fixture } from "./scikit-learn.js";

describe("iris", () => {
  it("is the UCI file, byte for byte", () => {
    const { features, labels = [] } = iris();
    const lines = Array.from(labels, (label, i) => {
      const values = [...features.subarray(4 * i, 4 * i + 4)].map((value) => value.toFixed(1));
      return `${values.join(",")},Iris-${irisClassNames[label]}\n`;
    });
    const file = `${lines.join("")}\n`; // the published file ends in an empty line
    expect(createHash("md5").update(file).digest("hex")).toBe("42615765a885ddf54427f12c34a0a070");
  });

  it("corrected, is scikit-learn's, and differs in two setosas", () => {
    const corrected = iris({ corrected: true });
    expect(digestOf(corrected)).toBe(fixture.iris);
    const differing = corrected.features.map((value, i) => Number(value !== iris().features[i]));
    expect([...differing.entries()].filter(([, differs]) => differs).map(([i]) => [Math.floor(i / 4), i % 4])).toEqual([
      [34, 3],
      [37, 1],
      [37, 2],
    ]);
  });

  it("has a name for every column and class, and 50 rows a class", () => {
    const { width, classes, count, labels = [] } = iris();
    expect([irisFeatureNames.length, irisClassNames.length, count]).toEqual([width, classes, 150]);
    expect([0, 1, 2].map((label) => labels.filter((each) => each === label).length)).toEqual([50, 50, 50]);
  });

  it("refuses an option that is none", () => {
    expectError(
      () => iris({ corrected: 1 as unknown as boolean }),
      "invalid-option",
      /corrected: expected true or false/,
    );
  });
});

describe("chapterIris", () => {
  it("is 100 rows of sepal and petal length, in two classes", () => {
    const { features, width, classes, count, labels } = chapterIris();
    expect([width, classes, count, features.length]).toEqual([2, 2, 100, 200]);
    expect([...features.subarray(0, 2), ...features.subarray(198)]).toEqual([5.1, 1.4, 5.7, 4.1]);
    expect(labels).toEqual(Uint8Array.from({ length: 100 }, (_, i) => Number(i >= 50)));
  });

  it("has the chapter's mean and population standard deviation", () => {
    const { mean, std } = measureStandardization(chapterIris());
    expect(mean.map((value) => value.toFixed(3))).toEqual(["5.471", "2.862"]);
    expect(std.map((value) => value.toFixed(8))).toEqual(["0.63848179", "1.44130358"]);
  });
});
