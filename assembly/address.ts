// Pointer arithmetic, all of it. Strides and counts arrive in elements; addresses are bytes.
// Knows nothing of what is stored.

/** Address of element `index` of an array of 4-byte values. */
// @ts-ignore: decorator
@inline
export function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

/** Bytes of a row of `stride` 4-byte values. */
// @ts-ignore: decorator
@inline
export function strideBytes(stride: i32): usize {
  return (<usize>stride) << 2;
}

/** Widths are padded to whole vectors of four floats. */
// @ts-ignore: decorator
@inline
export function padded(width: i32): i32 {
  return (width + 3) & ~3;
}
