/** Bugs as patches of the source, one of each kind that matters, and what has to find them. */

export interface PlantedBug {
  readonly name: string;
  readonly file: string;
  /** Replaced once each; a text that is not there exactly once is an error. */
  readonly patch: readonly (readonly [find: string, replacement: string])[];
  /** The options of `npm run fuzz` that find it. */
  readonly fuzz: readonly string[];
}

const kernel = (name: string, build = "strict"): string[] => ["--kernel", name, "--build", build, "--cases", "10000"];
const networks = ["--networks", "--cases", "300"];

export const BUGS: readonly PlantedBug[] = [
  {
    name: "an overrun of one element",
    file: "assembly/reductions.ts",
    patch: [
      ["for (let i = 0; i < m; i++) {\n    const row = at(a", "for (let i = 0; i <= m; i++) {\n    const row = at(a"],
    ],
    fuzz: kernel("argmaxRows"),
  },
  {
    name: "NaN swallowed by a clamp",
    file: "assembly/exponential.ts",
    patch: [["f32x4.pmax(x0, f32x4.splat(EXP_IS_ZERO_BELOW))", "f32x4.pmax(f32x4.splat(EXP_IS_ZERO_BELOW), x0)"]],
    fuzz: kernel("activate"),
  },
  {
    name: "C read with beta = 0",
    file: "assembly/gemm-tn.ts",
    patch: [
      [
        "microTN4x8(steps, min(4, rows - i), at(a, i), lda, panel, ci, ldc, beta ? ci : 0, ldc)",
        "microTN4x8(steps, min(4, rows - i), at(a, i), lda, panel, ci, ldc, ci, ldc)",
      ],
    ],
    fuzz: kernel("gemmTN"),
  },
  {
    name: "swapped dimensions",
    file: "assembly/gemm.ts",
    patch: [["packTransposed(k, width, at(b, j * ldb)", "packTransposed(width, k, at(b, j * ldb)"]],
    fuzz: kernel("gemmNT"),
  },
  {
    name: "swapped strides",
    file: "assembly/gemm.ts",
    patch: [["at(y, j), ldy, cj, ldc)", "at(y, j), ldc, cj, ldy)"]],
    fuzz: kernel("gemmNT"),
  },
  {
    name: "a dropped tail",
    file: "assembly/reductions.ts",
    patch: [["for (; j < end; j += 4)", "for (; j + 4 < end; j += 4)"]],
    fuzz: kernel("columnSums", "shared"),
  },
  {
    name: "a wrong derivative",
    file: "assembly/activations.ts",
    patch: [
      [
        "if (kind == TANH) return f32x4.mul(d, f32x4.sub(one, f32x4.mul(y, y)))",
        "if (kind == TANH) return f32x4.mul(d, f32x4.sub(one, y))",
      ],
    ],
    fuzz: kernel("activateBackward"),
  },
  {
    name: "a sum in another order",
    file: "assembly/reductions.ts",
    patch: [
      [
        "let sum = f32x4.splat(0);\n    let p = at(d, j);",
        "let sum = f32x4.splat(0);\n    let p = at(d, j + (m - 1) * ldd);",
      ],
      [
        "sum = f32x4.add(sum, v128.load(p));\n      p += next;",
        "sum = f32x4.add(sum, v128.load(p));\n      p -= next;",
      ],
    ],
    fuzz: kernel("columnSums"),
  },
  {
    name: "a pad left as it was",
    file: "assembly/pads.ts",
    patch: [["for (let i = 0; i < m; i++)", "for (let i = 1; i < m; i++)"]],
    fuzz: kernel("gemmNN"),
  },
  {
    name: "a product subtracted in relaxed math",
    file: "src/kernels/relaxed-module.ts",
    patch: [["const MULTIPLY_ADD = [0xfd, 0x85, 0x02]", "const MULTIPLY_ADD = [0xfd, 0x86, 0x02]"]],
    fuzz: kernel("gemmNN", "relaxed"),
  },
  {
    name: "a term lost in relaxed math",
    file: "assembly/micro-tn.ts",
    patch: [
      ["if (k == 3) break;\n    b0 = v128.load(b, 96)", "if (k == 3 || k == 4) break;\n    b0 = v128.load(b, 96)"],
    ],
    fuzz: kernel("gemmTN", "relaxed"),
  },
  {
    name: "a lost last batch",
    file: "src/training/train.ts",
    patch: [
      [
        "Math.floor(rows / plan.capacity) : Math.ceil(rows / plan.capacity)",
        "Math.floor(rows / plan.capacity) : Math.max(1, Math.floor(rows / plan.capacity))",
      ],
    ],
    fuzz: networks,
  },
  {
    name: "Adam's correction starts anew each epoch",
    file: "src/training/train.ts",
    patch: [
      [
        "for (; run.step < done; run.step++) run.correction =",
        "for (run.step = done; run.step < done; ) run.correction =",
      ],
    ],
    fuzz: networks,
  },
  {
    name: "a torn barrier: the first to arrive goes on",
    file: "assembly/barrier.ts",
    patch: [
      [
        "if (atomic.add<i32>(state, 1) == parties - 1) {",
        "const before = atomic.add<i32>(state, 1);\n  if (before == parties - 1) {",
      ],
      [
        "for (let turn = 0; turn < spins; turn++) {",
        "if (before == 0) return;\n  for (let turn = 0; turn < spins; turn++) {",
      ],
    ],
    fuzz: networks,
  },
  {
    name: "no wait between the phases",
    file: "src/network/passes.ts",
    patch: [["lane.wait();\n    if (lane.part === 0) {", "if (lane.part === 0) {"]],
    fuzz: networks,
  },
];

/** What an unpatched copy has to pass: everything that a bug is looked for with. */
export const UNPATCHED: readonly (readonly string[])[] = [
  [...new Set(BUGS.flatMap(({ fuzz }) => (fuzz[0] === "--kernel" ? [fuzz[1] as string] : [])))]
    .flatMap((name) => ["--kernel", name])
    .concat("--cases", "2000"),
  networks,
];
