/** A host whose streams are strings and whose Ctrl-C is a call: commands run in it without a process of their own. */
import { type Host, Interruption, type Output } from "../../src/cli/host.js";
import { run } from "../../src/cli/program.js";

export interface MemoryHost extends Host {
  readonly out: Output & { text: string };
  readonly err: Output & { text: string };
  /** The first Ctrl-C. */
  interrupt(): void;
  /** Called with everything written to standard output. */
  onWrite: (text: string) => void;
}

export function memoryHost(terminal: Partial<Omit<Output, "write">> = {}): MemoryHost {
  const controller = new AbortController();
  const output = (onWrite: (text: string) => void): Output & { text: string } => ({
    isTerminal: false,
    columns: 80,
    hasColors: false,
    hasGreys: false,
    ...terminal,
    text: "",
    write(text) {
      this.text += text;
      onWrite(text);
    },
  });
  const host: MemoryHost = {
    out: output((text) => host.onWrite(text)),
    err: output(() => {}),
    interrupt: () => controller.abort(new Interruption(130)),
    onWrite: () => {},
    catchInterrupts: () => controller.signal,
    beforeLeaving: () => {},
  };
  return host;
}

/** What a command line leaves behind. */
export async function runInMemory(
  words: readonly string[],
  host: MemoryHost = memoryHost(),
): Promise<{ exitCode: number; out: string; err: string }> {
  const exitCode = await run(words, host);
  return { exitCode, out: host.out.text, err: host.err.text };
}
