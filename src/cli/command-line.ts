/** Commands as they can be typed again. Pure. */

/** @param words what stands behind `wasmlp` */
export function commandLine(words: readonly string[]): string {
  const quoted = words.map((word) => (/^[\w./,:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  return ["wasmlp", ...quoted].join(" ");
}
