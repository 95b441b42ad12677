/** wasmlp in Node: the public names, data sets from files and mirrors, models to and from files. */

import { enableReference } from "../memory/reference.js";
import { useThreadHost } from "../threads/team.js";
import { nodeThreads } from "./threads.js";

export * from "../index.js";
export { loadCheckpoint, saveCheckpoint } from "./checkpoints.js";
export { fashionMnist, kmnist, type LoadOptions, mnist } from "./datasets.js";
export { loadModel, saveModel } from "./models.js";
export { decodePicture } from "./png.js";
export { enableRevectorization } from "./revectorization.js";

useThreadHost(nodeThreads);
enableReference();
