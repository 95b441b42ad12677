// Builds the package into dist/, whether or not anything has changed.
import { buildPackage } from "./build-package.mjs";

try {
  await buildPackage();
} catch (error) {
  console.error(`wasmlp: ${error.message}`);
  process.exitCode = 1;
}
