/** The page's work in a fresh Node: the folder of the material and the job as arguments, the result as JSON. */
import { readFileSync } from "node:fs";
import { type Job, visit } from "./page.js";

const [folder, job] = process.argv.slice(2) as [string, string];
const read = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(`${folder}/${name}`));
const library = (await import("../../dist/node.js" as string)) as typeof import("../../src/index.js");
const material = { pixels: read("pixels"), labels: read("labels"), ceiling: read("ceiling") };
console.log(JSON.stringify(await visit(library, material, JSON.parse(job) as Job)));
