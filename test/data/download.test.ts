/** Downloads from servers on this machine that answer well, wrongly, by halves, or not at all. */
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { type DownloadOptions, type DownloadProgress, download } from "../../src/data/download.js";
import { WasmlpError } from "../../src/errors.js";
import { type LocalServer, serve } from "./tiny-set.js";

const body = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
const servers: LocalServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function start(...args: Parameters<typeof serve>): Promise<LocalServer> {
  const server = await serve(...args);
  servers.push(server);
  return server;
}

const good = () => start((_, response) => void response.end(body));
const missing = () => start((_, response) => void response.writeHead(404, "Not Found").end());
const silent = () => start(() => {});
/** Says a thousand bytes, sends ten, and hangs or hangs up. */
const halfway = (hangUp: boolean) =>
  start((_, response) => {
    response.writeHead(200, { "content-length": 1000 });
    response.write(body.subarray(0, 10));
    if (hangUp) setTimeout(() => response.destroy(), 20);
  });
const wrong = () => start((_, response) => void response.end("<html>"));

/** Accepts `body` alone. */
async function exactly(bytes: Uint8Array): Promise<number> {
  if (Buffer.compare(bytes, body) !== 0) throw new WasmlpError("checksum-mismatch", "expected the body, got another");
  return bytes.length;
}

const fetchFrom = (from: LocalServer[], options: Partial<DownloadOptions> = {}): Promise<number> =>
  download(
    from.map(({ url }) => `${url}file.gz`),
    exactly,
    { maxBytes: 1000, ...options },
  );

describe("download", () => {
  it("asks the first mirror, and no other when the bytes are right", async () => {
    const [first, second] = [await good(), await good()];
    expect(await fetchFrom([first, second])).toBe(1000);
    expect([first.asked, second.asked]).toEqual([["/file.gz"], []]);
  });

  it("goes on past mirrors that fail in every way", async () => {
    const mirrors = [await missing(), await wrong(), await halfway(true), await silent(), await good()];
    expect(await fetchFrom(mirrors, { silenceMs: 500 })).toBe(1000);
    expect(mirrors.map(({ asked }) => asked.length)).toEqual([1, 1, 1, 1, 1]);
  });

  it("lists what each mirror answered when none was right", async () => {
    const gone = await good();
    gone.close();
    const mirrors = [await missing(), await wrong(), await halfway(true), await halfway(false), await silent(), gone];
    const error = await fetchFrom(mirrors, { silenceMs: 500 }).catch((error: WasmlpError) => error);
    expect(error).toMatchObject({ code: "network", name: "WasmlpError" });
    const lines = (error as WasmlpError).message.split("\n").slice(1);
    expect(lines.map((line, i) => line.replace(`  ${mirrors[i]?.url}file.gz: `, ""))).toEqual([
      "HTTP 404 Not Found",
      "expected the body, got another",
      expect.stringMatching(/^terminated/),
      "silence for 0.5 s",
      "silence for 0.5 s",
      expect.stringContaining("ECONNREFUSED"),
    ]);
  });

  it("tells wrong bytes everywhere from no answer", async () => {
    await expect(fetchFrom([await wrong(), await wrong()])).rejects.toMatchObject({ code: "checksum-mismatch" });
    await expect(fetchFrom([])).rejects.toMatchObject({ code: "network" });
  });

  it("refuses more than the limit, whether the server says so or not", async () => {
    const unsaid = await start((_, response) => {
      for (let i = 0; i < 4; i++) response.write(body);
      response.end();
    });
    const said = await start((_, response) => void response.writeHead(200, { "content-length": 2e9 }).flushHeaders());
    const error = await fetchFrom([unsaid, said]).catch((error: WasmlpError) => error);
    expect((error as WasmlpError).message.match(/expected at most 1000 bytes, got more/g)).toHaveLength(2);
  });

  it("waits as long as bytes keep coming", async () => {
    const slow = await start(async (_, response) => {
      for (let i = 0; i < 10; i++) {
        response.write(body.subarray(100 * i, 100 * (i + 1)));
        await new Promise((later) => setTimeout(later, 100));
      }
      response.end();
    });
    expect(await fetchFrom([slow], { silenceMs: 800 })).toBe(1000);
  });

  it("reports progress up to the whole", async () => {
    const seen: DownloadProgress[] = [];
    const server = await good();
    await fetchFrom([server], { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ url: `${server.url}file.gz`, receivedBytes: 1000, totalBytes: 1000 });
  });

  it("stops at once when aborted, with the signal's reason, and asks no other mirror", async () => {
    const [first, second] = [await silent(), await good()];
    const stop = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => stop.abort(reason), 50);
    await expect(fetchFrom([first, second], { signal: stop.signal })).rejects.toBe(reason);
    expect(second.asked).toEqual([]);
  });

  it("hands on errors that are no mirror's fault", async () => {
    const bug = new TypeError("a bug in the caller");
    const onProgress = (): void => {
      throw bug;
    };
    await expect(fetchFrom([await good(), await good()], { onProgress })).rejects.toBe(bug);
  });

  it("closes the connection of an answer it does not read to the end", async () => {
    let closed: Promise<unknown> | undefined;
    const endless = await start((_, response) => {
      closed = once(response, "close");
      response.on("drain", () => response.write(Buffer.alloc(1 << 16)));
      response.write(Buffer.alloc(1 << 20));
    });
    await expect(fetchFrom([endless])).rejects.toThrow("expected at most 1000 bytes");
    await closed;
  });

  it("uses the fetch it is given", async () => {
    const fetched: unknown[] = [];
    const fake = async (url: unknown) => {
      fetched.push(url);
      return new Response(body);
    };
    expect(await download(["https://a.example/x"], exactly, { maxBytes: 1000, fetch: fake as typeof fetch })).toBe(
      1000,
    );
    expect(fetched).toEqual(["https://a.example/x"]);
  });
});
