/** A network as a table to print. */
import { type Architecture, describeShape, parameterCount } from "../network/architecture.js";

/** One line a layer: shape, activation, weights and biases; then the sum. */
export function summarize(architecture: Architecture): string {
  const rows = architecture.layers.map(({ inputs, units, activation }, l) => [
    `layers.${l}`,
    `${inputs} → ${units}`,
    activation,
    String((inputs + 1) * units),
  ]);
  const table = [["layer", "shape", "activation", "parameters"], ...rows];
  const widths = [0, 1, 2, 3].map((c) => Math.max(...table.map((row) => (row[c] as string).length)));
  const lines = table.map((row) =>
    row.map((cell, c) => (c === 3 ? cell.padStart(widths[c] as number) : cell.padEnd(widths[c] as number))).join("  "),
  );
  const total = `${describeShape(architecture)}, loss ${architecture.loss}, ${parameterCount(architecture)} parameters`;
  return [...lines, total].join("\n");
}
