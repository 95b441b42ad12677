// The worker: trains, on workers of its own where it can, and tells the page.
import { adam, dataset, Mlp, MT19937, serializeModel } from "wasmlp";
import { trained } from "./training.js";

trained({ adam, dataset, Mlp, MT19937, serializeModel }).then((report) => postMessage(report));
