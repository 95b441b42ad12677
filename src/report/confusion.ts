/** A confusion matrix as an HTML table with shaded cells, and what can be said about it in words and numbers. */
import { escapeHtml, formatCount, formatPercent } from "./markup.js";

/** Beyond this many classes a matrix cannot be read; the classes recalled worst are listed instead. */
const maxClasses = 26;

type Counts = readonly (readonly number[])[];

/** Rows, those on the diagonal, and their share (NaN without rows). */
export function accuracyOf(counts: Counts): { total: number; correct: number; share: number } {
  let total = 0;
  let correct = 0;
  for (const [i, row] of counts.entries()) {
    for (const count of row) total += count;
    correct += row[i] as number;
  }
  return { total, correct, share: correct / total };
}

/**
 * The table, counts as [actual][predicted] for as many classes as there are names (any, the longest readable number
 * as a matrix). Recall is the share of a class's rows that were recognised; precision the share of right ones among
 * the rows called so.
 */
export function confusionTable(counts: Counts, classes: readonly string[]): string {
  return classes.length <= maxClasses ? matrix(counts, classes) : worstRecalled(counts, classes);
}

/** `Most often confused: 4 read as 9 (21 times), …`, or a sentence saying that nothing was. */
export function confusedPairs(counts: Counts, classes: readonly string[], shown = 3): string {
  const pairs = counts
    .flatMap((row, actual) => row.map((count, predicted) => ({ actual, predicted, count })))
    .filter(({ actual, predicted, count }) => actual !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, shown)
    .map(({ actual, predicted, count }) => {
      const times = count === 1 ? "once" : `${formatCount(count)} times`;
      return `${escapeHtml(classes[actual] ?? "")} taken for ${escapeHtml(classes[predicted] ?? "")} (${times})`;
    });
  return pairs.length > 0 ? `Most often confused: ${pairs.join(", ")}.` : "No class was taken for another.";
}

function matrix(counts: Counts, classes: readonly string[]): string {
  const largestRight = Math.max(1, ...counts.map((row, i) => row[i] as number));
  const largestWrong = Math.max(1, ...counts.map((row, i) => Math.max(0, ...row.filter((_, j) => j !== i))));
  const isTurned = classes.some((name) => name.length > 4);
  const heads = classes.map((name) => `<th scope="col"${isTurned ? ' class="turned"' : ""}>${escapeHtml(name)}</th>`);
  const body = counts.map((row, i) => {
    const cells = row.map((count, j) => cell(count, i === j, i === j ? largestRight : largestWrong));
    const recall = percentOf(row[i] as number, sum(row), 1);
    return `<tr><th scope="row">${escapeHtml(classes[i] as string)}</th>${cells.join("")}<td class="total">${recall}</td></tr>`;
  });
  const precisions = classes.map((_, j) => {
    const column = counts.map((row) => row[j] as number);
    return `<td>${percentOf(column[j] as number, sum(column), 0)}</td>`;
  });
  return `<table class="matrix">
<thead>
<tr><td class="total"></td><th class="axis-name" colspan="${classes.length}">Predicted class</th><td class="total"></td></tr>
<tr><th class="corner" scope="col">True class</th>${heads.join("")}<th class="corner" scope="col">Recall (%)</th></tr>
</thead>
<tbody>
${body.join("\n")}
<tr class="foot"><th scope="row">Precision (%)</th>${precisions.join("")}<td class="total"></td></tr>
</tbody>
</table>`;
}

/** Shade by the square root, so that a single error is still seen beside a hundred; never so dark as to hide the number. */
function cell(count: number, isRight: boolean, largest: number): string {
  if (count === 0) return '<td class="none">0</td>';
  const alpha = (0.06 + 0.34 * Math.sqrt(count / largest)).toFixed(2);
  return `<td class="${isRight ? "right" : "wrong"}" style="--a:${alpha}">${formatCount(count)}</td>`;
}

function worstRecalled(counts: Counts, classes: readonly string[]): string {
  const rows = counts
    .map((row, i) => ({ name: classes[i] as string, right: row[i] as number, total: sum(row) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => a.right / a.total - b.right / b.total)
    .slice(0, maxClasses)
    .map(
      ({ name, right, total }) =>
        `<tr><th scope="row">${escapeHtml(name)}</th><td>${formatCount(total)}</td><td>${formatCount(right)}</td><td>${formatPercent(right / total)}</td></tr>`,
    );
  return `<table class="rows">
<caption class="note">The ${rows.length} of ${classes.length} classes with the lowest recall</caption>
<thead><tr><th scope="col">True class</th><th scope="col">Rows</th><th scope="col">Right</th><th scope="col">Recall</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}

/** Without its sign, which stands in the heading. */
function percentOf(part: number, whole: number, digits: number): string {
  return formatPercent(part / whole, digits).replace("\u00a0%", "");
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
