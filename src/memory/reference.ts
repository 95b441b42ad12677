/** The reference kernels, for whoever asks for them: nothing else imports them, so that bundlers can leave them out. */
import { createReferenceKernels } from "../kernels/reference.js";
import { useReference } from "./workspace.js";

/**
 * Makes `backend: "reference"` and `"reference-f64"` work: the arithmetic in plain TypeScript. In Node it is always so;
 * a page calls it once, before the first model that wants one, and pays for it with 3 kB.
 */
export function enableReference(): void {
  useReference(createReferenceKernels);
}
