/** Installs the packages of bench/peers when they are not what its lock file asks for. */
import { fileURLToPath } from "node:url";
import { installPackages } from "../../test/installed-packages.js";

/** Returns what went wrong, if anything; rivals that are not there then say so themselves. */
export function installPeers(): string | undefined {
  return installPackages(fileURLToPath(new URL("../peers", import.meta.url)), "the rivals; about 700 MB");
}
