/** Mutants that no test could kill, each with the reason; they count neither as killed nor as survived. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: lines of source.

export interface Equivalent {
  readonly file: string;
  /** The first line of what is changed, and the text that takes its part's place, as the report prints them. */
  readonly line: string;
  readonly to: readonly string[];
  readonly reason: string;
}

const BEYOND_THE_END = "the value beyond the end is written nowhere: typed arrays have no such place";
const SAME_AT_THE_BOUND = "both ways give the same value at the bound";
const IDENTITY = "identity is returned early and passed on alike; each of the two makes the other one needless";
const SAME_BITS = "both kernels give the same bits of weights that are finite; one is faster";
const ZERO_SHIFT = "a shift of 0 adds zeros: at most the sign of a zero changes";
const NO_WORK = "no rows are no work for the kernels, too";
const DIFFERENT = "they are known to differ there";
const FOUR_GIBIBYTES = "to tell them apart would take an array of 1 to 4 GiB";

export const EQUIVALENT: readonly Equivalent[] = [
  ...entries("src/kernels/reference-losses.ts", [
    ["const probability = round((v < 0 ? e : 1) / (1 + e));", ["v <= 0"], SAME_AT_THE_BOUND],
  ]),
  ...entries("src/kernels/reference-math.ts", [
    ["if (x < -104) x = -104;", ["x <= -104"], SAME_AT_THE_BOUND],
    ["if (x < -40) x = -40;", ["x <= -40"], SAME_AT_THE_BOUND],
    ["const q = f((z < 0 ? 0 : z) - f(z * t));", ["z <= 0"], SAME_AT_THE_BOUND],
    ["if (!(half < 0.25 && q > half)) return f(q + log1pOfUnit(e));", ["half <= 0.25"], SAME_AT_THE_BOUND],
  ]),
  ...entries("src/kernels/reference-rows.ts", [
    [
      "for (let j = 1; j < n; j++) if ((x[row + j] as number) > largest) largest = x[row + j] as number;",
      ["x[row + j] as number >= largest"],
      "the sign of a largest zero is lost in the difference that is taken",
    ],
  ]),
  ...entries("src/kernels/reference.ts", [
    ["return (v < 0 ? e : 1) / (1 + e); // in f64, rounded once where it is stored", ["v <= 0"], SAME_AT_THE_BOUND],
    ["if (activation === LEAKY_RELU) return v > 0 ? v : v * slope;", ["v >= 0"], SAME_AT_THE_BOUND],
    ["if (activation === LEAKY_RELU) return v > 0 ? v : v * slope;", ["true"], IDENTITY],
    ["if (activation === LEAKY_RELU) return y > 0 ? d : d * slope;", ["true"], IDENTITY],
    ["if (activation === ACTIVATION_CODES.identity) return;", ["false"], IDENTITY],
  ]),
  ...entries("src/formats/json-strict.ts", [
    ["let isEscaped = false;", ["true"], "the longer way gives the same string"],
    ["if (byte === BACKSLASH) isEscaped = true;", ["true"], "the longer way gives the same string"],
    [
      "if (!isEscaped && union < 0x80 && end - begin <= SHORT_BYTES) return this.#ascii(begin, end);",
      ["false", "true", "end - begin < SHORT_BYTES", "end - begin > SHORT_BYTES", "end + begin"],
      "either way gives the same string; one is faster where it is short",
    ],
    [
      "for (let digit = this.#digit(); digit >= 0 && value <= Number.MAX_SAFE_INTEGER; digit = this.#digit()) {",
      ["value < Number.MAX_SAFE_INTEGER"],
      "a digit that is left over is refused as one too many",
    ],
    [
      'return byte !== END && "+-.eE0123456789".includes(String.fromCharCode(byte));',
      ["true"],
      "END is no character of it",
    ],
    ["const text = new Uint8Array(end - begin);", ["end + begin"], "room that is not used"],
    [
      "return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);",
      ["unit + 0xd800"],
      "the bits that differ are above those of UTF-8",
    ],
  ]),
  ...entries("src/formats/safetensors-header.ts", [
    ["const [begin, end] = offsets ?? [];", ['["Stryker was here"]'], "the end is not there either, and is asked for"],
    ["if (begin === undefined || end === undefined)", ["false"], "where there is an end, there is a beginning"],
    ['`${begin}, ${begin > filled ? "a hole" : "an overlap"}`,', ["begin >= filled"], DIFFERENT],
  ]),
  ...entries("src/network/first-layer.ts", [
    ["if (!records || !buckets) return;", ["!records && !buckets"], "where one is the other is, in training"],
    ["if (shift === 0) return bias.address;", ["false"], ZERO_SHIFT],
    [
      "if (shift !== 0) kernels.columnSums(rows, layer.units, layer.delta.address, layer.delta.stride, 0, sums);",
      ["true"],
      ZERO_SHIFT,
    ],
    ["if (shift !== 0) kernels.addScaledRow(end - begin, layer.units, sums, shift, c, ldc);", ["true"], ZERO_SHIFT],
  ]),
  ...entries("src/network/forward.ts", [
    [
      "else if (targets) kernels.gatherF32(end - begin, columns, targets.address, indices, t, stride);",
      ["true"],
      "rows to learn from have labels or targets",
    ],
    [
      "const multiply = isSkipped(plan, slice.end - slice.begin, layer.units) ? kernels.skipNN : kernels.gemmNN;",
      ["slice.end + slice.begin"],
      SAME_BITS,
    ],
    [
      "return !isTrained && rows <= SKIPPED_ROWS && units > WIDE_UNITS;",
      ["false", "true", "rows < SKIPPED_ROWS", "rows > SKIPPED_ROWS", "units >= WIDE_UNITS", "units <= WIDE_UNITS"],
      SAME_BITS,
    ],
    ["function isSkipped({ isTrained }: Plan, rows: number, units: number): boolean {", ["{}"], SAME_BITS],
  ]),
  ...entries("src/network/initializers.ts", [
    [
      'if (typeof kind !== "string" || !KINDS.includes(kind)) throw invalidOption(`${option}.kind`, KINDS.join(", "), kind);',
      ["false"],
      "what is no text is no kind, either",
    ],
  ]),
  ...entries("src/network/parameters.ts", [
    [
      "for (let i = 0; i < w.rows; i++) weight[u * w.rows + i] = heap.floats[from + i * w.stride + u] as number;",
      ["i <= w.rows"],
      "written over by the next unit, or beyond the end",
    ],
    [
      "for (let i = 0; i < w.rows; i++) heap.floats[to + i * w.stride + u] = weight[u * w.rows + i] as number;",
      ["i <= w.rows"],
      "the bias lies there, which is written next",
    ],
    ["for (let u = 0; u < w.columns; u++)", ["u <= w.columns"], BEYOND_THE_END],
  ]),
  ...entries("src/network/step.ts", [
    ["if (slice.begin === slice.end) return;", ["false"], NO_WORK],
    ["const cuts = l === 0 && batch.source.records?.cuts;", ["false"], "any cut gives the same bits"],
    [
      "if (begin < end) updateLayer(kernels, plan, l, batch, batch.rows, rule, { begin, end, part });",
      ["true", "begin <= end"],
      NO_WORK,
    ],
  ]),
  ...entries("src/data/encoding.ts", [
    [
      'if (values.length > MAX_VALUES) throw invalidOption("values", `at most ${MAX_VALUES}`, values.length);',
      ["values.length >= MAX_VALUES"],
      FOUR_GIBIBYTES,
    ],
    ["if (count <= MAX_VALUES) return new Float32Array(count);", ["count < MAX_VALUES"], FOUR_GIBIBYTES],
  ]),
  ...entries("src/data/folds.ts", [
    [
      "if (!Number.isInteger(count) || count < 2 || count > MAX_ROW_NUMBERS / 2)",
      ["count >= MAX_ROW_NUMBERS / 2"],
      FOUR_GIBIBYTES,
    ],
    ["for (let fold = 0, at = 0; fold < folds; fold++) {", ["fold <= folds"], BEYOND_THE_END],
    ["for (let row = 0; row < labels.length; row++) {", ["row <= labels.length"], BEYOND_THE_END],
  ]),
  ...entries("src/data/idx.ts", [
    [
      '`${bytes.length}: the file ${bytes.length < expected ? "is cut short" : "has trailing bytes"}`,',
      ["bytes.length <= expected"],
      DIFFERENT,
    ],
    [
      "if (!hostIsLittleEndian || width === 1) return;",
      ["false", "!hostIsLittleEndian && width === 1"],
      "bytes have no order; the host of the tests is little-endian",
    ],
    ["for (let i = 0; i < bytes.length; i += width)", ["i <= bytes.length"], BEYOND_THE_END],
    ["for (let a = i, b = i + width - 1; a < b; a++, b--) {", ["a <= b"], "a byte swapped with itself"],
  ]),
  ...entries("src/data/standardize.ts", [
    ["for (let i = 0; i < length; i++) {", ["i <= length"], BEYOND_THE_END],
    ["correction += deviation;", ["correction -= deviation"], "it is squared"],
  ]),
  ...entries("src/data/stratify.ts", [
    [
      "for (let c = 0; c < counts.length; c++) starts[c + 1] = (starts[c] as number) + (counts[c] as number);",
      ["c <= counts.length"],
      BEYOND_THE_END,
    ],
    ["for (let row = 0; row < labels.length; row++) {", ["row <= labels.length"], BEYOND_THE_END],
    [
      "for (let i = 0; i < indices.length; i++) taken[i] = values[indices[i] as number] as number;",
      ["i <= indices.length"],
      BEYOND_THE_END,
    ],
  ]),
];

function entries(file: string, rows: readonly [line: string, to: readonly string[], reason: string][]): Equivalent[] {
  return rows.map(([line, to, reason]) => ({ file, line, to, reason }));
}
