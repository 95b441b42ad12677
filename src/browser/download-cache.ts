/**
 * Downloads kept by URL in the page's Cache Storage, where there is one: not on pages that are not secure, not in some
 * private windows, not where room is short. Nothing depends on it but time; who reads checks the bytes.
 */

async function openCache(): Promise<Cache | undefined> {
  return globalThis.caches?.open("wasmlp").catch(() => undefined);
}

export async function keptDownload(url: string): Promise<Uint8Array | undefined> {
  const response = await (await openCache())?.match(url).catch(() => undefined);
  return response && new Uint8Array(await response.arrayBuffer());
}

export async function keepDownload(url: string, bytes: Uint8Array): Promise<void> {
  await (await openCache())?.put(url, new Response(bytes as BufferSource)).catch(() => undefined);
}
