// Golden runs as an installed package performs them in Node, Deno and Bun; one line of JSON an outcome.
// Arguments: the folder of the digits, the runs as JSON. Is copied beside node_modules/wasmlp, golden.mjs beside it.
import { readFileSync } from "node:fs";
import * as library from "wasmlp";
import { outcomesOf } from "./golden.mjs";

const [folder, runs] = process.argv.slice(2);
const digits = { pixels: readFileSync(`${folder}/pixels`), labels: readFileSync(`${folder}/labels`) };
for (const run of JSON.parse(runs)) {
  const [outcome] = await outcomesOf(library, digits, [run]);
  console.log(JSON.stringify(outcome));
}
