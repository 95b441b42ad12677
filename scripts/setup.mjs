// Makes a fresh clone ready: checks Node, installs, builds; each only when needed. `npm start` and `npm test` begin here.
// Written so that old versions of Node can read it and say what they lack; the work is imported afterwards.
const [major, minor] = process.versions.node.split(".").map(Number);
const isTooOld = major < 20 || (major === 20 && minor < 19);

if (isTooOld) {
  console.error(`wasmlp: expected Node.js 20.19 or newer, got ${process.versions.node}. See https://nodejs.org`);
  process.exitCode = 1;
} else {
  import("./install.mjs")
    .then(({ installIfNeeded }) => installIfNeeded())
    .then(() => import("./build-package.mjs"))
    .then(({ buildIfChanged }) => buildIfChanged())
    .catch((error) => {
      console.error(`wasmlp: ${error.message}`);
      process.exitCode = 1;
    });
}
