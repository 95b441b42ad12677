/** A page with a strict content policy trains in workers of its own serving, and is told so where it serves none. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as node from "../../src/node/entry.js";
import { browsers } from "./browsers.js";
import { callOnPage, type PageReport } from "./library-page.js";
import { hashesOf } from "./page.js";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

describe.each(browsers.filter(({ path }) => path))(
  "a page in $name that forbids all but its own",
  ({ name, reportOf }) => {
    /** Calls a function of own-files.ts on a page with that policy, which serves the worker and the module itself. */
    function open(call: string, words: readonly unknown[], isolated: boolean): Promise<PageReport> {
      const files = {
        "/own/worker.js": ["text/javascript", readFileSync(`${dist}/worker.js`, "utf8")],
        "/own/core.wasm": ["application/wasm", readFileSync(`${dist}/core.wasm`)],
      } as const;
      const headers = { "Content-Security-Policy": policy };
      return callOnPage("own-files", call, words, { isolated, headers, files }, reportOf);
    }

    // Firefox takes seconds to start; one of the two will do.
    const isolations = name === "Chromium" ? [true, false] : [false];

    it.each(isolations)("trains to Node's bytes with its own copies (isolated: %s)", async (isolated) => {
      const [expected] = await hashesOf(node, [{ threads: 1 }]);
      const runs = [{ threads: 1 }, { background: true }, ...(isolated ? [{ threads: 2 }] : [])];
      const { result, error } = await open("hashesWithOwnFiles", [runs], isolated);
      expect(error).toBeUndefined();
      expect(result).toEqual(runs.map(() => expected));
    });

    it.each(isolations)("is told of workerUrl where a worker is refused (isolated: %s)", async (isolated) => {
      const { error } = await open("hashesOf", [[{ background: true }]], isolated);
      expect(error).toMatch(/^worker-failed: .*expected .* got .*configure\(\{ workerUrl \}\)/);
    });

    it("hears of a configuration that is wrong or too late", async () => {
      expect((await open("configurationErrors", [], false)).result).toEqual([
        "invalid-option: configuration: expected an object, got null",
        "invalid-option: workerUrl: expected a URL, got 5",
        "invalid-option: workerUrl: expected a URL, got http://",
        "invalid-option: wasm: expected the bytes of wasmlp/core.wasm, got core.wasm",
        "invalid-option: wasm: expected the bytes of wasmlp/core.wasm, got bytes of no module",
        "invalid-option: wasm: expected the bytes of wasmlp/core.wasm, got another module",
        "invalid-option: configuration: expected a call before the first model computes, got one after it",
        "invalid-option: configuration: expected a call before the first model computes, got one after it",
      ]);
    });
  },
);
