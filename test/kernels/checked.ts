/**
 * The kernels of the debug build: every call is checked against its spec and against the layout of the memory, before
 * and after, and one that breaks the contract throws. Stands in the place of src/memory/guard.ts where tests run with
 * `--mode checked`; no published file contains it.
 */
import { type Heap, type Kernels, MAX_BIN_ROWS, MAX_RECORD_COLUMNS, pad4 } from "../../src/kernels/contract.js";
import type { KernelArgument, KernelSpec, Sizes } from "../../src/kernels/kernel-spec.js";
import { KERNEL_SPECS } from "../../src/kernels/specs.js";
import type { Layout } from "../../src/memory/layout.js";
import { type Tensor, tensorBytes } from "../../src/memory/tensor.js";
import { type Arguments, measure } from "./measured.js";
import { elementBytes, place, type Region } from "./region.js";

/** A call that breaks the contract of its kernel: names kernel and argument. */
class ContractError extends Error {
  override name = "ContractError";

  constructor(kernel: string, argument: string, expected: string, got: unknown) {
    super(`${kernel}: ${argument}: expected ${expected}, got ${got}`);
  }
}

type Complain = (argument: string, expected: string, got: unknown) => never;
type Call = (...values: number[]) => void;

/** `kernels`, each with checks around it; what `kernels` has beside the contract stays as it is. */
export function guarded<K extends Kernels>(kernels: K, heap: Heap, layout: Layout): K {
  const tensors = layout.tensors.filter((tensor) => tensorBytes(tensor) > 0);
  const names = Object.keys(KERNEL_SPECS) as (keyof Kernels)[];
  const calls = names.map((name) => [name, checkedCall(name, kernels[name] as Call, heap, tensors)]);
  return { ...kernels, ...Object.fromEntries(calls) };
}

function checkedCall(name: keyof Kernels, call: Call, heap: Heap, tensors: readonly Tensor[]): Call {
  const spec = KERNEL_SPECS[name] as unknown as KernelSpec;
  const complain: Complain = (argument, expected, got) => {
    throw new ContractError(name, argument, expected, got);
  };
  return (...values) => {
    const args = namedArguments(spec, values, complain);
    requireNumbers(spec, args, complain);
    const regions = regionsOf(name, spec, args, heap, complain);
    for (const region of regions) requireInside(region, tensors, complain);
    requireApart(regions, complain);
    for (const region of regions) if (isRead(region, args)) requirePads(region, heap, "before the call", complain);
    call(...values);
    for (const region of regions) if (isWritten(region)) requirePads(region, heap, "after the call", complain);
  };
}

function namedArguments(spec: KernelSpec, values: readonly number[], complain: Complain): Arguments {
  const args = spec.arguments as readonly KernelArgument[];
  if (values.length !== args.length) complain("arguments", `${args.length}`, values.length);
  return Object.fromEntries(args.map(({ name }, i) => [name, values[i] as number]));
}

/** Sizes, choices and scalars in their domains; addresses aligned. */
function requireNumbers(spec: KernelSpec, args: Arguments, complain: Complain): void {
  for (const a of spec.arguments as readonly KernelArgument[]) {
    const value = args[a.name] as number;
    if (a.kind === "scalar") {
      if (!Number.isFinite(value)) complain(a.name, "a finite number", value);
    } else if (a.kind === "choice") {
      if (!a.values.includes(value)) complain(a.name, `one of ${a.values.join(", ")}`, value);
    } else if (a.kind === "matrix") {
      const bytes = a.element === "u8" ? 1 : 4;
      if (!isWhole(value, 0) || value % bytes !== 0) complain(a.name, `an address, a multiple of ${bytes}`, value);
    } else {
      const { atLeast, multipleOf } = a.kind === "size" ? a : { atLeast: 0, multipleOf: 1 };
      if (!isWhole(value, atLeast) || value % multipleOf !== 0)
        complain(a.name, `a whole number of at least ${atLeast}, a multiple of ${multipleOf}`, value);
    }
  }
}

function isWhole(value: number, atLeast: number): boolean {
  return Number.isInteger(value) && value >= atLeast && value <= 2 ** 32;
}

