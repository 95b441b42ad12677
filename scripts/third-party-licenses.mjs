// The licence texts of the packages whose code is inside the bundles: what their licences ask of those who pass them on.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

/** Packages published without the text of their licence, and the package of the same project that has it. */
const textStandsIn = { "node_modules/@assemblyscript/loader": "node_modules/assemblyscript" };

/** One text, a section a package, in the order of their names. */
export function thirdPartyLicenses(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const packages = [...new Set(folders.filter((folder) => folder !== undefined))].sort();
  return packages.map(section).join("\n");
}

function section(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const textFolder = textStandsIn[folder] ?? folder;
  const file = readdirSync(join(root, textFolder)).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (file === undefined) throw new Error(`${name}: expected a licence file in the package, got none`);
  const text = readFileSync(join(root, textFolder, file), "utf8");
  return `${name} ${version} (${license})\n\n${text.trim()}\n\n${"-".repeat(80)}\n`;
}
