/** Checkpoints: a call of each function that works, and its doors. */
import { checkpointing, readCheckpoint, writeCheckpoint } from "../../src/index.js";
import type { Call } from "./doors.js";
import { smallCheckpoint } from "./small-checkpoint.js";
import { bytes, callable, number, options, thing, whole } from "./values.js";

export const CHECKPOINT_CALLS: readonly Call[] = [
  {
    name: "checkpointing",
    good: () => [{ save: () => {}, everySteps: 3, everySeconds: 2, resume: smallCheckpoint() }],
    call: checkpointing,
    doors: [
      { place: "0", values: options },
      { place: "0.save", values: callable },
      {
        place: "0.everySteps",
        values: whole(1, 2 ** 31),
        but: ["2147483649", "9007199254740992", "1e+308"],
      },
      { place: "0.everySeconds", values: number(0), but: ["Infinity"] },
      { place: "0.resume", values: thing, but: ["undefined"] },
      { place: "0.resume.parameters", values: thing },
      { place: "0.resume.position", values: thing },
      { place: "0.resume.settings", values: thing },
    ],
  },
  {
    name: "writeCheckpoint",
    good: () => [smallCheckpoint()],
    call: writeCheckpoint,
    doors: [
      { place: "0", values: thing },
      { place: "0.architecture", values: thing },
      { place: "0.parameters", values: thing },
      { place: "0.moments", values: thing },
      { place: "0.settings", values: thing },
      { place: "0.position", values: thing },
      { place: "0.history", values: thing, but: ["an empty array"] },
      { place: "0.seed", values: whole(0, 2 ** 32 - 1) },
    ],
  },
  {
    name: "readCheckpoint",
    good: () => [writeCheckpoint(smallCheckpoint()), "run"],
    call: readCheckpoint,
    doors: [{ place: "0", values: bytes }],
  },
];
