/** Files that are there, are not, are too long, cannot be written; zipped data that is whole, cut short or a bomb. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { WasmlpError } from "../../src/errors.js";
import { gunzipCapped, isRegularFile, makeDirectory, readFileBytes, writeFileAtomic } from "../../src/node/files.js";

const root = mkdtempSync(join(tmpdir(), "wasmlp-files-"));
let directory = root;
let number = 0;
beforeEach(() => {
  directory = join(root, String(number++));
  mkdirSync(directory);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const linux = it.runIf(existsSync("/dev/full"));

async function refusal(act: Promise<unknown>): Promise<WasmlpError> {
  const error = await act.then(
    () => new Error("nothing was refused"),
    (error: unknown) => error,
  );
  if (error instanceof WasmlpError) return error;
  throw error;
}

describe("readFileBytes", () => {
  it("gives the bytes of a file, of an empty one, and of one longer than a chunk", async () => {
    for (const length of [0, 1, 1000, (1 << 18) + 1]) {
      const content = Uint8Array.from({ length }, (_, i) => (i * 31) % 256);
      writeFileSync(join(directory, "a"), content);
      const bytes = await readFileBytes(join(directory, "a"), { maxBytes: length });
      expect(Buffer.compare(bytes, content)).toBe(0);
      expect(bytes.constructor).toBe(Uint8Array);
    }
  });

  it("names the path that is not there", async () => {
    const path = join(directory, "none");
    expect(await refusal(readFileBytes(path))).toMatchObject({
      code: "not-found",
      message: `${path}: expected a file that can be read, got no such file or directory (ENOENT)`,
    });
  });

  it("refuses a directory, and a path through a file", async () => {
    writeFileSync(join(directory, "a"), "");
    expect(await refusal(readFileBytes(directory))).toMatchObject({ code: "io", message: /a directory \(EISDIR\)/ });
    expect(await refusal(readFileBytes(join(directory, "a", "b")))).toMatchObject({ code: "io", message: /ENOTDIR/ });
  });

  it("refuses a longer file before reading it", async () => {
    const path = join(directory, "sparse");
    writeFileSync(path, "");
    truncateSync(path, 2 ** 40);
    expect(await refusal(readFileBytes(path))).toMatchObject({
      code: "invalid-file",
      message: `${path}: expected at most 1073741824 bytes, got 1099511627776`,
    });
  });

  linux("stops at the limit of a device without end", async () => {
    expect(await refusal(readFileBytes("/dev/zero", { maxBytes: 1e6 }))).toMatchObject({
      code: "invalid-file",
      message: "/dev/zero: expected at most 1000000 bytes, got more",
    });
  });

  linux("reads files whose size the system does not tell", async () => {
    expect(new TextDecoder().decode(await readFileBytes("/proc/self/cmdline"))).toContain("node");
  });

  it("refuses what is no path", async () => {
    for (const path of ["", "a\0b", 5, undefined])
      expect(await refusal(readFileBytes(path as string))).toMatchObject({
        code: "invalid-option",
        message: /^path: /,
      });
  });
});

describe("isRegularFile", () => {
  it("holds for files and links to them, and for nothing else", async () => {
    writeFileSync(join(directory, "a"), "");
    symlinkSync("a", join(directory, "link"));
    symlinkSync("nowhere", join(directory, "dangling"));
    const names = ["a", "link", "dangling", ".", "none", "a/b"];
    const answers = await Promise.all(names.map((name) => isRegularFile(join(directory, name))));
    expect(answers).toEqual([true, true, false, false, false, false]);
  });
});

describe("writeFileAtomic", () => {
  it("writes bytes and text, new and over an old file, and leaves nothing else", async () => {
    const path = join(directory, "model.bin");
    await writeFileAtomic(path, Uint8Array.of(1, 2, 3));
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    await writeFileAtomic(path, "grüße");
    expect(readFileSync(path, "utf8")).toBe("grüße");
    expect(readdirSync(directory)).toEqual(["model.bin"]);
  });

  it("replaces the file, and never writes into the old one", async () => {
    const [path, old] = [join(directory, "a"), join(directory, "old")];
    writeFileSync(path, "old");
    linkSync(path, old);
    await writeFileAtomic(path, "new");
    expect([readFileSync(path, "utf8"), readFileSync(old, "utf8")]).toEqual(["new", "old"]);
  });

  it("writes through a link and keeps the permissions of the file", async () => {
    const [path, link] = [join(directory, "a"), join(directory, "link")];
    writeFileSync(path, "old", { mode: 0o640 });
    chmodSync(path, 0o640);
    symlinkSync("a", link);
    await writeFileAtomic(link, "new");
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it("says what refused, and leaves nothing behind", async () => {
    mkdirSync(join(directory, "sub"));
    expect(await refusal(writeFileAtomic(join(directory, "sub"), "x"))).toMatchObject({
      code: "io",
      message: /EISDIR/,
    });
    expect(await refusal(writeFileAtomic(join(directory, "none", "a"), "x"))).toMatchObject({
      code: "io",
      message: /expected a file that can be written, got no such file or directory \(ENOENT\)/,
    });
    const long = join(directory, "n".repeat(300));
    expect(await refusal(writeFileAtomic(long, "x"))).toMatchObject({ code: "io", message: /ENAMETOOLONG/ });
    expect(readdirSync(directory)).toEqual(["sub"]);
    expect(readdirSync(join(directory, "sub"))).toEqual([]);
  });

  it("takes its temporary file away when writing into it fails", async () => {
    const path = join(directory, "a");
    expect(await refusal(writeFileAtomic(path, 5 as unknown as string))).toMatchObject({ code: "io" });
    expect(readdirSync(directory)).toEqual([]);
  });

  linux("says that a full device is full, and leaves the device a device", async () => {
    expect(await refusal(writeFileAtomic("/dev/full", "x"))).toMatchObject({
      code: "io",
      message: "/dev/full: expected a file that can be written, got no space left on the device (ENOSPC)",
    });
    expect(statSync("/dev/full").isCharacterDevice()).toBe(true);
    await writeFileAtomic("/dev/null", "x");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  linux("writes to a named pipe as it is", async () => {
    const pipe = join(directory, "pipe");
    await promisify(execFile)("mkfifo", [pipe]);
    const reader = promisify(execFile)("cat", [pipe]);
    await writeFileAtomic(pipe, "through the pipe");
    expect((await reader).stdout).toBe("through the pipe");
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  describe("to /dev/stdout", () => {
    const script = join(root, "to-stdout.mjs");
    const prepare = () =>
      build({
        stdin: {
          contents: `import { writeFileAtomic } from "./src/node/files.ts";
            writeFileAtomic("/dev/stdout", "x".repeat(3e6)).catch((error) => console.error(error.code, error.message));`,
          resolveDir: process.cwd(),
        },
        bundle: true,
        platform: "node",
        format: "esm",
        outfile: script,
      });

    linux("writes all of it to a socket, to a pipe whose reader is slow, and after what a file holds", async () => {
      await prepare();
      const socket = await promisify(execFile)(process.execPath, [script], { maxBuffer: 4e6 });
      expect([socket.stdout.length, socket.stderr]).toEqual([3e6, ""]);
      const shell = (line: string) => promisify(execFile)("sh", ["-c", line], { cwd: directory });
      const piped = await shell(`'${process.execPath}' '${script}' | (sleep 0.2; wc -c)`);
      expect(piped.stdout.trim()).toBe("3000000");
      await shell(`echo first > out; '${process.execPath}' '${script}' >> out; echo last >> out`);
      const [first, middle, last] = readFileSync(join(directory, "out"), "utf8").match(/first|x+|last/g) ?? [];
      expect([first, middle?.length, last]).toEqual(["first", 3e6, "last"]);
    });

    linux("says that the reader went away", async () => {
      await prepare();
      const child = execFile(process.execPath, [script]);
      child.stdout?.destroy();
      let said = "";
      child.stderr?.on("data", (text) => {
        said += text;
      });
      await once(child, "close");
      expect(said).toMatch(/^io \/dev\/stdout: expected a file that can be written, got .*(EPIPE|ECONNRESET)/);
    });
  });
});

describe("makeDirectory", () => {
  it("makes those above it too, and is content with one that is there", async () => {
    await makeDirectory(join(directory, "a", "b"));
    await makeDirectory(join(directory, "a", "b"));
    expect(statSync(join(directory, "a", "b")).isDirectory()).toBe(true);
    writeFileSync(join(directory, "file"), "");
    const error = await refusal(makeDirectory(join(directory, "file", "c")));
    expect(error).toMatchObject({ code: "io", message: /expected a directory, got .*ENOTDIR/ });
  });
});

describe("gunzipCapped", () => {
  const text = new TextEncoder().encode("handwritten digits ".repeat(50_000));
  const sum = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");

  it("undoes gzip up to the limit exactly, of nothing, and from a part of a buffer", async () => {
    expect(sum(await gunzipCapped(gzipSync(text), text.length))).toBe(sum(text));
    expect((await gunzipCapped(gzipSync(""), 0)).length).toBe(0);
    const padded = Buffer.concat([Buffer.from("ab"), gzipSync(text)]);
    expect(sum(await gunzipCapped(padded.subarray(2), text.length))).toBe(sum(text));
  });

  it("reads several members as one", async () => {
    const members = Buffer.concat([gzipSync(text), gzipSync(""), gzipSync(text)]);
    expect(sum(await gunzipCapped(members, 2 * text.length))).toBe(sum(Buffer.concat([text, text])));
  });

  it("stops at the limit, also where the trailer promises less", async () => {
    const bomb = gzipSync(Buffer.alloc(1e8));
    const lying = Buffer.from(bomb);
    lying.writeUInt32LE(10, lying.length - 4);
    for (const bytes of [bomb, lying])
      expect(await refusal(gunzipCapped(bytes, 1e6, "bomb.gz"))).toMatchObject({
        code: "invalid-file",
        message: "bomb.gz: expected at most 1000000 bytes once unzipped, got more",
      });
  });

  it("refuses data cut short anywhere, damaged data and what is not gzip", async () => {
    const bytes = gzipSync(text.subarray(0, 100));
    for (let length = 0; length < bytes.length; length++)
      expect(await refusal(gunzipCapped(bytes.subarray(0, length), 1000))).toMatchObject({ code: "invalid-file" });
    const damaged = Buffer.from(bytes);
    damaged.writeUInt32LE(1, damaged.length - 8);
    expect(await refusal(gunzipCapped(damaged, 1000))).toMatchObject({
      message: /whole gzip data, got incorrect data check/,
    });
    expect(await refusal(gunzipCapped(text, 1000, "a"))).toMatchObject({ message: /^a: expected gzip data/ });
  });
});
