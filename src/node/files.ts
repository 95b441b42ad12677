/**
 * The one owner of file access in Node: whole files in, whole files out, gzip undone.
 * Knows nothing of what the bytes mean. Every refusal of the file system becomes a `WasmlpError` naming the path.
 */
import { randomBytes } from "node:crypto";
import { constants, type Stats, writeSync } from "node:fs";
import { access, type FileHandle, mkdir, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import { ByteCollector } from "../data/byte-collector.js";
import { isGzip } from "../data/published-file.js";
import { invalidFile, invalidOption, WasmlpError } from "../errors.js";

/** Ample for any data set or model here, and far from filling a machine by mistake. */
const defaultMaxBytes = 2 ** 30;
/** Deflate cannot shrink data further than this, so a larger promise in a gzip trailer is a lie. */
const maxGzipRatio = 1032;

/** How much to read, and what is enough to stop. */
export interface ReadOptions {
  /** Default 2³⁰. */
  maxBytes?: number;
  /** Called with the first bytes, one or more; throws where the rest need not be read: a device may have no end. */
  requireStart?: (start: Uint8Array, path: string) => void;
}

/**
 * The whole file. Pipes and devices are read to their end.
 * @throws WasmlpError `not-found`, `io`, `invalid-file` when longer than `maxBytes`, or `out-of-memory`.
 */
export async function readFileBytes(path: string, options: ReadOptions = {}): Promise<Uint8Array> {
  const { maxBytes = defaultMaxBytes, requireStart } = options;
  requirePath(path);
  return withIoErrors(path, "read", async () => {
    const handle = await open(path, "r");
    try {
      return await readToEnd(handle, path, maxBytes, requireStart);
    } finally {
      await handle.close();
    }
  });
}

/** Whether a regular file (or a link to one) lies at `path`. @throws WasmlpError `io` when that cannot be told. */
export async function isRegularFile(path: string): Promise<boolean> {
  requirePath(path);
  return withIoErrors(path, "read", async () => (await statOrNothing(path))?.isFile() ?? false);
}

/**
 * Writes a file so that `path` holds either the old bytes or all of the new ones, whenever the machine stops:
 * beside the target, synced, renamed. A device or pipe (`/dev/stdout`) is written to as it is.
 * @throws WasmlpError `io`, saying what refused; nothing is left behind.
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<void> {
  requirePath(path);
  await withIoErrors(path, "write", async () => {
    const stream = standardStreams.get(path);
    if (stream !== undefined) return writeToDescriptor(stream, content);
    const old = await statOrNothing(path);
    if (old && !old.isFile() && !old.isDirectory()) return writeDirectly(path, content);
    if (!old) return writeAndRename(path, content);
    // A link stays a link; a file its owner made read-only stays as it is.
    const target = await realpath(path);
    await access(target, constants.W_OK);
    await writeAndRename(target, content, old.mode);
  });
}

/** Makes a directory and those above it; one that is there stays as it is. @throws WasmlpError `io`. */
export async function makeDirectory(path: string): Promise<void> {
  requirePath(path);
  await withIoErrors(path, "make", async () => {
    try {
      await mkdir(path, { recursive: true });
    } catch (error) {
      // Node 20 says ENOENT of a read-only disk; one directory at a time, it says what is wrong.
      if (codeOf(error) !== "ENOENT") throw error;
      await mkdir(path);
    }
  });
}

/**
 * Undoes gzip, one member or several.
 * @param maxBytes most bytes to unzip to: a small file can hold a thousand times its size
 * @throws WasmlpError `invalid-file` when damaged, cut short or longer than `maxBytes`.
 */
export async function gunzipCapped(bytes: Uint8Array, maxBytes: number, name = "gzip data"): Promise<Uint8Array> {
  if (!isGzip(bytes)) throw invalidFile(name, "gzip data", `${bytes.length} bytes that are not`);
  const trailer = bytes.subarray(-4); // the unzipped size modulo 2³², unless the file is cut short or lies
  const promised = trailer.reduceRight((size, byte) => size * 256 + byte, 0);
  const collector = new ByteCollector(Math.min(promised, bytes.length * maxGzipRatio), maxBytes, () =>
    invalidFile(name, `at most ${maxBytes} bytes once unzipped`, "more"),
  );
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  gunzip.end(bytes);
  try {
    for await (const chunk of gunzip) collector.add(chunk as Uint8Array);
  } catch (error) {
    if (error instanceof WasmlpError) throw error;
    throw invalidFile(name, "whole gzip data", (error as Error).message);
  }
  return collector.bytes();
}

/**
 * The first bytes of what gzip data unzips to, `count` or as many as there are; the rest is not looked at.
 * @throws WasmlpError `invalid-file` when damaged before that.
 */
export async function gunzipStart(bytes: Uint8Array, count: number, name: string): Promise<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: Math.max(64, count) });
  gunzip.end(bytes);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of gunzip) {
      chunks.push(chunk as Uint8Array);
      length += (chunk as Uint8Array).length;
      if (length >= count) break;
    }
  } catch (error) {
    throw invalidFile(name, "whole gzip data", (error as Error).message);
  }
  return new Uint8Array(Buffer.concat(chunks)).subarray(0, count);
}

