/**
 * A typed line to a dedicated worker: commands one way, events the other, and its end when it ends. Training happens at
 * the other end, so that the page stays free. Knows no document and no page.
 */

export interface WorkerLink<Command> {
  send(command: Command, transfer?: Transferable[]): void;
  /** Ends the worker at once; nothing more is heard of it. */
  close(): void;
}

/** What the page wants to hear. */
export interface Listener<Event> {
  onEvent(event: Event): void;
  /** The worker has failed or could not start, in words; it is of no more use. */
  onGone(reason: string): void;
}

export function linkWorker<Command, Event>(worker: Worker, listener: Listener<Event>): WorkerLink<Command> {
  let isOpen = true;
  const close = (): void => {
    isOpen = false;
    worker.terminate();
  };
  const lose = (reason: string): void => {
    if (!isOpen) return;
    close();
    listener.onGone(reason);
  };
  worker.onmessage = ({ data }: MessageEvent<Event>) => {
    if (isOpen) listener.onEvent(data);
  };
  worker.onerror = (event) => lose(event.message || "the worker could not be loaded");
  worker.onmessageerror = () => lose("the worker sent what could not be read");
  return {
    send(command, transfer = []) {
      if (isOpen) worker.postMessage(command, transfer);
    },
    close,
  };
}
