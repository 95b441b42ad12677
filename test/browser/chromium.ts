/** A real Chromium, found where systems keep it, that opens one page of ours and lets it report back. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PLACES = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Its path, or nothing. */
export const chromium: string | undefined = PLACES.find((path) => path !== "" && existsSync(path));

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Files of a site, by path; `isolated` sends the headers that let a page share memory. */
export interface Site {
  readonly files: Readonly<Record<string, readonly [type: string, content: string | Uint8Array]>>;
  readonly isolated: boolean;
}

/** What else a browser is started with, and who hears of its process. */
export interface Start {
  readonly flags?: readonly string[];
  readonly onStart?: (pid: number) => void;
}

/** Opens `/` of the site; resolves with what the page POSTs to `/report`. */
export async function reportOf(site: Site, { flags: more = [], onStart }: Start = {}): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), "wasmlp-chromium-"));
  let browser: ChildProcess | undefined;
  let server: Server | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      server = serve(site, resolve);
      server.listen(0, "127.0.0.1", () => {
        const { port } = (server as Server).address() as AddressInfo;
        const flags = [...FLAGS, ...more, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`];
        browser = spawn(chromium as string, flags, { stdio: "ignore", detached: true });
        browser.on("error", reject);
        if (browser.pid !== undefined) onStart?.(browser.pid);
        browser.on("exit", (code) =>
          reject(new Error(`expected a report, got the end of Chromium: exit code ${code}`)),
        );
      });
    });
  } finally {
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

function serve({ files, isolated }: Site, onReport: (text: string) => void): Server {
  return createServer((request, response) => {
    if (isolated) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    if (request.method === "POST") {
      let text = "";
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        response.end();
        onReport(text);
      });
      return;
    }
    const file = files[request.url ?? ""];
    if (!file) response.writeHead(404).end();
    else response.writeHead(200, { "Content-Type": file[0] }).end(file[1]);
  });
}
