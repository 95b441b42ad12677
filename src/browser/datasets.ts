/**
 * MNIST, Fashion-MNIST and KMNIST by name in a browser, by `fetch`; the browser's own cache keeps them.
 * The twin of `node/datasets.ts` for hosts without files. Uses web standards only.
 */
import { type DataFile, fashionMnistSet, type ImageSet, kmnistSet, mnistSet } from "../data/catalog.js";
import type { DownloadProgress, ImageSetLoader, ImageSetOptions, OpenedFile } from "../data/mnist.js";
import { loadImageSet } from "../data/mnist.js";
import { openPublished } from "../data/published-file.js";
import { invalidFile, invalidOption, WasmlpError } from "../errors.js";

/** Where to fetch from, and how to split and scale. */
export interface LoadOptions extends ImageSetOptions {
  /** Folder holding the published files as `.gz`: a URL, or a path of this page's site. Default: a public mirror. */
  baseUrl?: string;
  signal?: AbortSignal;
  onProgress?: (progress: DownloadProgress) => void;
}

/** Handwritten digits, 28 × 28: `await mnist.load()`. */
export const mnist: ImageSetLoader<LoadOptions> = imageSetLoader(mnistSet);
/** Clothing, 28 × 28. */
export const fashionMnist: ImageSetLoader<LoadOptions> = imageSetLoader(fashionMnistSet);
/** Cursive Japanese, 28 × 28. Its server may not let other sites read it: then give a `baseUrl` of your own. */
export const kmnist: ImageSetLoader<LoadOptions> = imageSetLoader(kmnistSet);

/** The loader of a set. */
export function imageSetLoader(set: ImageSet): ImageSetLoader<LoadOptions> {
  const load = async (options: LoadOptions = {}) => {
    const { baseUrl } = options;
    if (baseUrl !== undefined && typeof baseUrl !== "string") throw invalidOption("baseUrl", "a URL or path", baseUrl);
    return loadImageSet(set, (file) => fetchFile(set, file, options), options);
  };
  return { classNames: set.classNames, load: load as ImageSetLoader<LoadOptions>["load"] };
}

async function fetchFile(set: ImageSet, file: DataFile, options: LoadOptions): Promise<OpenedFile> {
  const folders = options.baseUrl === undefined ? set.browserMirrors : [options.baseUrl];
  const answers: string[] = [];
  for (const folder of folders) {
    const url = `${folder}${folder === "" || folder.endsWith("/") ? "" : "/"}${file.name}.gz`;
    const answer = await fetchBytes(url, file.bytes, options);
    if (typeof answer !== "string") return { name: url, bytes: await openPublished(file, answer, url, { sha256, gunzip }) };
    answers.push(`\n  ${url}: ${answer}`);
  }
  throw new WasmlpError("network", `${set.id}: expected ${file.name}.gz, got${answers.join("")}`);
}

/** The bytes, or what was answered instead. */
async function fetchBytes(url: string, maxBytes: number, options: LoadOptions): Promise<Uint8Array | string> {
  const { signal, onProgress } = options;
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    return (error as Error).message;
  }
  if (!response.ok || !response.body) return `HTTP ${response.status} ${response.statusText}`;
  const total = response.headers.has("content-encoding") ? 0 : Number(response.headers.get("content-length"));
  const report = (receivedBytes: number): void =>
    onProgress?.({ url, receivedBytes, ...(total > 0 && { totalBytes: total }) });
  return readStream(response.body, maxBytes, url, report).catch((error: unknown) => {
    signal?.throwIfAborted();
    if (error instanceof TypeError) return error.message;
    throw error;
  });
}

async function gunzip(bytes: Uint8Array, maxBytes: number, name: string): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return await readStream(stream, maxBytes, name);
  } catch (error) {
    throw error instanceof WasmlpError ? error : invalidFile(name, "whole gzip data", (error as Error).message);
  }
}
