/** Where each system keeps what can be fetched again. */
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheDirectory } from "../../src/node/cache.js";

const at = (environment: Record<string, string>, platform = "linux"): string =>
  cacheDirectory({ environment, platform, home: () => "/home/ann" });

describe("cacheDirectory", () => {
  it("is what WASMLP_CACHE says, before all else", () => {
    expect(at({ WASMLP_CACHE: "/big/disk", XDG_CACHE_HOME: "/xdg" })).toBe("/big/disk");
    expect(at({ WASMLP_CACHE: "here" })).toBe(resolve("here"));
  });

  it("lies in XDG_CACHE_HOME when that is an absolute path", () => {
    expect(at({ XDG_CACHE_HOME: "/xdg" })).toBe("/xdg/wasmlp");
    expect(at({ XDG_CACHE_HOME: "xdg" })).toBe("/home/ann/.cache/wasmlp");
    expect(at({ XDG_CACHE_HOME: "", WASMLP_CACHE: "" })).toBe("/home/ann/.cache/wasmlp");
  });

  it("is where the system's users expect it", () => {
    expect(at({}, "linux")).toBe("/home/ann/.cache/wasmlp");
    expect(at({}, "darwin")).toBe("/home/ann/Library/Caches/wasmlp");
    expect(at({ LOCALAPPDATA: "/local" }, "win32")).toBe(join("/local", "wasmlp"));
    expect(at({}, "win32")).toBe("/home/ann/AppData/Local/wasmlp");
    expect(at({ LOCALAPPDATA: "/local" }, "linux")).toBe("/home/ann/.cache/wasmlp");
  });

  it("says so when there is no home", () => {
    const missing = expect.objectContaining({ code: "not-found" });
    const homeless = (home: () => string) => () => cacheDirectory({ environment: {}, platform: "linux", home });
    expect(homeless(() => "")).toThrow(missing);
    expect(
      homeless(() => {
        throw new Error("ENOENT: uv_os_homedir");
      }),
    ).toThrow(missing);
  });

  it("gives a path on this machine without being told anything", () => {
    expect(cacheDirectory().length).toBeGreaterThan(1);
  });
});
