/**
 * The relaxed module, made from the bytes of the strict one: terms of matrix products become fused multiply-adds, all
 * else stays. Knows nothing of what the kernels do; assembly/simd.ts (`addProduct`) says which sums may look like this.
 *   f32x4.mul, local.get sum, f32x4.add    →    nop, nop, nop, local.get sum, f32x4.relaxed_madd
 * The lengths are the same, so nothing moves. Opcodes: WebAssembly core specification 3.0, binary format.
 */

/** f32x4.mul and the first byte of local.get; the index follows, in LEB128. */
const MULTIPLY_AND_GET = [0xfd, 0xe6, 0x01, 0x20];
const ADD = [0xfd, 0xe4, 0x01];
const NOP = 0x01;
const MULTIPLY_ADD = [0xfd, 0x85, 0x02];

/** The relaxed module from the strict one. */
export function withMultiplyAdd(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = module.slice();
  const has = (pattern: readonly number[], at: number): boolean => pattern.every((byte, i) => bytes[at + i] === byte);
  for (let at = 0; at < bytes.length; at++) {
    if (!has(MULTIPLY_AND_GET, at)) continue;
    let add = at + MULTIPLY_AND_GET.length;
    while ((bytes[add] as number) >= 0x80) add++;
    add++;
    if (!has(ADD, add)) continue;
    bytes.fill(NOP, at, at + 3);
    bytes.set(MULTIPLY_ADD, add);
  }
  return bytes;
}

/** A function of i8x16.relaxed_swizzle (fd 80 02) and little else. */
const PROBE = "0061736d010000000105016000017b030201000a0f010d004101fd0f4102fd0ffd80020b";

/** Whether this host compiles relaxed SIMD; asked each time, as flags may be set while a program runs. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(decodeHex(PROBE));
}

/** Bytes from two digits each. */
export function decodeHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
