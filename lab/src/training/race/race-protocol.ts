/** What the page *Race* and its worker say to each other: plain data, safe to post. */

import type { KernelHeat } from "../../state/race/kernel-table.js";
import type { RaceSettings } from "../../state/race/race-settings.js";
import type { RaceHeat } from "../../state/race/race-table.js";

export interface RaceCommand {
  readonly kind: "race";
  readonly settings: RaceSettings;
  /** Where the data lies, and the modules whose kernels are measured; ending in a slash. */
  readonly dataUrl: string;
  readonly modulesUrl: string;
}

export type RaceEvent =
  | { readonly kind: "loading"; readonly text: string }
  /** After every turn, with all that is known by then. */
  | {
      readonly kind: "heats";
      readonly kernels: KernelHeat;
      readonly heats: readonly RaceHeat[];
      readonly now: string;
      readonly share: number;
    }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string };
