import { describe, expect, it } from "vitest";
import { pageStyle, themeStyle } from "../../src/report/style.js";

type Colour = [red: number, green: number, blue: number];

/** The variables of both themes: hexadecimal colours and `red green blue` triples. */
function themes(): Record<string, Colour>[] {
  const blocks = [...themeStyle(":root").matchAll(/:root\{([^}]*)\}/g)].map((match) => match[1] as string);
  return blocks.map((block) =>
    Object.fromEntries(
      block.split(";").map((rule) => {
        const [name, value] = rule.split(":") as [string, string];
        const parts = value.startsWith("#")
          ? [1, 3, 5].map((at) => Number.parseInt(value.slice(at, at + 2), 16))
          : value.split(" ").map(Number);
        return [name.slice(2), parts as Colour];
      }),
    ),
  );
}

/** WCAG 2 relative luminance and contrast ratio. */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((level) => {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Colour;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Colour, b: Colour): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function over(page: Colour, colour: Colour, alpha: number): Colour {
  return colour.map((level, i) => alpha * level + (1 - alpha) * (page[i] as number)) as Colour;
}

describe("the colours of reports", () => {
  it("keep text readable in both themes, on the page and on the darkest cells", () => {
    expect(themes().length).toBe(2);
    for (const theme of themes()) {
      const { page, ink, muted, faint, accent, secondary } = theme as Record<string, Colour> & { page: Colour };
      for (const text of [ink, muted, accent, secondary]) expect(contrast(text as Colour, page)).toBeGreaterThan(4.5);
      expect(contrast(muted as Colour, faint as Colour)).toBeGreaterThan(4.5);
      for (const tone of [accent, secondary])
        expect(contrast(ink as Colour, over(page, tone as Colour, 0.4))).toBeGreaterThan(4.5);
    }
  });

  it("come without addresses and imports", () => {
    expect(pageStyle).not.toMatch(/url\(|@import|https?:|</);
  });
});
