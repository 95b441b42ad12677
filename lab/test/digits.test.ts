/** *Digits* as a person uses it, on real MNIST in a real Chromium. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Mlp, mnist, normal, serializeModel, sgd } from "wasmlp";
import { chromium, type LabPage, labVisits, PHONE } from "./lab-page.js";
import { longTasks, mainThreadTasks } from "./main-thread.js";

it.runIf(process.env.CI === "true")("a browser is there in CI", () => {
  expect(chromium).toBeDefined();
});

/** What the library makes of the page's initial settings in Node, after so many epochs. */
async function hashInNode(epochs: number): Promise<string> {
  const { train } = await mnist.load();
  const initializer = normal({ std: 0.1 });
  const layers = [50, 10].map((units) => ({ units, activation: "sigmoid", initializer }) as const);
  const model = new Mlp({ inputs: 784, layers, loss: "sumSquaredError", seed: 123 });
  await model.fit(train, { epochs, optimizer: sgd({ learningRate: 0.1 }), batchSize: 100 });
  return sha256(serializeModel(model));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function useWhileItTrains({ page, press, state }: LabPage): Promise<void> {
  await press(/^Start/);
  await page.keyboard.press("t");
  await page.mouse.move(800, 400);
  await page.mouse.wheel(0, 600);
  await state("done");
}

describe.skipIf(!chromium)("Digits", () => {
  const visit = labVisits();

  // Other programs on the machine can hold it up; a page that is slow itself is slow each time.
  it("has its first epoch five seconds after it was opened", { retry: 3 }, () =>
    visit("", async (lab) => {
      await lab.press(/^Start/);
      await lab.page.waitForFunction(() => /^[1-9]/.test(document.querySelector(".readout-value")?.textContent ?? ""));
      expect(await lab.page.evaluate(() => performance.now())).toBeLessThan(5000);
    }),
  );

  it("never keeps input waiting for 50 ms while it trains", () =>
    // The loss falls below 0.1 on the way: an axis has another power of ten.
    visit("#digits?epochs=15&rate=0.5", async (lab) => {
      const tasks = await mainThreadTasks(lab.page, () => useWhileItTrains(lab));
      expect(tasks.length).toBeGreaterThan(100);
      expect(tasks[0]).toBeLessThan(50);
    }));

  it("has no task of more than 50 ms by the clock while it trains", { retry: 5 }, () =>
    visit("#digits?epochs=15&rate=0.5", async (lab) => {
      await lab.state("ready");
      expect(await longTasks(lab.page, () => useWhileItTrains(lab))).toEqual([]);
    }),
  );

  it("makes the weights that the library makes in Node, paused and continued as one likes", async () => {
    const expected = await hashInNode(2);
    await visit("#digits?epochs=2", async (lab) => {
      await lab.state("ready");
      const first = await lab.hash();
      await lab.press(/^Start/);
      await lab.press(/^Pause/);
      await lab.state("paused", "done");
      await lab.press(/^Mini-batch/);
      await lab.state("paused");
      expect(await lab.page.locator(".status-foot").textContent()).toMatch(/after epoch \d, mini-batch \d+ of 550/);
      await lab.press(/^Epoch/);
      await lab.state("paused");
      await lab.page.keyboard.press("Space");
      await lab.state("done");
      expect(await lab.hash()).toBe(expected);
      expect(await lab.readout("validation accuracy")).toBe("85.24 %");

      await lab.press(/^Rewind/);
      await lab.state("ready");
      expect(await lab.hash()).toBe(first);
      const link = lab.page.url();
      await visit(new URL(link).hash, async (other) => {
        await other.press(/^Start/);
        await other.state("done");
        expect(await other.hash()).toBe(expected);
      });
    });
  });

  it("makes the same weights without shared memory", () =>
    visit(
      "#digits?epochs=2",
      async (lab) => {
        expect(await lab.page.evaluate(() => crossOriginIsolated)).toBe(false);
        await lab.press(/^Start/);
        await lab.state("done");
        expect(await lab.hash()).toBe(await hashInNode(2));
      },
      { isolated: false },
    ));

  it("classifies what is drawn, and test images without a pointer", () =>
    visit("#digits?epochs=2", async (lab) => {
      await lab.press(/^Start/);
      await lab.state("done");
      const { x, y, width } = (await lab.page.locator("canvas.pad").boundingBox()) as {
        x: number;
        y: number;
        width: number;
      };
      await lab.page.mouse.move(x + width / 2, y + width / 5);
      await lab.page.mouse.down();
      await lab.page.mouse.move(x + width / 2 + 3, y + (4 * width) / 5, { steps: 5 });
      await lab.page.mouse.up();
      const best = lab.page.locator("[data-area=pad] [data-best] .bar-name");
      await best.waitFor();
      await expect.poll(() => best.textContent()).toBe("1");
      await lab.page.keyboard.press("c");
      await lab.page.locator("[data-area=pad] .answer .note", { hasText: "Draw a digit" }).waitFor();
      await lab.page.keyboard.press("t");
      await lab.page.locator("[data-area=pad] .answer .note", { hasText: /test image \d+, labelled \d/ }).waitFor();
      await lab.page.locator("[data-area=wall] .tile").first().click();
      await lab.page.locator(".wall-detail .note", { hasText: /Validation image \d+, labelled \d/ }).waitFor();
    }));

  it("saves a model, opens it again, and refuses what is none without losing anything", () =>
    visit("#digits?epochs=1", async (lab) => {
      await lab.press(/^Start/);
      await lab.state("done");
      const hash = await lab.hash();
      const saving = lab.page.waitForEvent("download");
      await lab.press(/^Save model/);
      const file = readFileSync(await (await saving).path());
      expect(sha256(file)).toBe(hash);
      const input = lab.page.locator("input[accept='.safetensors']");

      await input.setInputFiles({ name: "cut.safetensors", mimeType: "", buffer: file.subarray(0, 5000) });
      await expect.poll(() => lab.notice()).toMatch(/^cut\.safetensors: .*expected/);
      const other = new Mlp({ inputs: 3, layers: [{ units: 2 }], loss: "mse" });
      const small = Buffer.from(serializeModel(other));
      await input.setInputFiles({ name: "small.safetensors", mimeType: "", buffer: small });
      await expect.poll(() => lab.notice()).toMatch(/expected a network of 784 inputs and 10 outputs, got 3 and 2/);
      await lab.page
        .locator("input[multiple]")
        .setInputFiles({ name: "pixels", mimeType: "", buffer: Buffer.from("no IDX file") });
      await expect.poll(() => lab.notice()).toMatch(/^pixels: expected an IDX file/);
      expect(await lab.hash()).toBe(hash);

      await lab.press(/^Rewind/);
      await lab.state("ready");
      expect(await lab.hash()).not.toBe(hash);
      await input.setInputFiles({ name: "mine.safetensors", mimeType: "", buffer: file });
      await expect.poll(() => lab.notice()).toMatch(/^Loaded mine\.safetensors/);
      await expect.poll(() => lab.hash()).toBe(hash);
    }));

  it("stops where the loss is no longer finite, and says so", () =>
    visit("#digits?rate=1000&layers=30-relu&loss=mse&weights=auto&optimizer=sgd&decay=1", async (lab) => {
      await lab.press(/^Start/);
      await lab.state("ended");
      expect(await lab.notice()).toMatch(/^training diverged in epoch 1, step/);
    }));

  it("puts another worker in the place of one that ended, with the weights of the last epoch", () =>
    visit("#digits?epochs=1", async (lab) => {
      await lab.press(/^Start/);
      await lab.state("done");
      const hash = await lab.hash();
      const [worker] = lab.page.workers();
      await worker?.evaluate("setTimeout(() => { throw new Error('out of reach') })");
      await expect
        .poll(() => lab.notice())
        .toMatch(/^(The training worker has ended: .*out of reach|Loaded the weights)/);
      await expect.poll(() => lab.hash()).toBe(hash);
      await lab.state("ready");
    }));

  it("says what is wrong with a link, and keeps the rest of it", () =>
    visit("#digits?rate=fast&epochs=3", async (lab) => {
      expect(await lab.notice()).toMatch(/rate: expected a number from 0 to 1000, got “fast”/);
      expect(lab.page.url()).toContain("rate=0.1");
      expect(lab.page.url()).toContain("epochs=3");
    }));

  it("opens and trains without a network once it has been loaded", () => {
    const use = async (lab: LabPage): Promise<void> => {
      await lab.state("ready");
      const keptFiles = (): Promise<number> =>
        lab.page.evaluate(async () => {
          const data = await caches.open("wasmlp-lab-data");
          return navigator.serviceWorker.controller === null ? 0 : (await data.keys()).length;
        });
      await expect.poll(keptFiles, { timeout: 20_000 }).toBe(4);
      await lab.page.context().setOffline(true);
      await lab.page.reload();
      await lab.press(/^Start/);
      await lab.state("done");
      expect(await lab.readout("validation accuracy")).toBe("75.98 %");
    };
    return visit("#digits?epochs=1", use, { serviceWorkers: "allow" });
  });

  it("fits a phone of 360 pixels", () => {
    const use = async (lab: LabPage): Promise<void> => {
      await lab.state("ready");
      expect(await lab.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      const heights = await lab.page
        .locator("button:visible, select:visible, summary:visible")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    };
    return visit("", use, PHONE);
  });
});
