export { ContractColumn } from './column-contract.ts';
export type { BinCounts } from './drift/bin-counts.ts';
export { binsSince, type ColumnDrift, driftSince } from './drift/drift.ts';
export { DriftFacts, driftFacts } from './drift/drift-facts.ts';
export { checkEntityScalings } from './entity-scaling/check-entities.ts';
export {
  type EntitySeries,
  leastEntity,
  planSeries,
  readEntitySeries,
  type SeriesPlan,
  seriesOf,
  seriesPart,
} from './entity-series.ts';
export { fitScaler } from './fit-scaler.ts';
export { Fitted, fittedTo } from './fitted.ts';
export { type FeatureInformation, featureInformation } from './information/feature-information.ts';
export { Manifest, makeManifest } from './manifest.ts';
export { manifestFile } from './manifest-file.ts';
export { type Outgrown, outgrownBy, SinceFit, sinceFit } from './outgrown.ts';
export { type FeaturePartition, inCanonicalOrder, partitionPath, scanPartition } from './partition.ts';
export { makePreprocessor, Preprocessor } from './preprocessor.ts';
export { type Redundancies, Redundancy } from './redundant/redundancy.ts';
export { redundantColumns, withoutRedundant } from './redundant/redundant-columns.ts';
export { scaleFeatures, scaleTargets, unscaleTargets } from './scale.ts';
export { ColumnScaling, Scaler } from './scaler.ts';
export { ManifestFile } from './sealed-files.ts';
export { sealedJson } from './sealed-json.ts';
export { seriesStepMs } from './series-step.ts';
export type { SetFile } from './set-rows.ts';
export { SplitBounds, splitBounds } from './split-bounds.ts';
export { checkStaticColumns } from './static-columns.ts';
export type { StepSums } from './step-series.ts';
export { trainingMoments } from './training-moments.ts';
export { trainingColumns, trainingRows } from './training-rows.ts';
export {
  type TrainingPartition,
  type TrainingSetName,
  trainingPartitionPath,
  writeTrainingPartitions,
} from './write-training-partitions.ts';
export {
  type TrainingSet,
  type TrainingSets,
  trainingSetNames,
  writeTrainingSets,
} from './write-training-sets.ts';
