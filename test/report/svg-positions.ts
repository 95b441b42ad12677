/** What a chart drew, and where, read back from its SVG text. */

export type Position = readonly [x: number, y: number];

/** The corners of the paths of a class, path by path; straight pieces and H/V included. */
export function pathsOf(svg: string, cssClass: string): Position[][] {
  const found = svg.matchAll(new RegExp(`<path class="${cssClass}" d="([^"]*)"`, "g"));
  return [...found].map((match) => positionsOf(match[1] as string));
}

function positionsOf(path: string): Position[] {
  let [x, y] = [0, 0];
  return [...path.matchAll(/([MLHV])([-\d.]+)(?:[ ,]([-\d.]+))?/g)].map(([, command, first, second]) => {
    if (command !== "V") x = Number(first);
    if (command === "V") y = Number(first);
    if (command === "M" || command === "L") y = Number(second);
    return [x, y] as const;
  });
}

/** Centres of the circles of this radius. */
export function dotsOf(svg: string, radius: number): Position[] {
  const found = svg.matchAll(new RegExp(`<circle cx="([^"]*)" cy="([^"]*)" r="${radius}"`, "g"));
  return [...found].map((match) => [Number(match[1]), Number(match[2])] as const);
}

/** Texts of the labels under the horizontal axis, and beside the vertical one, with where they stand. */
export function ticksOf(svg: string, side: "middle" | "end"): Map<string, number> {
  const found = svg.matchAll(new RegExp(`<text x="([^"]*)" y="([^"]*)"[^>]*text-anchor="${side}"[^>]*>([^<]*)<`, "g"));
  return new Map([...found].map(([, x, y, text]) => [text as string, Number(side === "middle" ? x : y)]));
}
