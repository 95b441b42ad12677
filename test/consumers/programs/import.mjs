// A program that imports.
import { adam, dataset, Mlp, MT19937, serializeModel } from "wasmlp";
import { trained } from "./training.js";

console.log(JSON.stringify(await trained({ adam, dataset, Mlp, MT19937, serializeModel })));
