/** Zipped IDX files, as a directory of one's own may hold them, for the table of parsers. */
import { gunzipSync, gzipSync } from "node:zlib";
import { idxFileBytes, MAX_IDX_HEADER } from "../../src/data/idx.js";
import { isGzip } from "../../src/data/published-file.js";
import { gunzipCapped, gunzipStart } from "../../src/node/files.js";
import type { Parser } from "./parser.js";
import { IDX } from "./parser-idx.js";
import { requireSame } from "./same.js";

const MAX_BYTES = 65_536;

export const GZIP: Parser = {
  name: "gzip",
  valid: () => {
    const [a, b] = IDX.valid() as [Uint8Array, Uint8Array];
    const named = Buffer.from(gzipSync(a));
    named[3] = 8; // a file name follows the header
    const withName = Buffer.concat([named.subarray(0, 10), Buffer.from("a.idx\0"), named.subarray(10)]);
    const members = Buffer.concat([gzipSync(a.subarray(0, 7)), gzipSync(a.subarray(7)), gzipSync("")]);
    return [gzipSync(a), gzipSync(b, { level: 0 }), withName, members].map((file) => new Uint8Array(file));
  },
  accept: async (bytes) => {
    if (!isGzip(bytes)) return undefined;
    const start = await gunzipStart(bytes, MAX_IDX_HEADER, "fuzz.gz");
    const wanted = idxFileBytes(start, "fuzz.gz");
    const plain = await gunzipCapped(bytes, Math.min(wanted, MAX_BYTES), "fuzz.gz");
    IDX.accept(plain);
    requireSame(plain, new Uint8Array(gunzipSync(bytes)), "unzipped");
    requireSame(start, plain.slice(0, start.length), "start of what was unzipped");
    return plain;
  },
};
