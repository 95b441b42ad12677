/** Models and data files in real browsers: storage, downloads and files. */
import { describe, expect, it } from "vitest";
import { browsers } from "./browsers.js";
import { callOnPage } from "./library-page.js";

describe.each(browsers.filter(({ path }) => path))("a page in $name", ({ reportOf }) => {
  async function resultOf(name: string): Promise<unknown> {
    const { result, error } = await callOnPage("storage", name, [], { isolated: false }, reportOf);
    expect(error).toBeUndefined();
    return result;
  }

  it("keeps models by name, byte for byte, lists them and lets them go", async () => {
    expect(await resultOf("keepModels")).toEqual({
      before: [],
      names: ["a", "b", "c/ d"],
      isSame: [true, true, true],
      after: ["b", "c/ d"],
      errors: [
        "not-found: models: expected one named a, got none",
        "not-found: models: expected one named a, got none",
        "invalid-option: name: expected a name, got an empty string",
        expect.stringMatching(/^unsupported: backend: expected a call of enableReference\(\) .* got none$/),
      ],
    });
  });

  it("is told where storage is full, forbidden, of a newer version or not there", async () => {
    expect(await resultOf("storageErrors")).toEqual([
      "io: models: expected room in this browser's storage, got QuotaExceededError: no room",
      "io: models: expected this browser's storage to open, got SecurityError: storage is off",
      "no error",
      expect.stringMatching(/^io: models: expected this browser's storage to open, got VersionError: /),
      "unsupported: models: expected a browser with IndexedDB, got a host without",
    ]);
  });

  it("offers a model as a file and reads it back", async () => {
    expect(await resultOf("downloadAndRead")).toEqual({
      download: "nine.safetensors",
      isSame: true,
      errors: [
        expect.stringMatching(/^invalid-file: cut\.safetensors: expected .* got /),
        "invalid-option: file: expected a File or Blob, got nine.safetensors",
      ],
    });
  });

  it("reads a data set from two IDX files, in either order, zipped or not", async () => {
    const set = { features: [0, 1, 2, 3, 4, 5], labels: [1, 0], count: 2, width: 3 };
    expect(await resultOf("readImages")).toEqual({
      sets: [set, set],
      errors: [
        "invalid-option: files: expected two: images and labels, got 1",
        expect.stringMatching(/^invalid-file: labels: expected magic 0x00000803, got 0x00000801$/),
        expect.stringMatching(/^invalid-file: abc: expected /),
      ],
    });
  });
});
