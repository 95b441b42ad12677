/** A server of a consumer's, while it is asked. */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { environmentOf } from "./staging.js";

const PATIENCE_MS = 60_000;

/** Starts `program words… port` in `folder`, hands the port on once it answers, and ends it. */
export async function withServer<T>(
  program: string,
  words: readonly string[],
  folder: string,
  use: (port: number) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const server = spawn(program, [...words, String(port)], {
    cwd: folder,
    detached: true,
    env: environmentOf(folder),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => (said += text));
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  try {
    const answers = await answersAt(port, () => server.exitCode !== null);
    if (!answers) throw new Error(`${program}: expected a server on port ${port}, got:\n${said}`);
    return await use(port);
  } finally {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, "SIGKILL");
    await ended;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "localhost", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function answersAt(port: number, hasEnded: () => boolean): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end && !hasEnded()) {
    const response = await fetch(`http://localhost:${port}/`).catch(() => undefined);
    if (response?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}
