/**
 * What wasmlp uses of @assemblyscript/loader, in its place in the browser's bundle (scripts/bundle.mjs): the whole cannot
 * be shaken, and is a twentieth of what a page downloads. The module has neither strings nor classes to lend a hand with.
 */

/** As the loader's, for a compiled module that imports nothing but memory. */
export function instantiateSync(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): { instance: WebAssembly.Instance } {
  return { instance: new WebAssembly.Instance(module, imports) };
}
