/**
 * The public names of `wasmlp/charts`: pictures as static SVG text. An entry of its own, so that a page that only trains
 * does not download what draws.
 */
export { type ChartSeries, type LineChart, lineChart } from "./report/charts.js";
export { type ContourChart, type ContourPath, contourChart } from "./report/contours.js";
export { type DecisionRegionChart, decisionRegionChart } from "./report/decision-regions.js";
export { gradientFlowChart } from "./report/gradient-flow.js";
export { type ImageGrid, imageGrid } from "./report/image-grid.js";
export { type ReliabilityDiagram, reliabilityDiagram } from "./report/reliability-diagram.js";
export { type RocChart, rocChart } from "./report/roc-chart.js";
export { type ScoreCurves, scoreCurves } from "./report/score-curves.js";
