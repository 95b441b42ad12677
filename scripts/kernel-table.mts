/** Prints docs/kernels.md from the table of specs: `npx tsx scripts/kernel-table.mts > docs/kernels.md`. */
import { kernelTable } from "./kernel-markdown.mjs";

process.stdout.write(kernelTable());
