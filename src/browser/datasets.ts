/**
 * MNIST, Fashion-MNIST and KMNIST by name in a browser, by `fetch`; what was downloaded is kept for the next time.
 * The twin of `node/datasets.ts` for hosts without files. Uses web standards only.
 */
import { type DataFile, fashionMnistSet, type ImageSet, kmnistSet, mnistSet } from "../data/catalog.js";
import { download } from "../data/download.js";
import { type ImageSetLoader, type ImageSetOptions, makeImageSetLoader, type OpenedFile } from "../data/mnist.js";
import { maxCopyBytes, openPublished } from "../data/published-file.js";
import { invalidOption, WasmlpError } from "../errors.js";
import { keepDownload, keptDownload } from "./download-cache.js";
import { gunzip } from "./gunzip.js";

/** Where to fetch from, and how to split and scale. */
export interface LoadOptions extends ImageSetOptions {
  /** Folder holding the published files as `.gz`: a URL, or a path of this page's site. Default: a public mirror. */
  baseUrl?: string;
}

type Load = ImageSetLoader<LoadOptions>["load"];

// Made without a call, so that bundlers can leave out the sets that nobody asks for.
/** Handwritten digits, 28 × 28: `await mnist.load()`. */
export const mnist: ImageSetLoader<LoadOptions> = {
  get classNames() {
    return mnistSet.classNames;
  },
  load: ((options: never) => imageSetLoader(mnistSet).load(options)) as Load,
};
/** Clothing, 28 × 28. */
export const fashionMnist: ImageSetLoader<LoadOptions> = {
  get classNames() {
    return fashionMnistSet.classNames;
  },
  load: ((options: never) => imageSetLoader(fashionMnistSet).load(options)) as Load,
};
/** Cursive Japanese, 28 × 28. Its server may not let other sites read it: then give a `baseUrl` of your own. */
export const kmnist: ImageSetLoader<LoadOptions> = {
  get classNames() {
    return kmnistSet.classNames;
  },
  load: ((options: never) => imageSetLoader(kmnistSet).load(options)) as Load,
};

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
  const urls = folders.map((folder) => `${folder.replace(/\/+$/, "")}/${file.name}.gz`);
  const open = async (bytes: Uint8Array, name: string): Promise<OpenedFile> => ({
    bytes: await openPublished(file, bytes, name, { sha256, gunzip }),
    name,
  });
  const kept = await openKept(urls, open);
  if (kept) return kept;
  return download(
    urls,
    async (bytes, url) => {
      const opened = await open(bytes, url);
      await keepDownload(url, bytes);
      return opened;
    },
    { maxBytes: maxCopyBytes(file), ...(signal && { signal }), ...(onProgress && { onProgress }) },
  );
}

/** Nothing where none is kept, or what is kept is damaged: then it is downloaded again. */
async function openKept(
  urls: readonly string[],
  open: (bytes: Uint8Array, name: string) => Promise<OpenedFile>,
): Promise<OpenedFile | undefined> {
  for (const url of urls) {
    const bytes = await keptDownload(url);
    const opened = bytes && (await open(bytes, url).catch(() => undefined));
    if (opened) return opened;
  }
  return undefined;
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
