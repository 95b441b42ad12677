/** The public names that are the same on every host. Each host's entry adds what it alone can do. */

export {
  concatenateRows,
  type Dataset,
  type DatasetOptions,
  dataset,
  type FeatureArray,
  takeColumns,
  takeRows,
} from "./data/dataset.js";
export { diabetes, diabetesFeatureNames } from "./data/diabetes.js";
export { digitFromPicture, type Picture } from "./data/digit-picture.js";
export { oneHot, threshold } from "./data/encoding.js";
export { type FoldOptions, kFold, stratifiedKFold } from "./data/folds.js";
export { type IdxArray, parseIdx, serializeIdx } from "./data/idx.js";
export { chapterIris, iris, irisClassNames, irisFeatureNames } from "./data/iris.js";
export { type ImageDatasetOptions, imageDataset } from "./data/mnist.js";
export type { RowWeightOptions } from "./data/row-weights.js";
export { type ShuffleSplitOptions, stratifiedShuffleSplit } from "./data/shuffle-splits.js";
export { chapterSplit, type RowSplit, type SplitOptions, splitDataset, splitRows } from "./data/split.js";
export { measureStandardization, type Standardization, standardize } from "./data/standardize.js";
export { makeBlobs, makeCircles, makeMoons, makeSpirals, makeXor, type SyntheticOptions } from "./data/synthetic.js";
export { DivergenceError, type ErrorCode, WasmlpError } from "./errors.js";
export {
  type CalibrationBin,
  calibrationCurve,
  confidenceCurve,
  expectedCalibrationError,
} from "./evaluation/calibration.js";
export {
  type Average,
  type ClassificationReport,
  type ClassificationScore,
  type ClassScore,
  classificationReport,
  f1Score,
  precision,
  recall,
} from "./evaluation/classification.js";
export {
  type DecisionRegionOptions,
  type DecisionRegions,
  decisionRegions,
  featureRange,
  type PlaneClassifier,
} from "./evaluation/decision-regions.js";
export type { Score } from "./evaluation/evaluate.js";
export { type Interval, wilsonInterval } from "./evaluation/intervals.js";
export { logLoss } from "./evaluation/log-loss.js";
export { type McnemarResult, mcnemarTest } from "./evaluation/mcnemar.js";
export { accuracy, cohenKappa, confusionMatrix, matthewsCorrelation } from "./evaluation/metrics.js";
export { meanAbsoluteError, meanSquaredError, r2Score } from "./evaluation/regression.js";
export { oneVsRestRoc, type RocCurve, rocAuc, rocCurve } from "./evaluation/roc.js";
export { type MeanRoc, macroAverageRoc } from "./evaluation/roc-average.js";
export { topKAccuracy } from "./evaluation/top-k.js";
export { readCheckpoint, writeCheckpoint } from "./formats/checkpoint-file.js";
export type { MathMode } from "./kernels/contract.js";
export { enableReference } from "./memory/reference.js";
export type { Backend } from "./memory/workspace.js";
export { Adaline, AdalineGD, type AdalineOptions, AdalineSGD } from "./models/adaline.js";
export type { Features } from "./models/features.js";
export type { FitOptions, Fitting } from "./models/fitting.js";
export {
  type CheckedDerivative,
  type GradientCheck,
  type GradientCheckOptions,
  gradientCheck,
  type LayerGradientCheck,
} from "./models/gradient-check.js";
export type { InferenceOptions } from "./models/many-rows.js";
export { type LayerOutputs, Mlp, type MlpOptions } from "./models/mlp.js";
export { parseModel, serializeModel } from "./models/model-bytes.js";
export type { OpenModel } from "./models/open-model.js";
export { Perceptron, type PerceptronOptions } from "./models/perceptron.js";
export type { SingleLayer, SingleLayerOptions } from "./models/single-layer.js";
export type { Threads } from "./models/threads.js";
export { type WorkedLayer, type WorkedStep, workedStep } from "./models/worked-step.js";
export type { ActivationName, Architecture, LayerOptions, LossName } from "./network/architecture.js";
export {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  normal,
  uniform,
  zeros,
} from "./network/initializers.js";
export { type Adam, adam, type Optimizer, type Sgd, sgd } from "./network/optimizers.js";
export type { FloatArray, LayerParameters } from "./network/parameters.js";
export { MT19937, type Mt19937State } from "./random/mt19937.js";
export type { Candidate, CandidateFit } from "./selection/candidate.js";
export { type CrossValidation, crossValidate, type FoldFit } from "./selection/cross-validate.js";
export { type HalvingFit, type HalvingOptions, type HalvingResult, halvingSearch } from "./selection/halving-search.js";
export {
  type NestedFit,
  type NestedFold,
  type NestedOptions,
  type NestedResult,
  nestedCrossValidate,
} from "./selection/nested.js";
export type { SelectionOptions, SelectionProgress } from "./selection/options.js";
export {
  type Grid,
  integerBetween,
  logUniformBetween,
  parameterGrid,
  parameterSamples,
  type Range,
  type Ranges,
  type SampleOptions,
  uniformBetween,
} from "./selection/parameters.js";
export { refit } from "./selection/refit.js";
export type { FoldResult, Scoring, Summary, TrialResult } from "./selection/results.js";
export type { Running } from "./selection/running.js";
export {
  type CurveOptions,
  type CurvePoint,
  learningCurve,
  type ScoreCurve,
  validationCurve,
} from "./selection/score-curves.js";
export { gridSearch, randomSearch, type SearchResult } from "./selection/search.js";
export type { MakeCandidate, TrialFit } from "./selection/trials.js";
export type { Checkpoint } from "./training/checkpoint.js";
export type { CheckpointSettings } from "./training/checkpoint-settings.js";
export { type CheckpointOptions, checkpointing } from "./training/checkpointing.js";
export { type LayerFlow, STALLED_RATIO } from "./training/flow.js";
export type { EpochResult, History } from "./training/history.js";
export { type MinibatchOptions, minibatches } from "./training/minibatches.js";
export { chapterOrder, type RowOrder, reshuffledOrder, shuffledOrder, storedOrder } from "./training/order.js";
export type { Checkpoints, Position, Progress } from "./training/run.js";
