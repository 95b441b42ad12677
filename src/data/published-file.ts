/**
 * From the bytes a mirror, a package or a cache handed over to the plain file that was published, or an error.
 * Hashing and unzipping differ by host and are passed in; nothing here reads or fetches.
 */
import { WasmlpError } from "../errors.js";
import type { DataFile } from "./catalog.js";

/** What a host lends. */
export interface HostTools {
  /** Lower-case hex SHA-256 of the bytes. */
  sha256(bytes: Uint8Array): string | Promise<string>;
  /** @throws WasmlpError `invalid-file` when the data is damaged or longer than `maxBytes`. */
  gunzip(bytes: Uint8Array, maxBytes: number, name: string): Promise<Uint8Array>;
}

/** The most bytes a good copy of `file` can have: zipped data that does not shrink grows by a little. */
export function maxCopyBytes(file: DataFile): number {
  return file.bytes + Math.ceil(file.bytes / 1000) + 1000;
}

/** Whether the bytes start as gzip data does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 3 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/**
 * Unzips `bytes` where they are zipped and holds them against the published sum.
 * @param where what errors call the bytes: a path or a URL
 * @returns the plain file
 * @throws WasmlpError `checksum-mismatch`, or `invalid-file` when the gzip data itself is damaged.
 */
export async function openPublished(
  file: DataFile,
  bytes: Uint8Array,
  where: string,
  tools: HostTools,
): Promise<Uint8Array> {
  const { of, sha256 } = file.checksum;
  const zipped = isGzip(bytes);
  if (of === "gzip") {
    if (!zipped)
      throw mismatch(where, `the published ${file.name}.gz (only its sum is known)`, "a file that is not zipped");
    await requireSum(bytes, sha256, where, tools);
  }
  const plain = zipped ? await tools.gunzip(bytes, file.bytes, where) : bytes;
  if (of === "plain") await requireSum(plain, sha256, where, tools);
  return plain;
}

async function requireSum(bytes: Uint8Array, expected: string, where: string, tools: HostTools): Promise<void> {
  const got = await tools.sha256(bytes);
  if (got !== expected) throw mismatch(where, `SHA-256 ${expected}`, got);
}

function mismatch(where: string, expected: string, got: string): WasmlpError {
  return new WasmlpError("checksum-mismatch", `${where}: expected ${expected}, got ${got}`);
}
