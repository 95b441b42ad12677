/** A kernel in a build as the hunt sees it. */
import { type CaseInput, drawInput, simplerInputs } from "../kernels/case-input.js";
import { Draws } from "../kernels/draws.js";
import { type BuildName, openBuild } from "./builds.js";
import { caseSeed, type Subject } from "./hunt.js";
import { type KernelCheck, openKernelCheck } from "./kernel-check.js";
import { type KernelName, specOf } from "./kernel-names.js";

const checks = new Map<BuildName, KernelCheck>();

/** The memories of a build, opened on first use. */
export function checkOf(build: BuildName): KernelCheck {
  const check = checks.get(build) ?? openKernelCheck(openBuild(build));
  checks.set(build, check);
  return check;
}

export function kernelSubject(kernel: KernelName, build: BuildName): Subject<CaseInput> {
  const spec = specOf(kernel);
  const name = `${kernel}/${build}`;
  return {
    name,
    draw: (seed, index) => drawInput(spec, new Draws(caseSeed(name, seed, index))),
    check: (input) => checkOf(build).check(kernel, input),
    sweep: () => checkOf(build).compareWhole(),
    simpler: (input) => simplerInputs(spec, input),
    describe: ({ sizes, valueClass, seed, isShared }) => {
      const numbers = Object.entries(sizes).map(([size, value]) => `${size} ${value}`);
      return [...numbers, `${valueClass} values`, `seed ${seed}`, ...(isShared ? ["shared memory"] : [])].join(", ");
    },
  };
}
