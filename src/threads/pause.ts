/** Lets the host do its other work (input, timers, abort signals) between two slices of training. */

/** Longest stretch of training without a pause: short enough that a page or a terminal stays alive. */
export const SLICE_MS = 40;

/** Resolves in a later turn of the event loop. */
export function pause(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Resolves after `ms`. */
export function wait(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
