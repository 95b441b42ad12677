/** Runs as a process of its own: one fit after the other, each with a worker that does something wrong. */
import { dataset, Mlp, sgd } from "../../src/node/entry.js";
import { useThreadHost } from "../../src/threads/team.js";
import { FAULTS, type Fault, faultyHost, type Moment } from "./faulty-worker.js";

const features = Float32Array.from({ length: 3200 }, (_, i) => ((i * i) % 97) / 97);
const data = dataset({ features, width: 20, labels: Array.from({ length: 160 }, (_, i) => i % 3) });

async function outcomeOf(fault: Fault, moment: Moment): Promise<string> {
  const { host, hasHappened } = faultyHost(moment, fault);
  useThreadHost(host);
  const layers = [
    { units: 8, activation: "relu" },
    { units: 3, activation: "softmax" },
  ] as const;
  const model = new Mlp({ inputs: 20, layers, loss: "crossEntropy" });
  const controller = new AbortController();
  const timer = setInterval(() => hasHappened() && fault === "hangs" && controller.abort(), 5);
  const options = { epochs: 50, batchSize: 20, optimizer: sgd({ learningRate: 0.01 }), threads: 2 };
  try {
    return (await model.fit(data, { ...options, signal: controller.signal })).stopped;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    clearInterval(timer);
  }
}

for (const fault of FAULTS)
  for (const moment of ["as it opens", "in the middle of a step", "as it closes"] as const)
    console.log(`${await outcomeOf(fault, moment)} where one ${fault} ${moment}`);
