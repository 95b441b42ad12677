/** wasmlp in browsers: the public names, and data sets by fetch. */

export * from "../index.js";
export { fashionMnist, kmnist, type LoadOptions, mnist } from "./datasets.js";
