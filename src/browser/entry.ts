/** wasmlp in browsers: the public names, and data sets by fetch. */

import { useThreadHost } from "../threads/team.js";
import { browserThreads } from "./threads.js";

export * from "../index.js";
export { type Configuration, configure } from "./configure.js";
export { fashionMnist, kmnist, type LoadOptions, mnist } from "./datasets.js";

const threads = browserThreads();
if (threads) useThreadHost(threads);