const standardStreams: ReadonlyMap<string, number> = new Map([
  ["/dev/stdout", 1],
  ["/dev/stderr", 2],
]);

async function readToEnd(
  handle: FileHandle,
  path: string,
  maxBytes: number,
  requireStart?: ReadOptions["requireStart"],
): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const tooLarge = (got: string) => invalidFile(path, `at most ${maxBytes} bytes`, got);
  if (size > maxBytes) throw tooLarge(`${size}`);
  const collector = new ByteCollector(size, maxBytes, () => tooLarge("more"));
  const chunk = new Uint8Array(1 << 18);
  let isFirst = true;
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length);
    if (bytesRead === 0) return collector.bytes();
    if (isFirst) requireStart?.(chunk.subarray(0, bytesRead), path);
    isFirst = false;
    collector.add(chunk.subarray(0, bytesRead));
  }
}

async function writeAndRename(target: string, content: Uint8Array | string, mode?: number): Promise<void> {
  const directory = dirname(target);
  const beside = join(directory, `.wasmlp-${randomBytes(8).toString("hex")}.tmp`);
  try {
    const handle = await open(beside, "wx");
    try {
      await handle.writeFile(content);
      if (mode !== undefined) await handle.chmod(mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, target);
  } catch (error) {
    await unlink(beside).catch(() => {});
    throw error;
  }
  await syncDirectory(directory);
}

/** Makes the new name last. Windows and some network mounts cannot open or sync a directory, and do without. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r").catch(() => undefined);
  try {
    await handle?.sync();
  } catch (error) {
    if (["EIO", "ENOSPC", "EDQUOT"].includes(codeOf(error))) throw error;
  } finally {
    await handle?.close();
  }
}

async function writeDirectly(path: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(path, constants.O_WRONLY);
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
}

/** By number, not by name: a standard stream may be a socket, which cannot be opened, or a file already half full. */
async function writeToDescriptor(descriptor: number, content: Uint8Array | string): Promise<void> {
  let rest = typeof content === "string" ? new TextEncoder().encode(content) : content;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (codeOf(error) !== "EAGAIN") throw error;
      await sleep(1); // a pipe whose reader is slow
    }
  }
}

async function statOrNothing(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return undefined;
    throw error;
  }
}

function requirePath(path: unknown): asserts path is string {
  if (typeof path !== "string") throw invalidOption("path", "a string", path);
  if (path === "" || path.includes("\0")) throw invalidOption("path", "a path without null characters", path);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EDQUOT: "the disk quota is used up",
  EFBIG: "a limit on the size of files",
  EISDIR: "a directory",
  ELOOP: "links that go in circles",
  EMFILE: "too many open files",
  ENAMETOOLONG: "a name that is too long",
  ENOENT: "no such file or directory",
  ENOSPC: "no space left on the device",
  ENOTDIR: "a part of the path that is not a directory",
  ENXIO: "a device or socket that cannot be opened",
  EPERM: "not permitted",
  EPIPE: "a reader that went away",
  EROFS: "a read-only file system",
};

async function withIoErrors<T>(path: string, verb: "read" | "write" | "make", act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof WasmlpError) throw error;
    const code = codeOf(error);
    const got = code in reasons ? `${reasons[code]} (${code})` : (error as Error).message;
    const expected = { read: "a file that can be read", write: "a file that can be written", make: "a directory" }[
      verb
    ];
    const message = `${path}: expected ${expected}, got ${got}`;
    throw new WasmlpError(verb === "read" && code === "ENOENT" ? "not-found" : "io", message, { cause: error });
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code);
}
