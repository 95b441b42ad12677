// Cache misses met one after the other inside a loop cost twice what they cost where nothing waits for them: what is
// about to be read in an order the machine cannot foresee is touched first.

let touched: u32 = 0;

/** Reads a byte of every cache line from `from` to `end`. The sum is kept, or the reads would be left out. */
// @ts-ignore: decorator
@inline
export function touch(from: usize, end: usize): void {
  let sum: u32 = 0;
  for (; from < end; from += 64) sum += load<u8>(from);
  touched += sum;
}
