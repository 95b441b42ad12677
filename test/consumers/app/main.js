// An app of one page. training.js, put beside it, trains with what it is given and reports the sums of the weights.
import { adam, dataset, Mlp, MT19937, serializeModel } from "wasmlp";
import { report } from "./training.js";

report({ adam, dataset, Mlp, MT19937, serializeModel });
