/** Mutants that no test could kill, each with the reason; they count neither as killed nor as survived. */

export interface Equivalent {
  readonly file: string;
  /** The first line of what is changed, and the text that takes its part's place, as the report prints them. */
  readonly line: string;
  readonly to: string;
  readonly reason: string;
}

export const EQUIVALENT: readonly Equivalent[] = [];
