/**
 * Where downloads are kept between runs: one directory a user, chosen as each system's conventions ask.
 * Chooses a path; creates and reads nothing.
 */
import { homedir, platform } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { env } from "node:process";
import { WasmlpError } from "../errors.js";

/** What the choice depends on. */
export interface CacheSurroundings {
  environment?: Readonly<Record<string, string | undefined>>;
  platform?: string;
  home?: () => string;
}

/**
 * `$WASMLP_CACHE`, else `$XDG_CACHE_HOME/wasmlp`, else `~/.cache/wasmlp`
 * (macOS `~/Library/Caches/wasmlp`, Windows `%LOCALAPPDATA%\wasmlp`). Empty variables count as unset, and a relative
 * XDG_CACHE_HOME too, as the XDG specification asks.
 * @throws WasmlpError `not-found` when the user has no home directory and no variable is set.
 */
export function cacheDirectory(surroundings: CacheSurroundings = {}): string {
  const { environment = env, platform: system = platform(), home = homedir } = surroundings;
  if (environment.WASMLP_CACHE) return resolve(environment.WASMLP_CACHE);
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: localData } = environment;
  if (xdg && isAbsolute(xdg)) return join(xdg, "wasmlp");
  if (system === "win32" && localData) return join(localData, "wasmlp");
  const conventional = { darwin: ["Library", "Caches"], win32: ["AppData", "Local"] }[system] ?? [".cache"];
  return join(homeDirectory(home), ...conventional, "wasmlp");
}

function homeDirectory(home: () => string): string {
  let directory = "";
  try {
    directory = home();
  } catch {
    // Node throws where the user is in no password file.
  }
  if (isAbsolute(directory)) return directory;
  throw new WasmlpError("not-found", "cache directory: expected a home directory or WASMLP_CACHE, got neither");
}
