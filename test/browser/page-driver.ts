/** Starts a browser of this machine on a page of ours, on a site served from memory, and waits for what the page reports. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Files of a site, by path; `isolated` sends the headers that let a page share memory. */
export interface Site {
  readonly files: Readonly<Record<string, readonly [type: string, content: string | Uint8Array]>>;
  readonly isolated: boolean;
  /** More headers of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The port of a server on this machine that answers for paths which are not in `files`. */
  readonly behind?: number;
  /** The address to open, given the site's own; by default that. */
  readonly open?: (address: string) => string;
}

/** How one browser is started. */
export interface Launch {
  readonly name: string;
  readonly path: string;
  /** Its arguments, given an empty folder for its profile; it may write there first. */
  readonly flags: (profile: string) => string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Hears of its process, which leads a group of its own. */
  readonly onStart?: (pid: number) => void;
  /** A page that has not reported by then never will. Default: five minutes. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 300_000;

/** Opens `/` of the site; resolves with what the page POSTs to `/report`. */
export async function openPage(launch: Launch, site: Site): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), "wasmlp-browser-"));
  let browser: ChildProcess | undefined;
  let server: Server | undefined;
  let patience: NodeJS.Timeout | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      const expected = (got: string): void => reject(new Error(`${launch.name}: expected a report, got ${got}`));
      const { patienceMs = PATIENCE_MS } = launch;
      patience = setTimeout(() => expected(`none in ${patienceMs / 1000} s`), patienceMs);
      server = serve(site, resolve);
      server.listen(0, "127.0.0.1", () => {
        const { port } = (server as Server).address() as AddressInfo;
        const environment = { ...process.env, ...launch.environment };
        const address = `http://127.0.0.1:${port}/`;
        const words = [...launch.flags(profile), site.open?.(address) ?? address];
        browser = spawn(launch.path, words, { stdio: "ignore", detached: true, env: environment });
        browser.on("error", reject);
        if (browser.pid !== undefined) launch.onStart?.(browser.pid);
        browser.on("exit", (code) => expected(`its end: exit code ${code}`));
      });
    });
  } finally {
    clearTimeout(patience);
    browser?.removeAllListeners();
    if (browser) await endGroup(browser);
    server?.closeAllConnections();
    server?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Ends a process with its children: they would go on writing to the profile. */
async function endGroup(browser: ChildProcess): Promise<void> {
  if (browser.pid === undefined || browser.exitCode !== null) return;
  const ended = new Promise((resolve) => browser.once("exit", resolve));
  process.kill(-browser.pid, "SIGKILL");
  await ended;
}

function serve({ files, isolated, headers = {}, behind }: Site, onReport: (text: string) => void): Server {
  return createServer((asked, response) => {
    if (isolated) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const file = files[asked.url ?? ""];
    if (asked.method === "POST" && asked.url === "/report") takeReport(asked, response, onReport);
    else if (file) response.writeHead(200, { "Content-Type": file[0] }).end(file[1]);
    else if (behind !== undefined) passOn(asked, response, behind);
    else response.writeHead(404).end();
  });
}

function takeReport(asked: IncomingMessage, response: ServerResponse, onReport: (text: string) => void): void {
  let text = "";
  asked.setEncoding("utf8");
  asked.on("data", (chunk: string) => {
    text += chunk;
  });
  asked.on("end", () => {
    response.end();
    onReport(text);
  });
}

function passOn(asked: IncomingMessage, response: ServerResponse, port: number): void {
  const headers = { ...asked.headers, host: `localhost:${port}` };
  const onward = request({ port, host: "localhost", path: asked.url, method: asked.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.writeHead(502).end());
  asked.pipe(onward);
}
