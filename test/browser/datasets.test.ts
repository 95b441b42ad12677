/** The browser's way to data sets, run on Node's own fetch, DecompressionStream and crypto.subtle against a local server. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { imageSetLoader, type LoadOptions, mnist } from "../../src/browser/datasets.js";
import type { ImageSet } from "../../src/data/catalog.js";
import { type LocalServer, serveFiles, tinyFiles, tinyGzips, tinySet } from "../data/tiny-set.js";

const servers: LocalServer[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const server of servers.splice(0)) server.close();
});

async function mirror(files: ReadonlyMap<string, Uint8Array> = tinyGzips()): Promise<LocalServer> {
  const server = await serveFiles(files);
  servers.push(server);
  return server;
}

const load = (options: Omit<LoadOptions, "split">, set: ImageSet = tinySet()) =>
  imageSetLoader(set).load({ ...options, split: "standard" });

describe("data sets in a browser", () => {
  it.each(["plain", "gzip"] as const)("come from baseUrl, checked by sums of %s files", async (of) => {
    const server = await mirror();
    for (const baseUrl of [server.url, server.url.slice(0, -1)]) {
      const { train, test } = await load({ baseUrl }, tinySet(of));
      expect([...train.features]).toEqual(Array.from({ length: 16 }, (_, i) => 10 + i));
      expect([...(test.labels as Uint8Array)]).toEqual([1, 0]);
    }
    expect(server.asked.slice(0, 2)).toEqual(["/train-labels-idx1-ubyte.gz", "/train-images-idx3-ubyte.gz"]);
  });

  it("are asked for once where the page can keep them, and again where what it keeps is damaged", async () => {
    const kept = new Map<string, Uint8Array>();
    const cache = {
      match: async (url: string) => (kept.has(url) ? new Response(kept.get(url) as BodyInit) : undefined),
      put: async (url: string, response: Response) => {
        kept.set(url, new Uint8Array(await response.arrayBuffer()));
      },
    };
    vi.stubGlobal("caches", { open: async () => cache });
    const server = await mirror();
    const first = await load({ baseUrl: server.url });
    expect(await load({ baseUrl: server.url })).toEqual(first);
    expect(server.asked.length).toBe(4);
    kept.set(`${server.url}train-labels-idx1-ubyte.gz`, Uint8Array.of(1, 2, 3));
    expect(await load({ baseUrl: server.url })).toEqual(first);
    expect(server.asked.slice(4)).toEqual(["/train-labels-idx1-ubyte.gz"]);
    vi.stubGlobal("caches", { open: async () => Promise.reject(new DOMException("no", "SecurityError")) });
    expect(await load({ baseUrl: server.url })).toEqual(first);
    expect(server.asked.length).toBe(9);
  });

  it("come from the set's mirrors in turn otherwise", async () => {
    const [empty, full] = [await mirror(new Map()), await mirror()];
    const { train } = await load({}, { ...tinySet(), browserMirrors: [empty.url, full.url] });
    expect(train.count).toBe(4);
    expect([empty.asked.length, full.asked.length]).toEqual([4, 4]);
  });

  it("are MNIST from a mirror that lets other sites read it", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (url: string) => {
      asked.push(url);
      return new Response("", { status: 503 });
    });
    await expect(mnist.load()).rejects.toMatchObject({ code: "network" });
    expect(asked).toEqual(["https://cdn.jsdelivr.net/gh/fgnt/mnist/train-labels-idx1-ubyte.gz"]);
  });

  it("are refused when they are not the published bytes, damaged, or a bomb", async () => {
    const serving = async (bytes: Uint8Array) =>
      load({ baseUrl: (await mirror(new Map([["train-labels-idx1-ubyte.gz", bytes]]))).url });
    const wrong = (message: RegExp) => ({ code: "checksum-mismatch", message: expect.stringMatching(message) });
    await expect(serving(gzipSync(tinyFiles.testLabels))).rejects.toMatchObject(wrong(/expected SHA-256/));
    await expect(serving(gzipSync(tinyFiles.trainLabels).subarray(0, 20))).rejects.toMatchObject(wrong(/whole gzip/));
    await expect(serving(gzipSync(new Uint8Array(1e6)))).rejects.toMatchObject(wrong(/at most 12 bytes once unzipped/));
  });

  it("cannot be checked, and so are refused, where the page is not secure", async () => {
    vi.stubGlobal("crypto", {});
    await expect(load({ baseUrl: (await mirror()).url })).rejects.toMatchObject({ code: "unsupported" });
  });

  it("stop with the signal's reason and refuse a baseUrl that is none", async () => {
    const reason = new Error("enough");
    await expect(load({ baseUrl: "http://127.0.0.1:1", signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(load({ baseUrl: 5 as unknown as string })).rejects.toThrow("baseUrl: expected a URL or path, got 5");
    await expect(load({ baseUrl: "no such://place" })).rejects.toMatchObject({ code: "network" });
  });

  it("need nothing of Node", () => {
    const seen = new Set<string>();
    const visit = (url: URL): void => {
      if (seen.has(url.href)) return;
      seen.add(url.href);
      const source = readFileSync(url, "utf8");
      expect(source).not.toMatch(/["']node:|\bprocess\b|\bBuffer\b|\/node\//);
      for (const [, path] of source.matchAll(/from "(\.[^"]+)\.js"/g)) visit(new URL(`${path}.ts`, url));
    };
    visit(new URL("../../src/browser/datasets.ts", import.meta.url));
    expect(seen.size).toBeGreaterThan(8);
  });
});
