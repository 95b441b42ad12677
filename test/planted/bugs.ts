/** Bugs as patches of the source, one of each kind that matters, and what has to find them. */

/** The options of `npm run fuzz`, or a file of tests where no bit of a result is wrong. */
export type Search = readonly string[] | string;

export interface PlantedBug {
  readonly name: string;
  readonly file: string;
  /** Replaced once each; a text that is not there exactly once is an error. */
  readonly patch: readonly (readonly [find: string, replacement: string])[];
  readonly foundBy: Search;
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
    foundBy: kernel("argmaxRows"),
  },
  {
    name: "NaN swallowed by a clamp",
    file: "assembly/exponential.ts",
    patch: [["f32x4.pmax(x0, f32x4.splat(EXP_IS_ZERO_BELOW))", "f32x4.pmax(f32x4.splat(EXP_IS_ZERO_BELOW), x0)"]],
    foundBy: kernel("activate"),
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
    foundBy: kernel("gemmTN"),
  },
  {
    name: "swapped dimensions",
    file: "assembly/gemm.ts",
    patch: [["packTransposed(k, width, at(b, j * ldb)", "packTransposed(width, k, at(b, j * ldb)"]],
    foundBy: kernel("gemmNT"),
  },
  {
    name: "swapped strides",
    file: "assembly/gemm.ts",
    patch: [["at(y, j), ldy, cj, ldc)", "at(y, j), ldc, cj, ldy)"]],
    foundBy: kernel("gemmNT"),
  },
  {
    name: "a dropped tail",
    file: "assembly/reductions.ts",
    patch: [["for (; j < end; j += 4)", "for (; j + 4 < end; j += 4)"]],
    foundBy: kernel("columnSums", "shared"),
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
    foundBy: kernel("activateBackward"),
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
    foundBy: kernel("columnSums"),
  },
  {
    name: "a pad left as it was",
    file: "assembly/pads.ts",
    patch: [["for (let i = 0; i < m; i++)", "for (let i = 1; i < m; i++)"]],
    foundBy: kernel("gemmNN"),
  },
  {
    name: "a product subtracted in relaxed math",
    file: "src/kernels/relaxed-module.ts",
    patch: [["const MULTIPLY_ADD = [0xfd, 0x85, 0x02]", "const MULTIPLY_ADD = [0xfd, 0x86, 0x02]"]],
    foundBy: kernel("gemmNN", "relaxed"),
  },
  {
    name: "a term lost in relaxed math",
    file: "assembly/micro-tn.ts",
    patch: [
      ["if (k == 3) break;\n    b0 = v128.load(b, 96)", "if (k == 3 || k == 4) break;\n    b0 = v128.load(b, 96)"],
    ],
    foundBy: kernel("gemmTN", "relaxed"),
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
    foundBy: networks,
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
    foundBy: networks,
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
    foundBy: networks,
  },
  {
    name: "no wait between the phases",
    file: "src/network/passes.ts",
    patch: [["lane.wait();\n    if (lane.part === 0) {", "if (lane.part === 0) {"]],
    foundBy: networks,
  },
  {
    name: "a resumed run is one step behind",
    file: "src/training/checkpoint.ts",
    patch: [
      [
        "Object.assign(run, positionOf(checkpoint.position));",
        "Object.assign(run, positionOf(checkpoint.position));\n  run.step = Math.max(0, run.step - 1);",
      ],
    ],
    foundBy: networks,
  },
  {
    name: "Adam's correction starts anew when resumed",
    file: "src/training/checkpoint.ts",
    patch: [
      [
        "Object.assign(run, positionOf(checkpoint.position));",
        "Object.assign(run, { ...positionOf(checkpoint.position), correction: run.correction });",
      ],
    ],
    foundBy: networks,
  },
  {
    name: "moments start anew when resumed",
    file: "src/training/checkpoint.ts",
    patch: [["  writeParameters(run.runner.heap, momentsOf(run.plan), checkpoint.moments);\n", ""]],
    foundBy: networks,
  },
  {
    name: "a sum of losses kept as f32",
    file: "src/training/checkpoint.ts",
    patch: [
      ["    position: positionOf(run),", "    position: { ...positionOf(run), lossSum: Math.fround(run.lossSum) },"],
    ],
    foundBy: networks,
  },
  {
    name: "a checkpoint has the weights before the epoch",
    file: "src/training/checkpoint.ts",
    patch: [["    parameters: readParameters(heap, plan.layers),", "    parameters: epochStart as LayerParameters[],"]],
    foundBy: networks,
  },
  {
    name: "a resumed run begins with the model's weights",
    file: "src/models/fitting.ts",
    patch: [["parameters: kept ?? own });", "parameters: own });"]],
    foundBy: networks,
  },
  {
    name: "an order is not replayed at an epoch's end",
    file: "src/training/checkpointing.ts",
    patch: [["epoch < resume.position.epoch && !signal", "epoch < (resume.order?.epoch ?? 0) && !signal"]],
    foundBy: networks,
  },
  {
    name: "a file gives Adam's mean for its square",
    file: "src/formats/checkpoint-file.ts",
    patch: [["const moments = names.map(", "const moments = [...names].reverse().map("]],
    foundBy: networks,
  },
  {
    name: "a checksum leaves out the last byte",
    file: "src/formats/checkpoint-file.ts",
    patch: [
      [
        "fingerprint(bytes.subarray(CHECKSUM_AT + CHECKSUM_BYTES))",
        "fingerprint(bytes.subarray(CHECKSUM_AT + CHECKSUM_BYTES, -1))",
      ],
    ],
    foundBy: "test/formats/checkpoint-file.test.ts",
  },
  {
    name: "a file is written over the old one",
    file: "src/node/files.ts",
    patch: [["await writeAndRename(target, content, old.mode);", "await writeDirectly(target, content);"]],
    foundBy: "test/node/files.test.ts",
  },
];

const searches: readonly Search[] = BUGS.map(({ foundBy }) => foundBy);

/** What an unpatched copy has to pass: everything that a bug is looked for with. */
export const UNPATCHED: readonly Search[] = [
  [...new Set(searches.flatMap((each) => (each[0] === "--kernel" ? [each[1] as string] : [])))]
    .flatMap((name) => ["--kernel", name])
    .concat("--cases", "2000"),
  networks,
  ...new Set(searches.filter((each) => typeof each === "string")),
];
