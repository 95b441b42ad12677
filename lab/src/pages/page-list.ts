/** The pages, in the order of their tabs; each is fetched when it is first opened. */
import { type PageEntry, pageEntry } from "./page.js";

export const pageList: readonly PageEntry[] = [
  pageEntry("digits", "Digits", async () => (await import("./digits/digits-page.js")).digitsPage),
  pageEntry("plane", "Plane", async () => (await import("./plane/plane-page.js")).planePage),
  pageEntry("race", "Race", async () => (await import("./race/race-page.js")).racePage),
];
