/** `tsx test/browser/install-chromium.ts`: sees to it that there is a Chromium for the tests; from npm if need be. */
import { chromium } from "./chromium.js";
import { installChromium } from "./chromium-package.js";

const failure = chromium === undefined ? installChromium() : undefined;
if (failure !== undefined) {
  console.error(`No Chromium found, and none could be installed: ${failure}`);
  process.exitCode = 1;
}
