// What the code of a stage needs, without the loop that runs it: a process that only computes loads in half the time.
export {
  Erases,
  type JoinedEntry,
  joinedEntries,
  type KeptReadings,
  type LogEntry,
  type UploadEntry,
  uploadEntries,
} from './dataset/dataset-log.ts';
export { datasetSoFar } from './dataset/dataset-so-far.ts';
export { factsOf } from './dataset/kept-facts.ts';
export { latestOrder } from './dataset/latest.ts';
export { deletedSpan, type LayerFiles, layerFiles } from './dataset/layer-files.ts';
export type { OtherDataset } from './dataset/other-dataset.ts';
export { CarriedPartitions, PartitionList } from './dataset/partition-list.ts';
export type { PieceList } from './dataset/piece-list.ts';
export {
  type DeletionPlan,
  nothingDeleted,
  noUploads,
  planDeletion,
} from './dataset/plan-deletion.ts';
export { type DatasetLayer, layersInForce, uploadsInForce } from './dataset/uploads-in-force.ts';
export { writtenBy } from './dataset/written-by.ts';
export { featureSetPlaces, quarantineKey } from './feature-set.ts';
export type { InputFile } from './input-file.ts';
export { circularPath } from './joins/circular-path.ts';
export { JOIN_NOT_SEALED } from './joins/join-not-sealed.ts';
export type { ObjectRef, StageDone } from './ledger.ts';
export { manyByName, manyOf } from './many-of.ts';
export { lastPinned, sweptVersions } from './retention/kept-versions.ts';
export type { DivideTask, DoneShare } from './shares/divide-task.ts';
export type { LendFile } from './shares/lend-file.ts';
export type { ShareOutcome, ShareWork } from './shares/share.ts';
export type { Output, Stage, StageOutcome, StageWork } from './stage.ts';
export type { StageLog } from './stage-log.ts';
export { isDeletion } from './upload.ts';
