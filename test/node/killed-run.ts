/** A run in a process of its own, to be killed: goes on from its checkpoint where there is one, and prints its end. */
import { stat } from "node:fs/promises";
import { argv, stdout } from "node:process";
import { checkpointing, loadCheckpoint, saveCheckpoint } from "../../src/node/entry.js";
import { defaults, networkOf, outcomeOf } from "../training/checkpoint-problems.js";
import { longRun } from "./long-run.js";

const path = argv[2] as string;
const exists = await stat(path).then(
  () => true,
  () => false,
);
const resume = exists ? await loadCheckpoint(path) : undefined;
const model = networkOf(longRun);
stdout.write("began\n");
const history = await model.fit(longRun.data, {
  ...defaults(longRun.fit()),
  threads: Number(argv[3]),
  checkpoints: checkpointing({
    everySteps: 7,
    save: async (checkpoint) => {
      await saveCheckpoint(checkpoint, path);
      stdout.write("saved\n");
    },
    ...(resume && { resume }),
  }),
});
stdout.write(`${JSON.stringify(outcomeOf(model, history))}\n`);
