/**
 * What the commands need of the process they run in, as an interface: tests bring their own.
 * Knows nothing of models or options.
 */

/** One of the standard streams. */
export interface Output {
  write(text: string): void;
  /** A terminal on which a line can be drawn again. */
  readonly isTerminal: boolean;
  /** Columns of the terminal, 80 where it is none or does not say. */
  readonly columns: number;
  /** Whether colours are wanted here: NO_COLOR, FORCE_COLOR and what the terminal says of itself are respected. */
  readonly hasColors: boolean;
  /** Whether the 256 colours, and so shades of grey, can be shown. */
  readonly hasGreys: boolean;
}

export interface Host {
  readonly out: Output;
  readonly err: Output;
  /**
   * From now on the first Ctrl-C (or TERM, HUP) aborts this signal with an `Interruption`; the second ends the process,
   * whatever it is doing and without another word, so nothing may be half drawn by then.
   */
  catchInterrupts(): AbortSignal;
  /** `action` is called before the process ends or is suspended, however that comes about. */
  beforeLeaving(action: () => void): void;
}

/** Why a signal was aborted, and what the process exits with: 128 + the number of the signal. */
export class Interruption extends Error {
  override name = "Interruption";
  readonly exitCode: number;

  constructor(exitCode: number) {
    super("interrupted");
    this.exitCode = exitCode;
  }
}
