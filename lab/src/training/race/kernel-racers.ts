/**
 * The matrix products of the package's own module at the sizes of the race's layers, and the ceiling of one thread:
 * multiply-adds in registers alone. All in the worker itself, so on one thread.
 */
import type { RaceWork } from "./race-works.js";

export interface KernelRacer {
  readonly name: string;
  /** GFLOP/s over about so long, after a warm-up that is not counted. */
  turn(seconds: number): number;
}

type Kernel = (...values: number[]) => void;
type Core = Readonly<Record<"gemmNN" | "gemmTN" | "gemmNT", Kernel>>;

const MEGABYTE = 2 ** 20;
// Room for the largest layer's inputs, weights, outputs and gradients, its bias, and what the kernels pack.
const X = MEGABYTE;
const W = 5 * MEGABYTE;
const Z = 9 * MEGABYTE;
const D = 13 * MEGABYTE;
const BIAS = 17 * MEGABYTE;
const SCRATCH = 21 * MEGABYTE;
const PAGES = 1024;
const CEILING_TURNS = 20_000;
/** 12 accumulators of 4 lanes, 4 multiply-adds each turn. */
const CEILING_FLOPS = CEILING_TURNS * 12 * 4 * 4 * 2;
const WARM_UP_SECONDS = 0.02;

/** The ceiling first. */
export async function kernelRacers(works: readonly RaceWork[], modulesUrl: string): Promise<KernelRacer[]> {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  new Float32Array(memory.buffer, X).forEach((_, i, floats) => {
    floats[i] = ((i * 7919) % 2003) / 2003 - 0.5;
  });
  const core = (await exportsOf(`${modulesUrl}core.wasm`, { env: { memory } })) as Core;
  const ceiling = (await exportsOf(`${modulesUrl}ceiling.wasm`, {})).ceiling as Kernel;
  return [
    racer("ceiling", CEILING_FLOPS, () => ceiling(CEILING_TURNS, 0.5, 0.25)),
    ...works.flatMap((work) => productsOf(core, work)),
  ];
}

/** Z = X·W + b, dW = Xᵀ·dZ, dX = dZ·Wᵀ, as a layer makes them; all sizes here are whole vectors but 50. */
function productsOf(core: Core, { batch, layer: { inputs, units } }: RaceWork): KernelRacer[] {
  const ld = (units + 3) & ~3;
  const flops = 2 * batch * inputs * units;
  const size = `${batch} × ${inputs} × ${units}`;
  return [
    racer(`forward, ${size}`, flops, () =>
      core.gemmNN(batch, units, inputs, X, inputs, W, ld, BIAS, Z, ld, 0, SCRATCH),
    ),
    racer(`gradient of weights, ${size}`, flops, () =>
      core.gemmTN(inputs, units, batch, X, inputs, Z, ld, 0, D, ld, SCRATCH),
    ),
    racer(`gradient of inputs, ${size}`, flops, () =>
      core.gemmNT(batch, inputs, units, Z, ld, W, ld, 0, X, inputs, D, inputs, SCRATCH),
    ),
  ];
}

function racer(name: string, flops: number, run: () => void): KernelRacer {
  const timed = (seconds: number): number => {
    const began = performance.now();
    let [calls, spent] = [0, 0];
    do {
      run();
      calls++;
      spent = (performance.now() - began) / 1000;
    } while (spent < seconds);
    return (calls * flops) / spent / 1e9;
  };
  return {
    name,
    turn(seconds) {
      timed(WARM_UP_SECONDS);
      return timed(seconds);
    },
  };
}

async function exportsOf(url: string, imports: WebAssembly.Imports): Promise<WebAssembly.Exports> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: expected a module, got ${answer.status}`);
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), imports);
  return instance.exports;
}
