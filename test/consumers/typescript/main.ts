// A typed program, for Node and for a page.
import { adam, type Dataset, dataset, Mlp, type MlpOptions, MT19937, serializeModel } from "wasmlp";
import { report } from "./training.js";

const options: MlpOptions = { inputs: 2, layers: [{ units: 1, activation: "sigmoid" }], loss: "mse" };
const rows: Dataset = dataset({ features: Float32Array.of(0, 1), width: 2, labels: [0] });
const classes: Uint32Array = new Mlp(options).predict(rows.features);
if (classes.length !== 1) throw new Error(`expected a class, got ${classes.length}`);
report({ adam, dataset, Mlp, MT19937, serializeModel });
