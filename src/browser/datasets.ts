/**
 * MNIST, Fashion-MNIST and KMNIST by name in a browser, by `fetch`; the browser's own cache keeps them.
 * The twin of `node/datasets.ts` for hosts without files. Uses web standards only.
 */
import { ByteCollector } from "../data/byte-collector.js";
import { type DataFile, fashionMnistSet, type ImageSet, kmnistSet, mnistSet } from "../data/catalog.js";
import { download } from "../data/download.js";
import { type ImageSetLoader, type ImageSetOptions, makeImageSetLoader, type OpenedFile } from "../data/mnist.js";
import { maxCopyBytes, openPublished } from "../data/published-file.js";
import { invalidFile, invalidOption, WasmlpError } from "../errors.js";

/** Where to fetch from, and how to split and scale. */
export interface LoadOptions extends ImageSetOptions {
  /** Folder holding the published files as `.gz`: a URL, or a path of this page's site. Default: a public mirror. */
  baseUrl?: string;
}

/** Handwritten digits, 28 × 28: `await mnist.load()`. */
export const mnist: ImageSetLoader<LoadOptions> = /* @__PURE__ */ imageSetLoader(mnistSet);
/** Clothing, 28 × 28. */
export const fashionMnist: ImageSetLoader<LoadOptions> = /* @__PURE__ */ imageSetLoader(fashionMnistSet);
/** Cursive Japanese, 28 × 28. Its server may not let other sites read it: then give a `baseUrl` of your own. */
export const kmnist: ImageSetLoader<LoadOptions> = /* @__PURE__ */ imageSetLoader(kmnistSet);

/** The loader of a set. */
export function imageSetLoader(set: ImageSet): ImageSetLoader<LoadOptions> {
  return makeImageSetLoader<LoadOptions>(set, (options) => {
    const { baseUrl } = options;
    if (baseUrl !== undefined && typeof baseUrl !== "string") throw invalidOption("baseUrl", "a URL or path", baseUrl);
    return (file) => fetchFile(set, file, options);
  });
}

async function fetchFile(set: ImageSet, file: DataFile, options: LoadOptions): Promise<OpenedFile> {
  const { baseUrl, signal, onProgress } = options;
  const folders = baseUrl === undefined ? set.browserMirrors : [baseUrl];
  const open = async (bytes: Uint8Array, name: string): Promise<OpenedFile> => ({
    bytes: await openPublished(file, bytes, name, { sha256, gunzip }),
    name,
  });
  return download(
    folders.map((folder) => `${folder.replace(/\/+$/, "")}/${file.name}.gz`),
    open,
    { maxBytes: maxCopyBytes(file), ...(signal && { signal }), ...(onProgress && { onProgress }) },
  );
}

async function sha256(bytes: Uint8Array): Promise<string> {
  if (!globalThis.crypto?.subtle)
    throw new WasmlpError(
      "unsupported",
      "SHA-256: expected a page from https or localhost, got one without crypto.subtle",
    );
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function gunzip(bytes: Uint8Array, maxBytes: number, name: string): Promise<Uint8Array> {
  const tooLarge = () => invalidFile(name, `at most ${maxBytes} bytes once unzipped`, "more");
  const collector = new ByteCollector(maxBytes, maxBytes, tooLarge);
  const reader = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) collector.add(step.value);
  } catch (error) {
    void reader.cancel().catch(() => {});
    throw error instanceof WasmlpError ? error : invalidFile(name, "whole gzip data", (error as Error).message);
  }
  return collector.bytes();
}
