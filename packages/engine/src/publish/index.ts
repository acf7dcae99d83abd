export { ContractColumn } from './column-contract.ts';
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
export { Manifest, makeManifest } from './manifest.ts';
export { manifestFile } from './manifest-file.ts';
export { type Outgrown, outgrownBy, SinceFit, sinceFit } from './outgrown.ts';
export { type FeaturePartition, inCanonicalOrder, partitionPath, scanPartition } from './partition.ts';
export { makePreprocessor, Preprocessor } from './preprocessor.ts';
export { scaleFeatures, scaleTargets, unscaleTargets } from './scale.ts';
export { ColumnScaling, Scaler } from './scaler.ts';
export { ManifestFile } from './sealed-files.ts';
export { sealedJson } from './sealed-json.ts';
export { seriesStepMs } from './series-step.ts';
export { SplitBounds, splitBounds } from './split-bounds.ts';
export type { StepSums } from './step-series.ts';
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
