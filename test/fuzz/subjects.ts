/** All that can be fuzzed, by name; and cases by what a failure was called. */
import { existsSync } from "node:fs";
import { BUILDS } from "./builds.js";
import { readFailure } from "./failure-files.js";
import type { Subject } from "./hunt.js";
import { KERNELS } from "./kernel-names.js";
import { kernelSubject } from "./kernel-subject.js";
import { NETWORKS, networkSubject } from "./network-subject.js";

/** @throws Error where there is none of this name. */
function subjectOf(name: string): Subject {
  if (name === NETWORKS) return networkSubject as Subject;
  const [kernel, build] = name.split("/");
  const knownKernel = KERNELS.find((each) => each === kernel);
  const knownBuild = BUILDS.find((each) => each === build);
  if (!knownKernel || !knownBuild) throw new Error(`expected kernel/build or ${NETWORKS}, got ${name}`);
  return kernelSubject(knownKernel, knownBuild) as Subject;
}

export interface Replay {
  readonly subject: Subject;
  readonly input: unknown;
}

/**
 * The case of a file (made simpler), or of an id such as `gemmNN/strict/7/123` (as it was drawn).
 * @throws Error where it is neither.
 */
export function findCase(fileOrId: string): Replay {
  if (existsSync(fileOrId)) {
    const { subject, input } = readFailure(fileOrId);
    return { subject: subjectOf(subject), input };
  }
  const parts = /^(.+)\/(\d+)\/(\d+)$/.exec(fileOrId);
  if (!parts) throw new Error(`--replay: expected a file or subject/seed/number, got ${fileOrId}`);
  const subject = subjectOf(parts[1] as string);
  return { subject, input: subject.draw(Number(parts[2]), Number(parts[3])) };
}
