/**
 * One file by HTTP from the first mirror that hands over the right bytes. Nothing it can be answered with makes it hang.
 * Web standards only, the same in Node and in browsers. Knows nothing of data sets: the caller says which bytes are right.
 */
import { WasmlpError } from "../errors.js";
import { ByteCollector } from "./byte-collector.js";

/** How far a download has come. */
export interface DownloadProgress {
  /** The URL being read. */
  readonly url: string;
  readonly receivedBytes: number;
  /** Absent where the server does not say. */
  readonly totalBytes?: number;
}

/** Limits, and hooks for the caller. */
export interface DownloadOptions {
  /** A longer answer is refused. */
  maxBytes: number;
  /** How long a mirror may stay silent, in milliseconds. Default 30,000. */
  silenceMs?: number;
  signal?: AbortSignal;
  onProgress?: (progress: DownloadProgress) => void;
  /** In place of the global `fetch`. */
  fetch?: typeof fetch;
}

/**
 * Tries `urls` in order until `accept` takes what one answers.
 * @param accept makes the result; an `invalid-file` or `checksum-mismatch` it throws sends us to the next mirror
 * @throws WasmlpError `checksum-mismatch` when every mirror answered with wrong bytes, else `network`, listing what
 *   each answered; the signal's reason when aborted.
 */
export async function download<T>(
  urls: readonly string[],
  accept: (bytes: Uint8Array, url: string) => Promise<T>,
  options: DownloadOptions,
): Promise<T> {
  const refusals: Refusal[] = [];
  for (const url of urls) {
    try {
      return await accept(await fetchBytes(url, options), url);
    } catch (error) {
      options.signal?.throwIfAborted();
      refusals.push(asRefusal(error, url));
    }
  }
  const answers = refusals.map(({ message }) => `\n  ${message}`).join("");
  const allWrong = refusals.length > 0 && refusals.every(({ wrongBytes }) => wrongBytes);
  throw new WasmlpError(
    allWrong ? "checksum-mismatch" : "network",
    `download: expected the file from one of ${urls.length} mirrors, got${answers || " no mirror to ask"}`,
  );
}

/** A mirror's answer that was no use; anything else that is thrown is not a mirror's fault. */
class Refusal extends Error {
  readonly wrongBytes: boolean;

  constructor(message: string, wrongBytes = false) {
    super(message);
    this.wrongBytes = wrongBytes;
  }
}

function asRefusal(error: unknown, url: string): Refusal {
  if (error instanceof Refusal) return error;
  const isWrong = error instanceof WasmlpError && ["invalid-file", "checksum-mismatch"].includes(error.code);
  if (!isWrong) throw error;
  return new Refusal(error.message.startsWith(url) ? error.message : `${url}: ${error.message}`, true);
}

async function fetchBytes(url: string, options: DownloadOptions): Promise<Uint8Array> {
  const { maxBytes, silenceMs = 30_000, fetch: send = fetch, onProgress } = options;
  const stop = new AbortController();
  const giveUp = () => stop.abort(new Refusal(`${url}: silence for ${silenceMs / 1000} s`));
  let silence = setTimeout(giveUp, silenceMs);
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const patiently = async <T>(step: Promise<T>): Promise<T> => {
    try {
      return await step;
    } catch (error) {
      throw stop.signal.aborted ? stop.signal.reason : new Refusal(`${url}: ${causeOf(error)}`);
    } finally {
      clearTimeout(silence);
      silence = setTimeout(giveUp, silenceMs);
    }
  };
  try {
    // Zipped once more on the way, a .gz would arrive unzipped and its own sum could not be checked.
    const response = await patiently(send(url, { signal, headers: { "accept-encoding": "identity" } }));
    if (!response.ok) throw new Refusal(`${url}: HTTP ${response.status} ${response.statusText}`.trimEnd());
    const totalBytes = lengthOf(response);
    const tooLarge = () => new WasmlpError("invalid-file", `${url}: expected at most ${maxBytes} bytes, got more`);
    if (totalBytes !== undefined && totalBytes > maxBytes) throw tooLarge();
    const collector = new ByteCollector(totalBytes ?? 0, maxBytes, tooLarge);
    const reader = response.body?.getReader();
    for (let receivedBytes = 0; reader; ) {
      const { value } = await patiently(reader.read());
      if (!value) break;
      collector.add(value);
      receivedBytes += value.length;
      onProgress?.({ url, receivedBytes, ...(totalBytes !== undefined && { totalBytes }) });
    }
    return collector.bytes();
  } finally {
    clearTimeout(silence);
    stop.abort(); // drops the connection where the answer was not read to its end
  }
}

function lengthOf(response: Response): number | undefined {
  const length = response.headers.get("content-length");
  if (length === null || response.headers.has("content-encoding")) return undefined;
  return /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}

/** `fetch failed` says nothing; the cause beneath it does: ECONNREFUSED, ENOTFOUND, a bad certificate. */
function causeOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return [message, cause?.message || cause?.code].filter(Boolean).join(": ");
}
