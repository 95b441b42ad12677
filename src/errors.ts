/**
 * Every error wasmlp throws on purpose: one base class, a code each.
 * A message says what was expected and what came instead, and names the option or the file.
 */

/** What went wrong, for programs. Messages are for people and may change; codes do not. */
export type ErrorCode =
  | "invalid-option" // an option or argument outside its range
  | "shape-mismatch" // data and model disagree about a width or a count
  | "not-finite" // NaN or Infinity in data where a number was needed
  | "invalid-file" // the bytes are not what the format says
  | "checksum-mismatch" // the bytes are not the published ones
  | "not-found" // no such file, data set or tensor
  | "io" // the file system refused: full, read-only, no permission
  | "network" // no mirror answered
  | "diverged" // loss or weights left the finite numbers
  | "out-of-memory" // the memory a job needs cannot be had
  | "worker-failed" // a thread threw, ended or ran out of memory
  | "busy" // the model is already being trained
  | "unsupported"; // valid, but not on this host or not in this version

/** The base of every error thrown on purpose. */
export class WasmlpError extends Error {
  override name = "WasmlpError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Training left the finite numbers. The model keeps the last weights that were finite. */
export class DivergenceError extends WasmlpError {
  override name = "DivergenceError";
  /** First epoch is 1. */
  readonly epoch: number;
  /** Mini-batch within the epoch; first is 1. */
  readonly step: number;
  /** First layer whose weights are not finite (0 is the layer next to the inputs), or -1 when only the loss is not. */
  readonly layer: number;

  constructor(epoch: number, step: number, layer: number, what: string) {
    super(
      "diverged",
      `training diverged in epoch ${epoch}, step ${step}: expected finite numbers, got ${what}. ` +
        "A smaller learning rate or scaled features usually help; the model keeps its last finite weights.",
    );
    this.epoch = epoch;
    this.step = step;
    this.layer = layer;
  }
}

/** `learningRate: expected a number above 0, got -1` */
export function invalidOption(option: string, expected: string, got: unknown): WasmlpError {
  return new WasmlpError("invalid-option", `${option}: expected ${expected}, got ${show(got)}`);
}

/** `features: expected width 784, got 783` */
export function shapeMismatch(what: string, expected: string | number, got: unknown): WasmlpError {
  return new WasmlpError("shape-mismatch", `${what}: expected ${expected}, got ${show(got)}`);
}

/** `train-images.gz: expected magic 0x00000803, got 0x00000801` */
export function invalidFile(name: string, expected: string, got: unknown): WasmlpError {
  return new WasmlpError("invalid-file", `${name}: expected ${expected}, got ${show(got)}`);
}

/** What `act` gives. @throws WasmlpError `out-of-memory`, naming `what`, where the host refuses it memory. */
export function allocating<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw asOutOfMemory(what, error);
  }
}

/** The same for what is done later. */
export async function allocatingLater<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw asOutOfMemory(what, error);
  }
}

/** A host's refusal of memory as a WasmlpError; any other error as it is. */
export function asOutOfMemory(what: string, error: unknown): unknown {
  // All engines throw a RangeError, as they do for a stack that is too deep; the message tells them apart.
  const isRefusal = error instanceof RangeError && /alloc|memory|(array|buffer) (buffer )?length/i.test(error.message);
  if (!isRefusal) return error;
  return new WasmlpError("out-of-memory", `${what}: expected memory, got a refusal: ${error.message}`, {
    cause: error,
  });
}

/** `labels: expected finite numbers, got NaN in row 3` */
export function notFinite(what: string, got: unknown, place: string): WasmlpError {
  return new WasmlpError("not-finite", `${what}: expected finite numbers, got ${show(got)} ${place}`);
}

/** @throws WasmlpError `invalid-option` for anything but an object: a number in its place would be no option at all. */
export function requireOptions(options: unknown): void {
  if (typeof options !== "object" || options === null) throw invalidOption("options", "an object", options);
}

/** @throws WasmlpError `invalid-option` unless `value` is a whole number from `least` to `most`, which is no end if absent. */
export function requireWhole(option: string, value: number, least: number, most?: number): void {
  if (Number.isSafeInteger(value) && value >= least && (most === undefined || value <= most)) return;
  const range = most === undefined ? `of at least ${least}` : `from ${least} to ${most}`;
  throw invalidOption(option, `a whole number ${range}`, value);
}

/** Of any realm. @throws WasmlpError `invalid-option` for anything else but undefined. */
export function requireSignal(signal: unknown): void {
  const { aborted, addEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  if (signal !== undefined && (typeof aborted !== "boolean" || typeof addEventListener !== "function"))
    throw invalidOption("signal", "an AbortSignal", signal);
}

/** @throws WasmlpError `invalid-option` for anything but a function or undefined. */
export function requireCallback(option: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function") throw invalidOption(option, "a function", value);
}

/** A value as a person would write it, never longer than a line. */
function show(value: unknown): string {
  if (typeof value === "string") return value.length > 80 ? `${value.slice(0, 77)}...` : value || "an empty string";
  if (typeof value === "number" || typeof value === "boolean" || value == null) return String(value);
  if (typeof value === "bigint") return `${value}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  return `a ${typeof value}`;
}
