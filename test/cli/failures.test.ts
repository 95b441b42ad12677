/** What is said of an error, and which code the program ends with. */
import { describe, expect, it } from "vitest";
import { describeFailure } from "../../src/cli/failures.js";
import { Interruption } from "../../src/cli/host.js";
import { invalidOption, WasmlpError } from "../../src/errors.js";

describe("a failure", () => {
  it("is one line, whatever the message", () => {
    const error = new WasmlpError("network", "download: expected the file, got\n  a: 404\n  b: 500");
    expect(describeFailure(error, false)).toEqual({
      exitCode: 1,
      text: "wasmlp: download: expected the file, got a: 404; b: 500\n",
    });
  });
  it("calls options as the command line does", () => {
    const text = (option: string): string => describeFailure(invalidOption(option, "x", 1), false).text;
    expect(text("learningRate")).toBe("wasmlp: --learning-rate: expected x, got 1\n");
    expect(text("layers[2].units")).toBe("wasmlp: --hidden: expected x, got 1\n");
    expect(text("somethingElse")).toBe("wasmlp: somethingElse: expected x, got 1\n");
    expect(describeFailure(invalidOption("epochs", "x", 1), false).exitCode).toBe(2);
  });
  it("that nobody foresaw is called a bug, and shows its stack only when asked", () => {
    const error = new TypeError("x is not a function");
    expect(describeFailure(error, false)).toEqual({
      exitCode: 70,
      text: "wasmlp: TypeError: x is not a function (a bug in wasmlp; WASMLP_DEBUG=1 shows where)\n",
    });
    expect(describeFailure(error, true).text).toContain("failures.test.ts");
    expect(describeFailure("thrown text", true).text).toMatch(/^wasmlp: thrown text \(a bug in wasmlp/);
  });
  it("by a signal ends with its number", () => {
    expect(describeFailure(new Interruption(143), false)).toEqual({ exitCode: 143, text: "wasmlp: interrupted\n" });
  });
});
