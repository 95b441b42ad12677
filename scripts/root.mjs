// Where the project is: the folder above this one.
import { fileURLToPath } from "node:url";

/** Absolute path, without a trailing separator. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
