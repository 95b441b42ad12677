/**
 * Work under way that can be watched and awaited: it starts when it is first iterated or awaited. Knows nothing of what
 * the work is.
 */
import { asOutOfMemory } from "../errors.js";

/**
 * Iterate it for its parts as they are done, await it for the whole. Leaving the loop stops the work; awaiting it then
 * gives what was reached. A second loop sees the same parts again.
 */
export interface Running<Part, Whole> extends AsyncIterable<Part>, PromiseLike<Whole> {}

/**
 * @param work tells `emit` of each part; stops soon after `stop` is aborted, and aborts it where it fails
 * @param signal stops the work from outside
 */
export function startRunning<Part, Whole>(
  work: (emit: (part: Part) => void, stop: AbortController) => Promise<Whole>,
  signal?: AbortSignal,
): Running<Part, Whole> {
  const parts: Part[] = [];
  const stop = new AbortController();
  let isOver = false;
  let whole: Promise<Whole> | undefined;
  let heard = newTurn();

  const tell = (): void => {
    const turn = heard;
    heard = newTurn();
    turn.end();
  };
  const start = (): Promise<Whole> => {
    whole ??= perform().finally(() => {
      isOver = true;
      tell();
    });
    whole.catch(() => {}); // whoever iterates or awaits hears of it
    return whole;
  };
  async function perform(): Promise<Whole> {
    const relay = (): void => stop.abort();
    if (signal?.aborted) relay();
    signal?.addEventListener("abort", relay);
    try {
      return await work((part) => {
        parts.push(part);
        tell();
      }, stop);
    } catch (error) {
      throw asOutOfMemory("fits", error);
    } finally {
      signal?.removeEventListener("abort", relay);
    }
  }
  async function* iterate(): AsyncGenerator<Part, void, undefined> {
    const end = start();
    try {
      for (let i = 0; ; i++) {
        while (i >= parts.length && !isOver) await heard.ended;
        if (i >= parts.length) break;
        yield parts[i] as Part;
      }
      await end;
    } finally {
      stop.abort();
      await end.catch(() => {});
    }
  }
  return {
    [Symbol.asyncIterator]: iterate,
    // biome-ignore lint/suspicious/noThenProperty: a search is awaited for its result
    then: (onFulfilled, onRejected) => start().then(onFulfilled, onRejected),
  };
}

/** A promise, and what ends it. */
function newTurn(): { readonly ended: Promise<void>; readonly end: () => void } {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

/** The same work, its parts and its whole seen otherwise. */
export function mapRunning<P, W, Part, Whole>(
  running: Running<P, W>,
  mapPart: (part: P) => Part,
  mapWhole: (whole: W) => Whole,
): Running<Part, Whole> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const part of running) yield mapPart(part);
    },
    // biome-ignore lint/suspicious/noThenProperty: a search is awaited for its result
    then: (onFulfilled, onRejected) => running.then(mapWhole).then(onFulfilled, onRejected),
  };
}
