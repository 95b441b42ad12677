/** The types of compile-alone.mjs, which scripts that run before anything is built import too. */
export declare function compileAlone(file: string, options?: readonly string[]): Uint8Array<ArrayBuffer>;
