// Where the lab lies.
import { fileURLToPath } from "node:url";

export const lab = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
