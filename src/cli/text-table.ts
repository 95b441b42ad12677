/** Columns that line up. Pure: cells in, lines out. */

/**
 * Rows as lines, cells two spaces apart, each column as wide as its widest cell.
 * @param alignments of each column; the last one given goes on for all others
 */
export function textTable(
  rows: readonly (readonly string[])[],
  alignments: readonly ("left" | "right")[] = ["left", "right"],
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, c) => Math.max(...rows.map((row) => (row[c] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, c) => {
        const isLeft = (alignments[c] ?? alignments.at(-1)) === "left";
        return isLeft ? cell.padEnd(widths[c] as number) : cell.padStart(widths[c] as number);
      })
      .join("  ")
      .trimEnd(),
  );
}
