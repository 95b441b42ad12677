/**
 * The relaxed module, made from the bytes of the strict one: terms of matrix products become fused multiply-adds, all
 * else stays. Knows nothing of what the kernels do; assembly/simd.ts (`addProduct`) says which sums may look like this.
 *   f32x4.mul, the sum so far, f32x4.add    →    nop, nop, nop, the sum so far, f32x4.relaxed_madd
 * The sum so far is a local, a value in memory, or another such sum (the compiler nests them). The lengths are the same,
 * so nothing moves. Opcodes: WebAssembly core specification 3.0, binary format.
 */

const NOP = 0x01;
const LOCAL_GET = 0x20;
const LOCAL_TEE = 0x22;
const I32_ADD = 0x6a;
const LOAD = [0xfd, 0x00];
const MULTIPLY = [0xfd, 0xe6, 0x01];
const ADD = [0xfd, 0xe4, 0x01];
const MULTIPLY_ADD = [0xfd, 0x85, 0x02];

/** An operand that is not a product. */
const OTHER = -1;

/** The relaxed module from the strict one. */
export function withMultiplyAdd(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = module.slice();
  for (let at = 0; at < bytes.length; at++) if (has(bytes, at, MULTIPLY)) fuseFrom(bytes, at);
  return bytes;
}

/**
 * Follows the stack from a product on, as far as sums reach: each operand is OTHER, or where the product stands that it
 * is. Ends at an instruction that takes no part in sums, or takes what was there before.
 */
function fuseFrom(bytes: Uint8Array, start: number): void {
  const stack = [start];
  let at = start + MULTIPLY.length;
  for (;;) {
    if (bytes[at] === LOCAL_GET) {
      stack.push(OTHER);
      at = behindNumber(bytes, at + 1);
    } else if (bytes[at] === LOCAL_TEE) at = behindNumber(bytes, at + 1);
    else if (has(bytes, at, LOAD)) at = behindNumber(bytes, behindNumber(bytes, at + LOAD.length));
    else {
      const [second, first] = [stack.pop(), stack.pop()];
      if (first === undefined || second === undefined) return;
      if (bytes[at] === I32_ADD) {
        stack.push(OTHER);
        at++;
      } else if (has(bytes, at, MULTIPLY)) {
        stack.push(at);
        at += MULTIPLY.length;
      } else if (has(bytes, at, ADD) && first !== OTHER && second === OTHER) {
        bytes.fill(NOP, first, first + MULTIPLY.length);
        bytes.set(MULTIPLY_ADD, at);
        stack.push(OTHER);
        at += ADD.length;
      } else return;
    }
  }
}

function has(bytes: Uint8Array, at: number, opcode: readonly number[]): boolean {
  return opcode.every((byte, i) => bytes[at + i] === byte);
}

/** The place behind a number in LEB128. */
function behindNumber(bytes: Uint8Array, at: number): number {
  while ((bytes[at] as number) >= 0x80) at++;
  return at + 1;
}

/** A function of i8x16.relaxed_swizzle (fd 80 02) and little else. */
const PROBE = [
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 0x0a, 0x0f, 1, 0x0d, 0, 0x41, 1, 0xfd, 0x0f,
  0x41, 2, 0xfd, 0x0f, 0xfd, 0x80, 2, 0x0b,
];

/** Whether this host compiles relaxed SIMD; asked each time, as flags may be set while a program runs. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(Uint8Array.from(PROBE));
}
