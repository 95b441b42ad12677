/** *Plane* as a person uses it, in a real Chromium. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Download } from "playwright-core";
import { describe, expect, it } from "vitest";
import { adam, Mlp, makeXor, measureStandardization, serializeModel, splitDataset, standardize } from "wasmlp";
import { chromium, type LabPage, labVisits, PHONE } from "./lab-page.js";
import { mainThreadTasks } from "./main-thread.js";

const MLP = "mlp~8-tanh~binaryCrossEntropy~adam~0.03~10~1";
const FAST = `speed=fast&epochs=60&models=${MLP}`;

/** What the library makes in Node of the page's initial data and network. */
async function hashInNode(epochs: number): Promise<string> {
  const all = makeXor({ count: 200, noise: 0.05, seed: 1 });
  const { train } = splitDataset(all, { testSize: 60, seed: 1, stratify: true });
  const layers = [{ units: 8, activation: "tanh" } as const, { units: 1, activation: "sigmoid" } as const];
  const model = new Mlp({ inputs: 2, layers, loss: "binaryCrossEntropy", seed: 1 });
  const rows = standardize(train, measureStandardization(train));
  await model.fit(rows, { epochs, batchSize: 10, optimizer: adam({ learningRate: 0.03 }) });
  return createHash("sha256").update(serializeModel(model)).digest("hex");
}

async function bytesOf(download: Promise<Download>): Promise<Buffer> {
  return readFileSync(await (await download).path());
}

