/**
 * A training run as one HTML document: no scripts, nothing loaded from elsewhere, light and dark, fit for print.
 * Pure: data in, text out. Knows nothing of models, files or browsers.
 */
import { expectedCalibrationError } from "../evaluation/calibration.js";
import { reportOfCounts } from "../evaluation/classification.js";
import { classScoreTable } from "./class-scores.js";
import { accuracyOf, confusedPairs, confusionTable } from "./confusion.js";
import { flowSection } from "./flow-section.js";
import { misclassifiedGrid, weightSheet } from "./images.js";
import { escapeHtml, formatCount, formatNumber, formatPercent } from "./markup.js";
import { figure, progressSection } from "./progress.js";
import { reliabilityDiagram } from "./reliability-diagram.js";
import { rocChart, shownExtent } from "./roc-chart.js";
import { searchSection } from "./search-section.js";
import { pageStyle } from "./style.js";
import { checkReport, type TrainingReport } from "./training-report.js";

export type { Misclassified, TrainingReport } from "./training-report.js";

/**
 * One complete HTML document (UTF-8). All text given is escaped. Under 400 kB for 784-50-10.
 * @throws WasmlpError `invalid-option` or `shape-mismatch` when parts of the report contradict each other.
 */
export function renderTrainingReport(report: TrainingReport): string {
  checkReport(report);
  const sections = [
    header(report),
    searchSection(report.search),
    progressSection(report.epochs),
    flowSection(report.epochs),
    confusionSection(report),
    classScoresSection(report),
    probabilitiesSection(report),
    misclassifiedSection(report),
    hiddenUnitsSection(report),
    commandSection(report),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
<title>${escapeHtml(report.title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${sections.filter((section) => section !== "").join("\n")}
<footer>Written by wasmlp. This file stands alone: it runs no scripts and loads nothing.</footer>
</main>
</body>
</html>
`;
}

function header(report: TrainingReport): string {
  const facts = report.facts.map(
    ([label, value]) => `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  return `<header>
<h1>${escapeHtml(report.title)}</h1>
${headline(report)}
${facts.length > 0 ? `<dl class="facts">\n${facts.join("\n")}\n</dl>` : ""}
</header>`;
}

/** The one number to take away: of the test rows if they were counted, else of the last epoch. */
function headline({ confusion, epochs }: TrainingReport): string {
  const big = (value: string, words: string) =>
    `<p class="headline"><strong>${value}</strong> <span>${words}</span></p>`;
  const { total, correct, share } = accuracyOf(confusion ?? []);
  if (total > 0) {
    const wrong = total - correct;
    const rest = wrong === 0 ? "none wrong" : `${formatCount(wrong)} wrong`;
    return big(
      formatPercent(share, 2),
      `of ${formatCount(total)} test ${total === 1 ? "row" : "rows"} classified correctly, ${rest}`,
    );
  }
  const last = epochs.at(-1);
  if (!last) return "";
  const after = `after ${formatCount(last.epoch)} ${last.epoch === 1 ? "epoch" : "epochs"}`;
  const validation = last.validation?.accuracy;
  if (validation !== undefined)
    return big(formatPercent(validation, 2), `of the validation rows classified correctly ${after}`);
  const training = last.training?.accuracy;
  if (training !== undefined)
    return big(formatPercent(training, 2), `of the training rows classified correctly ${after}`);
  return big(
    formatNumber(last.validation?.loss ?? last.loss),
    `${last.validation ? "validation" : "training"} loss ${after}`,
  );
}

function confusionSection({ confusion, classes }: TrainingReport): string {
  if (!confusion || accuracyOf(confusion).total === 0) return "";
  return `<section>
<h2>Which class was taken for which</h2>
<p class="note">Test rows by true and predicted class. ${confusedPairs(confusion, classes)}</p>
<div class="scroll" role="region" aria-label="Confusion matrix" tabindex="0">
${confusionTable(confusion, classes)}
</div>
</section>`;
}

function classScoresSection({ confusion, classes, roc }: TrainingReport): string {
  if (!confusion || accuracyOf(confusion).total === 0) return "";
  const areas = roc?.map((curve) => curve?.auc);
  return `<section>
<h2>How well each class is told apart</h2>
<p class="note">Precision: of the test rows taken for a class, the share that are of it. Recall: of those of the class, the share taken for it. F1 is their harmonic mean.</p>
<div class="scroll" role="region" aria-label="Scores of each class" tabindex="0">
${classScoreTable(reportOfCounts(confusion), classes, areas)}
</div>
</section>`;
}

/** ROC curves and the reliability diagram, side by side. */
function probabilitiesSection({ roc, calibration, classes }: TrainingReport): string {
  const areas = (roc ?? []).flatMap((curve) => (curve ? [curve.auc] : []));
  const figures: string[] = [];
  if (roc && areas.length > 0) {
    const corner = shownExtent(areas) < 1 ? " The axes show only the corner where the curves bend." : "";
    const caption = `Each class against the rest: the share of its test rows that are found, against the share of other rows taken with them, as the threshold on its output falls. AUC is the area under the whole curve.${corner}`;
    figures.push(figure("ROC curves", rocChart({ id: "roc", classes, curves: roc }), caption));
  }
  if (calibration && calibration.length > 0) {
    const points = (100 * expectedCalibrationError(calibration)).toFixed(2);
    const caption = `Above the diagonal, test rows are classified correctly more often than the network's largest output says; below, less often. It is off by ${points} percentage points on average (expected calibration error). Whiskers are 95\u00a0% intervals.`;
    figures.push(figure("Calibration", reliabilityDiagram({ id: "calibration", bins: calibration }), caption));
  }
  return figures.length > 0 ? `<section>\n<div class="charts">\n${figures.join("\n")}\n</div>\n</section>` : "";
}

function misclassifiedSection({ misclassified, confusion, classes, picture }: TrainingReport): string {
  if (!misclassified) return "";
  const heading = "<h2>Misclassified</h2>";
  if (misclassified.length === 0)
    return `<section>\n${heading}\n<p class="note">No test row was misclassified.</p>\n</section>`;
  const { markup, shown } = misclassifiedGrid(misclassified, classes, picture);
  const { total, correct } = accuracyOf(confusion ?? []);
  const all = Math.max(total - correct, misclassified.length);
  const first = shown === 1 ? "One" : `The first ${shown}`;
  const which = shown < all ? `${first} of ${formatCount(all)} misclassified rows` : "All misclassified rows";
  return `<section>
${heading}
<p class="note">${which}: true class → predicted class, and the probability given to the predicted one.</p>
${markup}
</section>`;
}

function hiddenUnitsSection({ hiddenUnits, picture }: TrainingReport): string {
  if (!hiddenUnits?.length || !picture) return "";
  const sheet = weightSheet(hiddenUnits, picture);
  const heading = "<h2>What the hidden units look for</h2>";
  if (!sheet)
    return `<section>\n${heading}\n<p class="note">Not shown: pictures of ${picture.width}×${picture.height} are too large for a report.</p>\n</section>`;
  const { markup, shown, total, limit, clipped } = sheet;
  const which =
    shown < total ? `the first ${shown} of ${formatCount(total)} units` : `${total} ${total === 1 ? "unit" : "units"}`;
  const beyond =
    clipped > 0 ? ` ${formatCount(clipped)} weights lie beyond ±${formatNumber(limit)} and are drawn as that.` : "";
  return `<section>
${heading}
<p class="note">Weights of the first layer, ${which}: blue where ink raises a unit's activation, orange where it lowers it.${beyond}</p>
${markup}
</section>`;
}

function commandSection({ command }: TrainingReport): string {
  if (!command) return "";
  return `<section>\n<h2>The same run again</h2>\n<pre><code>${escapeHtml(command)}</code></pre>\n</section>`;
}
