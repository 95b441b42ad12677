/** Precision, recall and F1 of every class as an HTML table. Pure; scores in, markup out. */
import type { ClassificationReport, ClassificationScore } from "../evaluation/classification.js";
import { escapeHtml, formatCount, formatPercent } from "./markup.js";
import { formatAuc } from "./roc-chart.js";

/** Beyond this many classes only those with the lowest F1 are listed. */
const maxClasses = 26;

/**
 * A row for each class, then the means. A dash where a share would be 0/0.
 * @param areas under the ROC curve of each class against the rest; the column is left out without them.
 */
export function classScoreTable(
  report: ClassificationReport,
  classes: readonly string[],
  areas?: readonly (number | undefined)[],
): string {
  const all = report.classes.map((score, i) => ({ ...score, name: classes[i] as string, area: areas?.[i] }));
  const isCut = all.length > maxClasses;
  const shown = isCut
    ? all
        .filter(({ support }) => support > 0)
        .sort((a, b) => a.f1 - b.f1)
        .slice(0, maxClasses)
    : all;
  const caption = isCut
    ? `<caption class="note">The ${shown.length} of ${all.length} classes with the lowest F1</caption>\n`
    : "";
  const rows = shown.map(({ name, precision, recall, f1, area, support, predicted }) =>
    row(escapeHtml(name), [
      percent(predicted > 0 ? precision : Number.NaN),
      percent(support > 0 ? recall : Number.NaN),
      percent(support + predicted > 0 ? f1 : Number.NaN),
      ...(areas ? [area === undefined ? "–" : formatAuc(area)] : []),
      formatCount(support),
    ]),
  );
  const means = (name: string, { precision, recall, f1 }: ClassificationScore, area: string): string => {
    const shares = [precision, recall, f1].map(percent);
    return row(name, [...shares, ...(areas ? [area] : []), formatCount(report.support)]);
  };
  const heads = ["Class", "Precision (%)", "Recall (%)", "F1 (%)", ...(areas ? ["ROC AUC"] : []), "Rows"];
  return `<table class="rows scores">
${caption}<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
<tfoot>
${means(
  "Mean of classes",
  report.macro,
  meanArea(areas ?? [], () => 1),
)}
${means(
  "Mean by rows",
  report.weighted,
  meanArea(areas ?? [], (i) => report.classes[i]?.support ?? 0),
)}
</tfoot>
</table>`;
}

function row(name: string, cells: readonly string[]): string {
  return `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

/** Over the classes that have one; a dash where none has. */
function meanArea(areas: readonly (number | undefined)[], weigh: (index: number) => number): string {
  let sum = 0;
  let weights = 0;
  for (const [i, area] of areas.entries())
    if (area !== undefined) {
      sum += weigh(i) * area;
      weights += weigh(i);
    }
  return weights > 0 ? formatAuc(sum / weights) : "–";
}

/** Without its sign, which stands in the heading. */
function percent(share: number): string {
  return formatPercent(share).replace("\u00a0%", "");
}
