/** wasmlp in browsers: the public names, data sets by fetch, models to and from the browser's storage. */

import { useThreadHost } from "../threads/team.js";
import { browserThreads } from "./threads.js";

export * from "../index.js";
export { type Configuration, configure } from "./configure.js";
export { fashionMnist, kmnist, type LoadOptions, mnist } from "./datasets.js";
export { imageDatasetFromFiles, readIdxFile } from "./idx-files.js";
export { deleteModel, downloadModel, listModels, loadModel, readModelFile, saveModel } from "./models.js";

const threads = browserThreads();
if (threads) useThreadHost(threads);
