/** What the page *Race* measures, as it stands in a link. */
import { choice, number, whole } from "../fields.js";
import type { Schema } from "../link.js";

export const RACE_WORKS = ["both", "small", "large"] as const;

export interface RaceSettings {
  work: (typeof RACE_WORKS)[number];
  rounds: number;
  /** Of training a contender and round; at least one mini-batch. */
  seconds: number;
}

export const raceSchema: Schema<RaceSettings> = {
  work: choice(RACE_WORKS, "both"),
  rounds: whole(5, 1, 50),
  seconds: number(0.4, 0.02, 10),
};
