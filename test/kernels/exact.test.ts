/** Every kernel on a case small enough to check by hand, in WASM, in the f32 reference and in the f64 reference. */
import { describe, expect, it } from "vitest";
import { type Heap, type Kernels, pad4 } from "../../src/kernels/contract.js";
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { KERNEL_SPECS, type KernelArgument, type MatrixArgument } from "../../src/kernels/specs.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";

type Rows = readonly (readonly number[])[];

/** Arguments by name: numbers by value, matrices by rows (strides follow from them); and the matrices afterwards. */
interface ExactCase {
  readonly given: Readonly<Record<string, number | Rows>>;
  readonly gives: Readonly<Record<string, Rows>>;
}

const f = Math.fround;

/** One row a kernel: a kernel without one does not compile. */
const CASES: { readonly [K in keyof Kernels]: readonly ExactCase[] } = {
  gemmNN: [
    {
      given: {
        m: 2,
        n: 2,
        k: 3,
        a: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        b: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        bias: [[10, -20]],
        activation: 0,
      },
      gives: {
        c: [
          [1 + 6 + 15 + 10, 2 + 8 + 18 - 20],
          [4 + 15 + 30 + 10, 8 + 20 + 36 - 20],
        ],
      },
    },
    { given: { m: 1, n: 2, k: 1, a: [[1]], b: [[1, -1]], bias: [[0, 0]], activation: 3 }, gives: { c: [[1, 0]] } },
    { given: { m: 1, n: 1, k: 0, a: [[]], b: [], bias: [[7]], activation: 0 }, gives: { c: [[7]] } },
    // 2^24 + 1 is not an f32: added in index order the ones are lost, added first they are not. The bias comes last.
    {
      given: { m: 1, n: 1, k: 3, a: [[2 ** 24, 1, 1]], b: [[1], [1], [1]], bias: [[2]], activation: 0 },
      gives: { c: [[2 ** 24 + 2]] },
    },
  ],
  gemmTN: [
    {
      given: {
        m: 2,
        n: 1,
        k: 3,
        a: [
          [1, 4],
          [2, 5],
          [3, 6],
        ],
        b: [[1], [10], [100]],
        beta: 0,
        c: [[Number.NaN], [Number.NaN]],
      },
      gives: { c: [[321], [654]] },
    },
    {
      given: {
        m: 2,
        n: 1,
        k: 3,
        a: [
          [1, 4],
          [2, 5],
          [3, 6],
        ],
        b: [[1], [10], [100]],
        beta: 1,
        c: [[1000], [2000]],
      },
      gives: { c: [[1321], [2654]] },
    },
  ],
  gemmNT: [
    {
      given: {
        m: 1,
        n: 2,
        k: 3,
        a: [[1, 2, 3]],
        b: [
          [1, 1, 1],
          [0, 10, 0],
        ],
        activation: 0,
        y: [[Number.NaN, Number.NaN]],
      },
      gives: { c: [[6, 20]] },
    },
    {
      given: { m: 1, n: 2, k: 1, a: [[4]], b: [[1], [1]], activation: 1, y: [[0.5, 0.25]] },
      gives: { c: [[4 * 0.25, 4 * 0.1875]] },
    },
  ],
  activate: [
    { given: { activation: 0, m: 1, n: 3, x: [[-1, 0, 5]] }, gives: { x: [[-1, 0, 5]] } },
    {
      given: { activation: 1, m: 1, n: 5, x: [[0, 200, -200, Number.NaN, Number.NEGATIVE_INFINITY]] },
      gives: { x: [[0.5, 1, 0, Number.NaN, 0]] },
    },
    {
      given: { activation: 2, m: 1, n: 5, x: [[0, 30, -30, -0, Number.NaN]] },
      gives: { x: [[0, 1, -1, -0, Number.NaN]] },
    },
    {
      given: {
        activation: 3,
        m: 2,
        n: 2,
        x: [
          [-1, 2],
          [0, Number.NaN],
        ],
      },
      gives: {
        x: [
          [0, 2],
          [0, Number.NaN],
        ],
      },
    },
    { given: { activation: 4, m: 1, n: 2, x: [[-100, 2]] }, gives: { x: [[f(-100 * f(0.01)), 2]] } },
  ],
  activateBackward: [
    { given: { activation: 0, m: 1, n: 1, y: [[Number.NaN]], d: [[3]] }, gives: { d: [[3]] } },
    { given: { activation: 1, m: 1, n: 2, y: [[0.5, 1]], d: [[8, 8]] }, gives: { d: [[2, 0]] } },
    { given: { activation: 2, m: 1, n: 2, y: [[0.5, -1]], d: [[8, 8]] }, gives: { d: [[6, 0]] } },
    { given: { activation: 3, m: 1, n: 3, y: [[0, 2, 0]], d: [[8, 8, -8]] }, gives: { d: [[0, 8, 0]] } },
    { given: { activation: 4, m: 1, n: 2, y: [[-1, 2]], d: [[100, 8]] }, gives: { d: [[f(100 * f(0.01)), 8]] } },
  ],
  softmaxRows: [
    {
      given: {
        m: 2,
        n: 4,
        x: [
          [1, 1, 1, 1],
          [500, 500, -500, -500],
        ],
      },
      gives: {
        x: [
          [0.25, 0.25, 0.25, 0.25],
          [0.5, 0.5, 0, 0],
        ],
      },
    },
    { given: { m: 1, n: 1, x: [[-3]] }, gives: { x: [[1]] } },
  ],
  softmaxBackward: [
    { given: { m: 1, n: 2, y: [[0.25, 0.75]], d: [[4, 8]] }, gives: { d: [[0.25 * (4 - 7), 0.75 * (8 - 7)]] } },
  ],
  squaredError: [
    {
      given: {
        m: 2,
        n: 2,
        a: [
          [1, 2],
          [3, 4],
        ],
        t: [
          [0, 4],
          [3, 3.5],
        ],
        scale: 2,
        d: [
          [0, 0],
          [0, 0],
        ],
        rowLoss: [[0, 0]],
      },
      gives: {
        rowLoss: [[5, 0.25]],
        d: [
          [2, -4],
          [0, 1],
        ],
      },
    },
  ],
  softmaxCrossEntropy: [
    {
      given: { m: 1, n: 2, z: [[50, 50]], t: [[1, 0]], scale: 4, d: [[0, 0]], rowLoss: [[0]] },
      gives: { rowLoss: [[f(Math.LN2)]], d: [[-2, 2]] },
    },
    {
      given: { m: 1, n: 1, z: [[-7]], t: [[1]], scale: 1, d: [[0]], rowLoss: [[0]] },
      gives: { rowLoss: [[0]], d: [[0]] },
    },
  ],
  sigmoidCrossEntropy: [
    {
      given: { m: 1, n: 3, z: [[0, 200, -200]], t: [[1, 1, 0]], scale: 2, d: [[0, 0, 0]], rowLoss: [[0]] },
      gives: { rowLoss: [[f(Math.LN2)]], d: [[-1, 0, 0]] },
    },
  ],
  sgdStep: [
    {
      given: { count: 4, w: [[1, 2, 3, 4]], g: [[1, 1, 0, -1]], learningRate: 0.5, weightDecay: 0.25 },
      gives: { w: [[1 - 0.5 * 1.25, 2 - 0.5 * 1.5, 3 - 0.5 * 0.75, 4 - 0.5 * 0]] },
    },
  ],
  momentumStep: [
    {
      given: {
        count: 4,
        w: [[1, 1, 1, 1]],
        g: [[1, 0, 2, -1]],
        v: [[2, 2, 0, 0]],
        learningRate: 0.5,
        momentum: 0.5,
        weightDecay: 0,
        nesterov: 0,
      },
      gives: { v: [[2, 1, 2, -1]], w: [[0, 0.5, 0, 1.5]] },
    },
    {
      given: {
        count: 4,
        w: [[1, 1, 1, 1]],
        g: [[1, 0, 2, -1]],
        v: [[2, 2, 0, 0]],
        learningRate: 0.5,
        momentum: 0.5,
        weightDecay: 0,
        nesterov: 1,
      },
      gives: { v: [[2, 1, 2, -1]], w: [[0, 0.75, -0.5, 1.75]] },
    },
  ],
  adamStep: [
    {
      // The first step of Adam moves every weight by the learning rate against the sign of its gradient.
      given: {
        count: 4,
        w: [[1, 1, 1, 1]],
        g: [[2, -2, 0, 8]],
        m: [[0, 0, 0, 0]],
        v: [[0, 0, 0, 0]],
        beta1: 0.5,
        gain1: 0.5,
        beta2: 0.75,
        gain2: 0.25,
        stepSize: 0.25 / 0.5,
        rootScale: 2,
        epsilon: 2 ** -40,
        weightDecay: 0,
      },
      gives: { m: [[1, -1, 0, 4]], v: [[1, 1, 0, 16]], w: [[0.75, 1.25, 1, 0.75]] },
    },
  ],
  columnSums: [
    {
      given: {
        m: 3,
        n: 2,
        d: [
          [1, 10],
          [2, 20],
          [3, 30],
        ],
        beta: 0,
        out: [[Number.NaN, Number.NaN]],
      },
      gives: { out: [[6, 60]] },
    },
    {
      given: {
        m: 3,
        n: 2,
        d: [
          [1, 10],
          [2, 20],
          [3, 30],
        ],
        beta: 1,
        out: [[100, 200]],
      },
      gives: { out: [[106, 260]] },
    },
  ],
  argmaxRows: [
    {
      given: {
        m: 4,
        n: 3,
        a: [
          [1, 3, 2],
          [5, 5, 5],
          [-3, -2, -1],
          [-0, 0, -1],
        ],
        out: [[9, 9, 9, 9]],
      },
      gives: { out: [[1, 0, 2, 0]] },
    },
  ],
  gatherU8: [
    {
      given: {
        m: 2,
        n: 3,
        source: [
          [0, 128, 255],
          [1, 2, 3],
        ],
        indices: [[1, 0]],
        scale: 0.5,
        shift: -1,
        x: [
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      gives: {
        x: [
          [-0.5, 0, 0.5],
          [-1, 63, 126.5],
        ],
      },
    },
  ],
  gatherF32: [
    {
      given: {
        m: 2,
        n: 2,
        source: [
          [1, 2],
          [3, 4],
        ],
        indices: [[1, 1]],
        x: [
          [0, 0],
          [0, 0],
        ],
      },
      gives: {
        x: [
          [3, 4],
          [3, 4],
        ],
      },
    },
  ],
  gatherOneHot: [
    {
      given: {
        m: 2,
        n: 3,
        labels: [[2, 0]],
        indices: [[0, 1]],
        t: [
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      gives: {
        t: [
          [0, 0, 1],
          [1, 0, 0],
        ],
      },
    },
    { given: { m: 2, n: 1, labels: [[1, 0]], indices: [[1, 0]], t: [[0], [0]] }, gives: { t: [[0], [1]] } },
  ],
};

const BASE = 4096;
const PAGES = 1;

interface Side {
  readonly name: string;
  readonly heap: Heap;
  readonly kernels: Kernels;
}

function sides(): Side[] {
  const memory = new WebAssembly.Memory({ initial: PAGES });
  const single = heapOver(new ArrayBuffer(PAGES * 65536));
  const double: Heap = { ...heapOver(new ArrayBuffer(PAGES * 65536)), floats: new Float64Array(PAGES * 16384) };
  return [
    { name: "WASM", heap: heapOver(memory.buffer), kernels: createWasmKernels(memory) },
    { name: "reference", heap: single, kernels: createReferenceKernels(single) },
    { name: "f64 reference", heap: double, kernels: createReferenceKernels(double) },
  ];
}

function heapOver(buffer: ArrayBuffer): Heap {
  return { floats: new Float32Array(buffer), words: new Uint32Array(buffer), bytes: new Uint8Array(buffer) };
}

/** Runs a case; returns the matrices named in `gives`. */
function run(side: Side, name: keyof Kernels, { given, gives }: ExactCase): Record<string, number[][]> {
  const args = KERNEL_SPECS[name].arguments as readonly KernelArgument[];
  const sizes = Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === "number")) as Record<
    string,
    number
  >;
  const numbers = {
    ...sizes,
    sourceRows: (given.source as Rows | undefined)?.length ?? (given.labels as Rows | undefined)?.[0]?.length ?? 0,
  };
  const strideOf = (a: MatrixArgument): number => (a.packed ? a.columns(numbers) : pad4(a.columns(numbers)));
  const placed = new Map<string, { address: number; stride: number }>();
  let top = BASE;
  for (const a of args) {
    if (a.kind !== "matrix") continue;
    const stride = strideOf(a);
    placed.set(a.name, { address: top, stride });
    (given[a.name] as Rows | undefined)?.forEach((row, i) =>
      row.forEach((value, j) => write(side.heap, a, top, i * stride + j, value)),
    );
    top += 64 + 4 * stride * a.rows(numbers);
  }
  const values = args.map((a) => {
    if (a.kind === "matrix") return placed.get(a.name)?.address as number;
    if (a.kind !== "stride") return numbers[a.name as keyof typeof numbers] as number;
    return placed.get(a.of[0] as string)?.stride as number;
  });
  (side.kernels[name] as (...values: number[]) => void)(...values);
  return Object.fromEntries(
    Object.entries(gives).map(([key, rows]) => {
      const a = args.find((b) => b.name === key) as MatrixArgument;
      const { address, stride } = placed.get(key) as { address: number; stride: number };
      return [
        key,
        rows.map((row, i) =>
          row.map((_, j) => read(side.heap, a, address, i * stride + j)),
        ),
      ];
    }),
  );
}

function write(heap: Heap, a: MatrixArgument, address: number, at: number, value: number): void {
  if (a.element === "u8") heap.bytes[address + at] = value;
  else (a.element === "u32" ? heap.words : heap.floats)[(address >> 2) + at] = value;
}

function read(heap: Heap, a: MatrixArgument, address: number, at: number): number {
  return (a.element === "u32" ? heap.words : heap.floats)[(address >> 2) + at] as number;
}

describe("every kernel gives the numbers worked out by hand", () => {
  it("has a case for each kernel of the contract", () => {
    expect(Object.keys(CASES).sort()).toEqual(Object.keys(KERNEL_SPECS).sort());
    for (const [name, cases] of Object.entries(CASES)) expect(cases.length, name).toBeGreaterThan(0);
  });

  for (const [name, cases] of Object.entries(CASES) as [keyof Kernels, readonly ExactCase[]][])
    it(name, () => {
      for (const exact of cases)
        for (const side of sides()) {
          const got = run(side, name, exact);
          if (side.name !== "f64 reference") expect(got, side.name).toEqual(exact.gives);
          else if (!isRoundingCase(exact)) expectClose(got, exact.gives);
        }
    });

  it("tells where a value is wrong", () => {
    const side = sides()[0] as Side;
    expect(run(side, "argmaxRows", CASES.argmaxRows[0] as ExactCase)).not.toEqual({ out: [[1, 0, 2, 1]] });
  });
});

/** The case that shows f32 rounding has, in f64, the sum that is not rounded. */
function isRoundingCase({ given }: ExactCase): boolean {
  return Array.isArray(given.a) && (given.a as Rows)[0]?.[0] === 2 ** 24;
}

function expectClose(got: Record<string, number[][]>, wanted: Readonly<Record<string, Rows>>): void {
  for (const [key, rows] of Object.entries(wanted))
    rows.forEach((row, i) =>
      row.forEach((value, j) => {
        const actual = got[key]?.[i]?.[j] as number;
        if (Number.isNaN(value)) expect(actual).toBeNaN();
        else
          expect(Math.abs(actual - value), `${key}[${i},${j}]`).toBeLessThanOrEqual(
            1e-7 * Math.max(1, Math.abs(value)),
          );
      }),
    );
}
