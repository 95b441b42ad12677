/**
 * A data set of six images of two by two pixels in three classes, with true checksums: four files of a few bytes that
 * go through the same doors as MNIST. And a server on this machine to fetch them from.
 */
import { createHash } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { DataFile, ImageFileRole, ImageSet } from "../../src/data/catalog.js";
import { serializeIdx } from "../../src/data/idx.js";

const counting = (count: number, first: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => first + i);

/** Plain bytes of each file. */
export const tinyFiles: Readonly<Record<ImageFileRole, Uint8Array>> = {
  trainImages: serializeIdx({ shape: [4, 2, 2], values: counting(16, 10) }),
  trainLabels: serializeIdx({ shape: [4], values: Uint8Array.of(2, 0, 1, 2) }),
  testImages: serializeIdx({ shape: [2, 2, 2], values: counting(8, 100) }),
  testLabels: serializeIdx({ shape: [2], values: Uint8Array.of(1, 0) }),
};

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The set, with sums of the plain files or of their .gz. */
export function tinySet(of: "plain" | "gzip" = "plain"): ImageSet {
  const file = (role: ImageFileRole, name: string): DataFile => {
    const bytes = tinyFiles[role];
    return { name, bytes: bytes.length, checksum: { of, sha256: sha256(of === "plain" ? bytes : gzipSync(bytes)) } };
  };
  return {
    id: "tiny",
    classNames: ["one", "two", "three"],
    files: {
      trainImages: file("trainImages", "train-images-idx3-ubyte"),
      trainLabels: file("trainLabels", "train-labels-idx1-ubyte"),
      testImages: file("testImages", "t10k-images-idx3-ubyte"),
      testLabels: file("testLabels", "t10k-labels-idx1-ubyte"),
    },
    mirrors: [],
    browserMirrors: [],
  };
}

/** The published files by the names a mirror has them under. */
export function tinyGzips(): Map<string, Uint8Array> {
  const { files } = tinySet();
  const roles = Object.keys(tinyFiles) as ImageFileRole[];
  return new Map(roles.map((role) => [`${files[role].name}.gz`, gzipSync(tinyFiles[role])]));
}

/** A server on 127.0.0.1, what it was asked for, and how to end it. */
export interface LocalServer {
  /** Ends in a slash. */
  readonly url: string;
  readonly asked: string[];
  close(): void;
}

export async function serve(answer: RequestListener): Promise<LocalServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked, close };
}

/** Serves `files` by name, 404 for others. */
export function serveFiles(files: ReadonlyMap<string, Uint8Array>): Promise<LocalServer> {
  return serve((request, response) => {
    const body = files.get(new URL(request.url ?? "", "http://127.0.0.1").pathname.split("/").at(-1) ?? "");
    if (body) response.end(body);
    else response.writeHead(404).end();
  });
}
