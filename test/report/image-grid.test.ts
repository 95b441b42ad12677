import { describe, expect, it } from "vitest";
import { type ImageGrid, imageGrid } from "../../src/report/image-grid.js";
import { expectError } from "../expect-error.js";
import { faultIn } from "./well-formed.js";

/** Two images of 2 × 2: a full pixel and three of paper; a row of full ink over two shades. */
const features = Uint8Array.of(0, 255, 0, 0, 255, 255, 102, 17);
const images = { features, width: 4, count: 2 };
const grid: ImageGrid = { id: "grid", title: "Two images", images, columns: 2 };

/** Each drawn image: its place, and its paths as [opacity, runs]. */
function drawn(svg: string): { place: string; paths: [string, string][] }[] {
  return [...svg.matchAll(/<g transform="([^"]*)">(.*?)<\/g>/g)].map(([, place, inside]) => ({
    place: place as string,
    paths: [...(inside as string).matchAll(/<path(?: opacity="([^"]*)")? d="([^"]*)"\/>/g)].map(
      ([, opacity = "1", d]) => [opacity, d as string],
    ),
  }));
}

describe("imageGrid", () => {
  it("draws runs of equal pixels as shapes, darker where the byte is larger, nothing where it is 0", () => {
    const svg = imageGrid(grid);
    expect(faultIn(svg)).toBeUndefined();
    expect(drawn(svg)).toEqual([
      { place: "translate(0 0) scale(104)", paths: [["1", "M1 0h1v1h-1z"]] },
      {
        place: "translate(222 0) scale(104)",
        paths: [
          ["0.07", "M1 1h1v1h-1z"],
          ["0.40", "M0 1h1v1h-1z"],
          ["1", "M0 0h2v1h-2z"],
        ],
      },
    ]);
  });

  it("wraps after the last column and writes the labels below, escaped", () => {
    const svg = imageGrid({ ...grid, columns: 1, labels: ["a < b", "7"], isStandalone: true });
    expect(faultIn(svg.replace(/<style>[^<]*<\/style>/, ""))).toBeUndefined();
    expect(drawn(svg).map(({ place }) => place)).toEqual(["translate(0 0) scale(215)", "translate(0 464) scale(215)"]);
    expect(
      [...svg.matchAll(/class="name" x="215" y="(\d+)" text-anchor="middle">([^<]*)</g)].map((m) => m.slice(1)),
    ).toEqual([
      ["445", "a &lt; b"],
      ["909", "7"],
    ]);
    expect(svg).toContain('viewBox="-14 -14 458 942"');
    expect(svg).toContain("2 images: a &lt; b, 7.");
  });

  it("takes images that are no squares where their width is given", () => {
    const svg = imageGrid({ ...grid, imageWidth: 4, columns: 1 });
    expect(drawn(svg)[1]?.paths.at(-1)).toEqual(["1", "M0 0h2v1h-2z"]);
    expect(svg).toContain('viewBox="0 0 430 229"');
  });

  it("loads nothing and stays small: 25 images of 28 × 28 noise, the worst there is", () => {
    const noise = Uint8Array.from({ length: 25 * 784 }, (_, i) => (Math.imul(i, 2654435761) >>> 24) & 255);
    const svg = imageGrid({ ...grid, images: { features: noise, width: 784, count: 25 }, columns: 5 });
    expect(svg).not.toMatch(/href|url\(/);
    expect(svg.length).toBeLessThan(400_000);
  });

  it("refuses what it cannot draw", () => {
    const refused = (change: Partial<Record<keyof ImageGrid, unknown>>, message: RegExp, code = "invalid-option") =>
      expectError(() => imageGrid({ ...grid, ...change } as ImageGrid), code as "invalid-option", message);
    refused({ images: { ...images, features: Float32Array.of(1) } }, /^images\.features: expected bytes/);
    refused({ images: undefined }, /^images\.features: expected bytes/);
    refused({ images: { features: new Uint8Array(), width: 4, count: 0 } }, /^images\.count: .* got 0$/);
    refused({ images: { ...images, count: 3 } }, /^images\.features: expected 3 images of 4 bytes/, "shape-mismatch");
    refused({ images: { features: new Uint8Array(6), width: 3, count: 2 } }, /^imageWidth: expected given for images/);
    refused({ imageWidth: 3 }, /^imageWidth: expected a divisor of the 4 pixels/);
    refused({ imageWidth: 0 }, /^imageWidth/);
    refused({ columns: 0 }, /^columns: expected a whole number from 1 to 20, got 0$/);
    refused({ columns: 1.5 }, /^columns/);
    refused({ labels: ["7"] }, /^labels: expected 2, one an image, got 1$/, "shape-mismatch");
    const many = { features: new Uint8Array(2 ** 20 + 4), width: 4, count: 2 ** 18 + 1 };
    refused({ images: many }, /^images: expected at most 1048576 pixels/);
  });
});