/** What the call reads and writes; empty matrices, and those that must not be read, are left out. */
function regionsOf(name: keyof Kernels, spec: KernelSpec, args: Arguments, heap: Heap, complain: Complain): Region[] {
  const list = spec.arguments as readonly KernelArgument[];
  const { hidden, rows: rowsOf, lengths } = measure(name, args, heap);
  const sizes: Sizes = { ...args, ...hidden };
  requireMeasured(name, sizes, complain);
  return list.flatMap((a) => {
    if (a.kind !== "matrix") return [];
    const whole = place(a, list, sizes, args[a.name] as number);
    const rows = rowsOf?.[a.name] ?? whole.rows;
    const length = lengths?.[a.name];
    const region: Region = { ...whole, rows, ...(length !== undefined && { columns: length, width: length }) };
    const { columns, stride, width } = region;
    if (rows > 1 && stride < width) complain(a.name, `a stride of at least ${width}`, stride);
    const isUsed = isWritten(region) || isRead(region, args);
    return rows > 0 && columns > 0 && isUsed ? [region] : [];
  });
}

/** Limits of the contract that no single argument shows. */
function requireMeasured(name: keyof Kernels, sizes: Sizes, complain: Complain): void {
  const { m, n, k, binRows, columns, fullest } = sizes as Record<string, number>;
  const atMost = (argument: string, limit: number | undefined, got: number | undefined): void => {
    if ((got as number) > (limit as number)) complain(argument, `at most ${limit}`, got);
  };
  if (name === "compressRows") atMost("n", MAX_RECORD_COLUMNS, n);
  if (name === "bucketPairs") {
    atMost("m", Math.min(MAX_BIN_ROWS, binRows as number), m);
    atMost("columns of the records", n, columns);
  }
  if (name === "sparseTN") {
    atMost("m", k, m);
    atMost("counts", binRows, fullest);
  }
}

function isRead({ argument: { role, readWhen } }: Region, args: Arguments): boolean {
  return (role === "in" || role === "inout") && (readWhen === undefined || args[readWhen] !== 0);
}

function isWritten({ argument: { role } }: Region): boolean {
  return role !== "in";
}

/** One past the last byte of the matrix; the gap behind the last row is not its own. */
function endOf(region: Region): number {
  const { address, rows, stride, width } = region;
  return address + ((rows - 1) * stride + width) * elementBytes(region);
}

/** A matrix lies in one tensor, of its element and its stride; rows that are not whole, and scratch, in one row of it. */
function requireInside(region: Region, tensors: readonly Tensor[], complain: Complain): void {
  const { argument, address, rows, stride, width } = region;
  const tensor = tensorAt(tensors, address) ?? complain(argument.name, "an address in a tensor of the layout", address);
  const limit = tensor.address + tensorBytes(tensor);
  const end = endOf(region);
  if (end > limit) complain(argument.name, `${tensor.name} to end at ${limit} at the earliest`, `an end at ${end}`);
  if (argument.element !== tensor.element)
    complain(argument.name, argument.element, `${tensor.element} ${tensor.name}`);
  if (rows > 1 && !argument.packed && stride !== tensor.stride)
    complain(argument.name, `the stride of ${tensor.name}, ${tensor.stride}`, stride);
  const column = ((address - tensor.address) / elementBytes(region)) % tensor.stride;
  const isWholeRows = rows === 1 && column === 0 && width % tensor.stride === 0;
  const mayRunOn = argument.role !== "scratch" && (isWholeRows || argument.packed);
  if (!mayRunOn && column + width > tensor.stride)
    complain(argument.name, `at most ${tensor.stride - column} columns in a row of ${tensor.name}`, width);
}

function tensorAt(tensors: readonly Tensor[], address: number): Tensor | undefined {
  return tensors.find((tensor) => tensor.address <= address && address < tensor.address + tensorBytes(tensor));
}

/** What is written touches nothing else of the call. */
function requireApart(regions: readonly Region[], complain: Complain): void {
  for (const a of regions)
    if (isWritten(a))
      for (const b of regions)
        if (a !== b && a.address < endOf(b) && b.address < endOf(a))
          complain(a.argument.name, `a place apart from ${b.argument.name}`, `${a.address} to ${endOf(a)}`);
}

/** Pad columns hold +0. */
function requirePads(region: Region, { floats }: Heap, when: string, complain: Complain): void {
  const { argument, address, rows, columns, width, stride } = region;
  if (argument.element !== "f32" || argument.packed || argument.role === "scratch" || columns === pad4(columns)) return;
  for (let i = 0; i < rows; i++)
    for (let j = columns; j < width; j++) {
      const pad = floats[(address >>> 2) + i * stride + j];
      if (!Object.is(pad, 0)) complain(argument.name, `+0 in the pad [${i},${j}] ${when}`, pad);
    }
}
