/** Flags of V8 for tests on a page, in place of node:v8: there are none to set. */
export function setFlagsFromString(flag: string): void {
  throw new Error(`expected a browser that needs no flags, got one that would need ${flag}`);
}
