/** Before every test file: backend "reference" works, as it does in Node. */
import { enableReference } from "../src/memory/reference.js";

enableReference();
