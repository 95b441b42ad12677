/** Ours against one rival: two processes that take turns, lap by lap, so that a machine that slows down slows both. */
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Workload } from "../workloads.js";
import { type Contender, OURS } from "./contenders.js";
import { Dialogue } from "./dialogue.js";
import { type Extent, workOrder } from "./prepare.js";
import type { WorkOrder } from "./protocol.js";

const peers = fileURLToPath(new URL("../peers", import.meta.url));

/** Images at a time that inference is timed with. */
const COUNTS = [1, 1000];
/** Between laps on several threads: those of some libraries spin on for a while when their work is done. */
const PAUSE_MS = 50;

export interface DuelSettings {
  readonly folder: string;
  readonly threads: number;
  readonly extent: Extent;
  /** Laps before those that count. */
  readonly warmUp: number;
  /** The program that runs Python files. */
  readonly python: string;
}

/** A figure of both, taken one right after the other. */
export interface Round {
  readonly ours: number;
  readonly theirs: number;
}

export interface Outcome {
  /** Samples a second, a lap a round. */
  readonly training: readonly Round[];
  /** Images a second, by how many at a time. */
  readonly inference: Readonly<Record<string, readonly Round[]>>;
  /** Of the test images, after the same samples: 0 to 1. */
  readonly accuracy: Round;
  readonly samplesPerLap: Round;
  readonly versions: Readonly<Record<string, string>>;
}

/** @throws AbsentError when one of the two cannot be had, or stops. */
export async function duel(contender: Contender, workload: Workload, settings: DuelSettings): Promise<Outcome> {
  const share = contender.shares[workload.id] as number;
  const orders = {
    ours: orderFor(OURS, workload, settings, 1),
    theirs: orderFor(contender, workload, settings, share),
  };
  const outcome = await withContender(OURS, orders.ours, settings, (ours) =>
    withContender(contender, orders.theirs, settings, (theirs) => takeTurns(ours, theirs, contender, settings)),
  );
  const samplesPerLap = {
    ours: orders.ours.stepsPerLap * workload.batchSize,
    theirs: orders.theirs.stepsPerLap * workload.batchSize,
  };
  if (share === 1) return { ...outcome, samplesPerLap };
  // A slow rival has trained on fewer samples: ours anew, on as many.
  const again = { ...orders.theirs, denseData: false };
  const ours = await withContender(OURS, again, settings, (side) => accuracyAfter(side, settings.extent.laps));
  return { ...outcome, samplesPerLap, accuracy: { ...outcome.accuracy, ours } };
}

async function takeTurns(
  ours: Dialogue,
  theirs: Dialogue,
  { infers }: Contender,
  { warmUp, extent, threads }: DuelSettings,
): Promise<Omit<Outcome, "samplesPerLap">> {
  const rounds = async (number: number, ask: (side: Dialogue) => Promise<number>): Promise<Round[]> => {
    const results: Round[] = [];
    while (results.length < number) results.push({ ours: await ask(ours), theirs: await ask(theirs) });
    return results;
  };
  const lap = async (side: Dialogue): Promise<number> => {
    if (threads > 1) await setTimeout(PAUSE_MS);
    return side.lap();
  };
  await rounds(warmUp, lap);
  const training = await rounds(extent.laps - warmUp, lap);
  const [accuracy] = (await rounds(1, (side) => side.accuracy())) as [Round];
  const inference: Record<string, Round[]> = {};
  // Ours classifies on one thread.
  for (const count of infers && threads === 1 ? COUNTS : [])
    inference[count] = await rounds(training.length, (side) => side.infer(count));
  return { training, accuracy, inference, versions: theirs.versions };
}

async function accuracyAfter(side: Dialogue, laps: number): Promise<number> {
  for (let lap = 0; lap < laps; lap++) await side.lap();
  return side.accuracy();
}

function orderFor(contender: Contender, workload: Workload, settings: DuelSettings, share: number): WorkOrder {
  const { folder, threads, extent } = settings;
  return workOrder(workload, extent, { folder, threads, denseData: contender.denseData === true, share });
}

/** Starts it, does something with it, ends it. */
async function withContender<T>(
  { name, file }: Contender,
  order: WorkOrder,
  { threads, python }: DuelSettings,
  use: (side: Dialogue) => Promise<T>,
): Promise<T> {
  const program = file.endsWith(".py") ? python : process.execPath;
  const side = await Dialogue.start(name, [program, `${peers}/${file}`, JSON.stringify(order)], {
    OMP_NUM_THREADS: `${threads}`,
    OPENBLAS_NUM_THREADS: `${threads}`,
    MKL_NUM_THREADS: `${threads}`,
    // Where OpenBLAS brings threads of its own, OpenMP's would spin in their way: PyTorch took 10 times as long.
    OMP_WAIT_POLICY: "PASSIVE",
    PYTHONDONTWRITEBYTECODE: "1",
  });
  return use(side).finally(() => side.end());
}