describe.skipIf(!chromium)("Plane", () => {
  const open = labVisits();

  const visit = (query: string, use: (lab: LabPage) => Promise<void>): Promise<void> =>
    open(`#plane?${query}`, async (lab) => {
      await lab.state("ready");
      await use(lab);
    });

  async function train(lab: LabPage): Promise<void> {
    await lab.press(/^(Start|Go on)/);
    await lab.state("done");
  }

  /** The hash that is not that of before. */
  async function newHash(lab: LabPage, before: string): Promise<string> {
    await expect.poll(() => lab.hash()).not.toBe(before);
    return lab.hash();
  }

  it("parts XOR with more than 95 %, to the bits the library makes in Node, and a link makes them again", () =>
    visit(FAST, async (lab) => {
      const first = await lab.hash();
      await lab.page.keyboard.press("e");
      await lab.state("paused");
      expect(await lab.page.locator("[data-epoch]").textContent()).toBe("1");
      await train(lab);
      expect(Number.parseFloat(await lab.readout("training accuracy"))).toBeGreaterThan(95);
      const hash = await lab.hash();
      expect(hash).toBe(await hashInNode(60));
      await visit(new URL(lab.page.url()).hash.split("?")[1] as string, async (other) => {
        await train(other);
        expect(await other.hash()).toBe(hash);
      });
      await lab.press(/^Rewind/);
      await lab.state("ready");
      expect(await lab.hash()).toBe(first);
    }));

  it("never keeps input waiting for 50 ms while four models train", () => {
    const models = [MLP, "perceptron", "adalineGD", "adalineSGD"].map((one) =>
      one === MLP ? one : MLP.replace("mlp", one),
    );
    return visit(`data=iris&epochs=60&models=${models}`, async (lab) => {
      const tasks = await mainThreadTasks(lab.page, async () => {
        await lab.press(/^Start/);
        await lab.page.mouse.wheel(0, 400);
        await lab.state("done");
      });
      expect(tasks.length).toBeGreaterThan(100);
      expect(tasks[0]).toBeLessThan(50);
    });
  });

  it("takes points put by pointer and by keyboard, moves them and erases them", () =>
    visit(`data=own&points=-1_-1_a,1_1_b&${FAST}`, async (lab) => {
      const points = (): string => new URLSearchParams(lab.page.url().split("?")[1]).get("points") ?? "";
      const editor = lab.page.locator("canvas.point-editor");
      const { x, y, width } = (await editor.boundingBox()) as { x: number; y: number; width: number };
      const at = (share: number, up: number): [number, number] => [x + share * width, y + (1 - up) * width];
      await lab.page.mouse.click(...at(0.25, 0.75));
      await expect.poll(points).toMatch(/^-1_-1_a,1_1_b,-1(\.0\d+)?_(1|1\.0\d+|0\.9\d+)_a$/);
      await lab.page.mouse.move(...at(0.75, 0.75));
      await lab.page.mouse.down();
      await lab.page.mouse.move(...at(0.9, 0.9), { steps: 3 });
      await lab.page.mouse.up();
      await expect.poll(points).toMatch(/,1\.[56]\d*_1\.[56]\d*_b,/);
      await editor.press("ArrowRight");
      await editor.press("ArrowUp");
      await editor.press("b");
      await expect.poll(points).toMatch(/,0\.2_0\.2_b$/);
      await editor.press("Delete");
      await expect.poll(points).not.toContain("0.2_0.2");
      await lab.state("ready");
      await train(lab);
      expect(await lab.readout("training accuracy")).toBe("100.0 %");
      await lab.press("Clear");
      expect(await lab.page.locator(".point-editor-foot").textContent()).toContain("needs a point of each class");
    }));

  it("saves points and models, opens them again, and refuses what is neither without losing anything", () =>
    visit(FAST, async (lab) => {
      const csvSaved = lab.page.waitForEvent("download");
      await lab.press("Save CSV");
      const csv = await bytesOf(csvSaved);
      expect(csv.toString().split("\n")).toHaveLength(202);
      await train(lab);
      const hash = await lab.hash();
      await lab.page.locator(".model-details summary").click();
      const modelSaved = lab.page.waitForEvent("download");
      await lab.press(/^Save model/);
      const model = await bytesOf(modelSaved);
      expect(createHash("sha256").update(model).digest("hex")).toBe(hash);

      await lab.press(/^Rewind/);
      await newHash(lab, hash);
      const [models, points] = [
        lab.page.locator("input[accept='.safetensors']"),
        lab.page.locator("input[accept^='.csv']"),
      ];
      const cut = { name: "cut.safetensors", mimeType: "", buffer: model.subarray(0, 300) };
      await models.setInputFiles(cut);
      await expect.poll(() => lab.notice()).toMatch(/^cut\.safetensors: .*expected/);
      await models.setInputFiles({ name: "mine.safetensors", mimeType: "", buffer: model });
      await expect.poll(() => lab.hash()).toBe(hash);

      await points.setInputFiles({ name: "bad.csv", mimeType: "", buffer: Buffer.from("x,y,class\n1,far,A\n") });
      await expect.poll(() => lab.notice()).toBe("bad.csv, line 2: expected a number within ±1000000, got “far”.");
      await points.setInputFiles({ name: "all.csv", mimeType: "", buffer: csv });
      await expect.poll(() => lab.notice()).toBe("Loaded 200 points of all.csv.");
      await newHash(lab, hash);
      const again = lab.page.waitForEvent("download");
      await lab.press("Save JSON");
      expect(JSON.parse((await bytesOf(again)).toString()).points).toHaveLength(200);
    }));

  it("adds and removes models, and says where one left the finite numbers", () =>
    visit(`speed=fast&epochs=300&models=${MLP.replace("mlp", "adalineGD").replace("0.03", "1000")}`, async (lab) => {
      await train(lab);
      expect(await lab.page.locator(".model-panel .complaint").first().textContent()).toMatch(
        /left the finite numbers/,
      );
      await lab.press("Add a model");
      await lab.state("ready");
      expect(await lab.page.locator(".model-panel").count()).toBe(2);
      await lab.page.getByRole("button", { name: "Remove this model" }).first().click();
      await expect.poll(() => lab.page.locator(".model-panel").count()).toBe(1);
    }));

  it("fits a phone of 360 pixels", () => {
    const use = async (lab: LabPage): Promise<void> => {
      await lab.state("ready");
      await lab.page.locator(".settings-box > summary").click();
      expect(await lab.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    };
    return open("#plane", use, PHONE);
  });
});
