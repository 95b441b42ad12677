/** Bytes by name in the page's IndexedDB, in a database of their own. Knows nothing of what they mean. */
import { WasmlpError } from "../errors.js";

const DATABASE = "wasmlp";
const STORE = "models";

/** Replaces what had the name. @throws WasmlpError `io` or `unsupported`. */
export async function putBytes(name: string, bytes: Uint8Array): Promise<void> {
  await transact("readwrite", (store) => store.put(bytes, name));
}

/** @throws WasmlpError `io` or `unsupported`. */
export function getBytes(name: string): Promise<Uint8Array | undefined> {
  return transact("readonly", (store) => store.get(name) as IDBRequest<Uint8Array | undefined>);
}

/** In order of their code units. @throws WasmlpError `io` or `unsupported`. */
export async function listNames(): Promise<string[]> {
  return (await transact("readonly", (store) => store.getAllKeys())).map(String);
}

/** Whether there was one. @throws WasmlpError `io` or `unsupported`. */
export async function deleteBytes(name: string): Promise<boolean> {
  const before = await transact("readonly", (store) => store.count(name));
  await transact("readwrite", (store) => store.delete(name));
  return before > 0;
}

/** Resolves once what `act` asks for is on the disk, not before. */
async function transact<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await openDatabase();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  } catch (cause) {
    throw refusal(cause);
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  if (globalThis.indexedDB === undefined)
    throw new WasmlpError("unsupported", "models: expected a browser with IndexedDB, got a host without");
  return new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new DOMException("another tab keeps it open", "BlockedError"));
  }).catch((cause) => {
    throw refusal(cause);
  });
}

/** What the browser says: QuotaExceededError, SecurityError where storage is forbidden, InvalidStateError in private windows. */
function refusal(cause: unknown): WasmlpError {
  const { name, message } = cause as DOMException;
  const expected = name === "QuotaExceededError" ? "room in this browser's storage" : "this browser's storage to open";
  return new WasmlpError("io", `models: expected ${expected}, got ${name}: ${message}`, { cause });
}
