// A small static server for the built lab: files below one folder, the headers that let a page share memory.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".gz": "application/gzip",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** Serves `folder` on `port` of this machine (0: any); resolves with the server and its address. */
export function serve(folder, { port = 0, isolated = true } = {}) {
  const server = createServer((request, response) => {
    if (isolated) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    const path = pathOf(folder, request.url ?? "/");
    const size = path === undefined ? undefined : sizeOf(path);
    if (size === undefined) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found");
      return;
    }
    const isHashed = path.includes(`${sep}assets${sep}`);
    response.writeHead(200, {
      "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
      "Content-Length": size,
      "Cache-Control": isHashed ? "max-age=31536000, immutable" : "no-cache",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(path).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => resolve({ server, address: `http://localhost:${server.address().port}/` }));
  });
}

/** The file an address means; nothing outside of the folder. */
function pathOf(folder, url) {
  let name;
  try {
    name = decodeURIComponent(url.split("?")[0]);
  } catch {
    return undefined;
  }
  const path = normalize(join(folder, name.endsWith("/") ? `${name}index.html` : name));
  return path.startsWith(folder + sep) ? path : undefined;
}

function sizeOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : undefined;
}
