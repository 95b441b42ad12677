/** The worker of the page *Race*: every contender in turn, round after round, and after each turn all that is known. */
import { type Dataset, takeRows } from "wasmlp";
import type { KernelHeat } from "../../state/race/kernel-table.js";
import type { RaceHeat } from "../../state/race/race-table.js";
import { loadNamed } from "../digits/digits-data.js";
import { canShareMemory } from "../digits/digits-model.js";
import { kernelRacers } from "./kernel-racers.js";
import { libraryRacer, plainRacer, type Racer, weightsApart } from "./race-contenders.js";
import type { RaceCommand, RaceEvent } from "./race-protocol.js";
import { flopsPerSample, modelOf, type RaceWork, worksOf } from "./race-works.js";

interface WorkerScope {
  onmessage: (event: MessageEvent<RaceCommand>) => void;
  postMessage(event: RaceEvent): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.onmessage = ({ data }) => {
  race(data).catch((error: unknown) => {
    scope.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  });
};

/** As many as a few seconds of training see; more would only cost memory. */
const ROWS = 12_800;
/** Pixels from 0 to 1: both sides may pass over the background. */
const SCALING = { scale: 1 / 255, shift: 0 };
const CHECKED_STEPS = 3;
/** A kernel takes this part of a turn: it is at full speed within 10 ms. */
const KERNEL_PART = 4;

interface Lane {
  readonly heat: Omit<RaceHeat, "rates">;
  readonly racers: readonly Racer[];
  readonly rates: number[][];
}

async function race({ settings, dataUrl, modulesUrl }: RaceCommand): Promise<void> {
  const images = await loadNamed("mnist", dataUrl, (text) => scope.postMessage({ kind: "loading", text }));
  const rows = Uint32Array.from({ length: Math.min(ROWS, images.train.count) }, (_, row) => row);
  const data = { ...takeRows(images.train, rows), ...SCALING };
  const works = worksOf(settings);
  const lanes: Lane[] = [];
  const heats = 1 + works.length;
  const racers = await kernelRacers(works, modulesUrl);
  const kernels = { names: racers.map(({ name }) => name), rates: racers.map((): number[] => []) };
  for (let round = 0; round < settings.rounds; round++) {
    tell(kernels, lanes, `kernels, round ${round + 1} of ${settings.rounds}`, round / settings.rounds / heats);
    for (const [i, racer] of racers.entries()) kernels.rates[i]?.push(racer.turn(settings.seconds / KERNEL_PART));
  }
  for (const [i, work] of works.entries()) {
    const lane = await newLane(work, data);
    lanes.push(lane);
    for (let round = 0; round < settings.rounds; round++)
      for (const [k, racer] of inTurn(lane.racers, round)) {
        const share = (1 + i + (round + k / lane.racers.length) / settings.rounds) / heats;
        tell(kernels, lanes, `${racer.name}, round ${round + 1} of ${settings.rounds}`, share);
        lane.rates[lane.racers.indexOf(racer)]?.push(await racer.turn(settings.seconds));
      }
  }
  tell(kernels, lanes, "", 1);
  scope.postMessage({ kind: "done" });
}

/** Every other round the other way around, so that nobody always follows the same one. */
function inTurn(racers: readonly Racer[], round: number): IterableIterator<[number, Racer]> {
  return (round % 2 === 0 ? racers : racers.toReversed()).entries();
}

async function newLane(work: RaceWork, data: Dataset): Promise<Lane> {
  const racers = [plainRacer(work, data), ...threadCounts().map((threads) => libraryRacer(work, data, threads))];
  const heat = {
    title: work.title,
    flopsPerSample: flopsPerSample(modelOf(work, data)),
    contenders: racers.map(({ name, threads }) => ({ name, threads })),
    apart: await weightsApart(work, data, CHECKED_STEPS),
    checkedSteps: CHECKED_STEPS,
  };
  return { heat, racers, rates: racers.map(() => []) };
}

/** 1, 2, 4 … and as many as there are cores. */
function threadCounts(): number[] {
  const cores = canShareMemory() ? Math.min(64, navigator.hardwareConcurrency ?? 1) : 1;
  const doubled = [1, 2, 4, 8, 16, 32].filter((count) => count < cores);
  return [...doubled, cores];
}

function tell(kernels: KernelHeat, lanes: readonly Lane[], now: string, share: number): void {
  const heats = lanes.map(({ heat, rates }) => ({ ...heat, rates: rates.map((one) => [...one]) }));
  scope.postMessage({ kind: "heats", kernels, heats, now, share });
}
