/** The SHA-256 of a model's file: what `sha256sum` says of the download. */

/** 64 hex digits; nothing where the page has no `crypto.subtle` (an address that is neither https nor localhost). */
export async function fileHash(bytes: Uint8Array): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
