/** *Race* as a person uses it, in a real Chromium. */
import { describe, expect, it } from "vitest";
import { chromium, type LabPage, labVisits } from "./lab-page.js";

describe.skipIf(!chromium)("Race", () => {
  const visit = labVisits();

  it("has both sides train the same, and measures them", () => {
    const use = async (lab: LabPage): Promise<void> => {
      await lab.press(/^Race/);
      await lab.state("done");
      await lab.press("Copy JSON");
      const copied = JSON.parse(await lab.page.evaluate(() => navigator.clipboard.readText()));
      expect(copied.host).toMatchObject({ isIsolated: true });
      expect(copied.results).toHaveLength(2);
      const { names, summary: kernels } = copied.kernels;
      expect(names).toEqual(kernels.map(({ name }: { name: string }) => name));
      expect(names).toHaveLength(7);
      expect(names[0]).toBe("ceiling");
      for (const { median, share } of kernels) {
        expect(median).toBeGreaterThan(0.5);
        expect(share).toBeGreaterThan(0.1);
        expect(share).toBeLessThan(2); // a machine that others use moves between two turns
      }
      for (const { rates, apart, summary } of copied.results) {
        expect(apart).toBeLessThan(1e-3);
        expect(rates[0]).toHaveLength(2);
        expect(rates.flat().every((rate: number) => rate > 10 && rate < 1e8)).toBe(true);
        expect(summary[1].factor).toBeGreaterThan(1);
        expect(summary[0].median).toBeGreaterThanOrEqual(summary[0].least);
      }
      await lab.press("Copy Markdown");
      const markdown = await lab.page.evaluate(() => navigator.clipboard.readText());
      expect(markdown).toMatch(/\| plain JavaScript \| [\d,]+ \|/);
      expect(markdown).toMatch(/\| ceiling \| [\d.]+ \| [\d.]+ \| [\d.]+ \| 100 % \|/);
    };
    return visit("#race?rounds=2&seconds=0.05", use, {
      permissions: ["clipboard-read", "clipboard-write"],
    });
  });
});
