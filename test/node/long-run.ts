/** The run that is killed again and again: a second of training, in which dozens of checkpoints are written. */
import { adam } from "../../src/index.js";
import { noise } from "../models/problems.js";
import type { Problem } from "../training/checkpoint-problems.js";

export const longRun: Problem = {
  data: noise(4000),
  fit: () => ({ optimizer: adam({ learningRate: 0.001 }), epochs: 80, validation: noise(30), recordFlow: true }),
};
