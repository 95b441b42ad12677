/** What every consumer does with the package: trains a small network, and tells the sums of its weights. */
import { hashesOf } from "../browser/page.js";

type Library = Parameters<typeof hashesOf>[0];

/** What a consumer has come to; `isolated` where memory can be shared, so that threads were tried. */
export interface Trained {
  readonly sums?: readonly string[];
  readonly isolated?: boolean;
  readonly error?: string;
}

/** On one thread, and on two and three where memory can be shared. */
export async function trained(library: Library): Promise<Trained> {
  const isolated = globalThis.crossOriginIsolated ?? true;
  try {
    const runs = (isolated ? [1, 2, 3] : [1]).map((threads) => ({ threads }));
    return { sums: await hashesOf(library, runs), isolated };
  } catch (error) {
    return { error: String(error), isolated };
  }
}

/** To the server of the page; a page from disk is told in its address where that is. */
export async function send(result: Trained): Promise<void> {
  const server = location.hash === "" ? location.href : location.hash.slice(1);
  await fetch(new URL("/report", server), { method: "POST", mode: "no-cors", body: JSON.stringify(result) });
}

/** Trains and reports: from a page to its server, from a program to its output. */
export async function report(library: Library): Promise<void> {
  const result = await trained(library);
  if (typeof location === "undefined") console.log(JSON.stringify(result));
  else await send(result);
}
