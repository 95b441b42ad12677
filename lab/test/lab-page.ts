/** The built lab in a real browser: one page, what a person does there, and what it says. */
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { chromium } from "../../test/browser/chromium.js";
import { lab } from "../scripts/places.mjs";
import { serve } from "../scripts/server.mjs";

export { chromium };

function launch(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
  return playwright.launch({ executablePath: chromium as string, args });
}

/** The built lab on a server of its own. */
function serveLab(isolated: boolean): ReturnType<typeof serve> {
  return serve(`${lab}/dist`, { isolated });
}

export interface LabPage {
  readonly page: Page;
  press(name: string | RegExp): Promise<void>;
  /** Resolves once training stands in one of these states. */
  state(...states: string[]): Promise<string>;
  /** SHA-256 of the model file, as the page shows it. */
  hash(): Promise<string>;
  readout(name: string): Promise<string>;
  notice(): Promise<string>;
  close(): Promise<void>;
}

async function openLab(browser: Browser, address: string, options: BrowserContextOptions): Promise<LabPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(address);
  const text = async (selector: string): Promise<string> => (await page.locator(selector).textContent()) ?? "";
  return {
    page,
    press: (name) => page.getByRole("button", { name }).click(),
    async state(...states) {
      await page.waitForFunction(
        (wanted) => wanted.includes((document.querySelector(".page") as HTMLElement | null)?.dataset.state ?? ""),
        states,
      );
      return (await page.locator(".page").getAttribute("data-state")) as string;
    },
    async hash() {
      await page.waitForFunction(() => /^[0-9a-f]{64}$/.test(document.querySelector("[data-hash]")?.textContent ?? ""));
      return text("[data-hash]");
    },
    readout: (name) => text(`[data-readout="${name}"] .readout-value`),
    notice: () => text(".notice p"),
    close: () => context.close(),
  };
}

export interface VisitOptions extends BrowserContextOptions {
  /** Whether the site lets its pages share memory; by default it does. */
  readonly isolated?: boolean;
}

/** A phone of 360 pixels. */
export const PHONE: VisitOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

export type Visit = (hash: string, use: (lab: LabPage) => Promise<void>, options?: VisitOptions) => Promise<void>;

/**
 * A browser and the built lab, for the tests of one file: opens a page, without keeping it for later unless asked, uses
 * it, and closes it again.
 */
export function labVisits(): Visit {
  let browser: Browser;
  let sites: Awaited<ReturnType<typeof serveLab>>[] = [];
  beforeAll(async () => {
    [browser, ...sites] = await Promise.all([launch(), serveLab(true), serveLab(false)]);
  });
  afterAll(async () => {
    await browser?.close();
    for (const { server } of sites) server.close();
  });
  return async (hash, use, { isolated = true, ...options } = {}) => {
    const site = sites[isolated ? 0 : 1];
    const lab = await openLab(browser, `${site?.address}${hash}`, { serviceWorkers: "block", ...options });
    try {
      await use(lab);
    } finally {
      await lab.close();
    }
  };
}
