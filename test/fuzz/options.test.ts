import { describe, expect, it } from "vitest";
import { parseOptions } from "./options.js";

describe("npm run fuzz takes", () => {
  it("nothing for all kernels in all builds", () => {
    const { kernels, builds, networks, cases, seed } = parseOptions([]);
    expect([kernels.length, builds.length, networks, cases, seed]).toEqual([26, 4, false, 20_000, 1]);
  });

  it("kernels, builds, minutes and a seed", () => {
    const args = ["--kernel", "gemmNN", "--kernel", "adamStep", "--build", "shared", "--minutes", "0.5", "--seed", "7"];
    expect(parseOptions(args)).toMatchObject({
      kernels: ["gemmNN", "adamStep"],
      builds: ["shared"],
      cases: Number.POSITIVE_INFINITY,
      minutes: 0.5,
      seed: 7,
    });
  });

  it.each([
    [["--kernel", "gemm"], "--kernel: expected one of gemmNN,"],
    [["--build", "debug"], "--build: expected one of strict,"],
    [["--cases", "0"], "--cases: expected a whole number from 1"],
    [["--cases", "1.5"], "--cases: expected a whole number"],
    [["--cases", ""], "--cases: expected a whole number"],
    [["--minutes", "-1"], "--minutes: expected a number above 0, got -1"],
    [["--minutes=x"], "--minutes: expected a number above 0, got x"],
    [["--seed=-1"], "--seed: expected a whole number from 0"],
    [["--minutes", "1", "--cases", "2"], "--minutes: expected none beside --cases"],
    [["--networks", "--kernel", "gemmNN"], "--networks: expected none beside --kernel"],
  ])("not %j", (args, said) => {
    expect(() => parseOptions(args)).toThrow(args[1] === "-1" ? /ambiguous|expected/ : said);
  });
});
