/**
 * Keeps the lab for when there is no network, and lets it share memory (and so use all cores) on servers that do not
 * send the two headers this needs. Runs beside the pages; knows none of them.
 */

/** Replaced by the list of the built files when the lab is built. */
declare const __OFFLINE_FILES__: readonly string[];

interface LifeEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface RequestEvent extends LifeEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = globalThis as unknown as {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listener: (event: never) => void): void;
};

const files: readonly string[] = __OFFLINE_FILES__;
/** Files under assets/ carry a hash in their name: a list of the same names is the same lab. */
const CACHE: string = `wasmlp-lab-files-${hashOf(files.join("\n"))}`;

scope.addEventListener("install", (event: LifeEvent) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(files))
      .then(() => scope.skipWaiting()),
  );
});

scope.addEventListener("activate", (event: LifeEvent) => {
  event.waitUntil(dropOldFiles().then(() => scope.clients.claim()));
});

scope.addEventListener("fetch", (event: RequestEvent) => {
  const { request } = event;
  const isOurs = request.method === "GET" && new URL(request.url).origin === scope.location.origin;
  if (isOurs) event.respondWith(answer(request).then(isolated));
});

/** Pages come from the network while there is one, so that a new lab shows at once; files by hash from the cache. */
async function answer(request: Request): Promise<Response> {
  if (request.mode !== "navigate") return (await caches.match(request)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const kept = (await caches.match(request, { ignoreSearch: true })) ?? (await caches.match("./"));
    if (kept) return kept;
    throw error;
  }
}

/** With the headers that let a page share memory. */
function isolated(response: Response): Response {
  if (response.status === 0 || response.headers.has("Cross-Origin-Embedder-Policy")) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

async function dropOldFiles(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith("wasmlp-lab-files-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** FNV-1a. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}
