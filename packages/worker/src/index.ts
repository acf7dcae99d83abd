export { type StageName, stageNames } from '@wattline/topology';
export { announceObject } from './announce-object.ts';
export type { Backend, Queues, Stores } from './backend.ts';
export { cancelRun } from './cancel.ts';
export { consume } from './consume.ts';
export { appendEntry, type Erases, openLog, readLog, resetDataset } from './dataset/dataset-log.ts';
export { type History, type HistoryEntry, readHistory } from './dataset/history.ts';
export { factsOf } from './dataset/kept-facts.ts';
export { latestPointer, latestVersion } from './dataset/latest.ts';
export { layersOfVersion } from './dataset/layers-of-version.ts';
export { type KnownSetsDocument, makeKnownSets } from './dataset/make-known-sets.ts';
export { planVersion, type VersionPlan } from './dataset/plan-version.ts';
export { planRequest, previewDeletion, readDeletionRequest } from './dataset/preview-deletion.ts';
export { type ReadBefore, readBefore } from './dataset/read-before.ts';
export { type RequestedDeletion, requestDeletion } from './dataset/request-deletion.ts';
export { type Restored, restoreVersion } from './dataset/restore.ts';
export {
  readUploadsBetween,
  type UploadBetween,
  type UploadsBetween,
} from './dataset/uploads-between.ts';
export type { DatasetLayer } from './dataset/uploads-in-force.ts';
export { versionNamed } from './dataset/version-named.ts';
export { postedFolder, writtenBy } from './dataset/written-by.ts';
export { type AnnounceEntry, announceEntries, DatasetEvent, datasetEvent } from './dataset-events.ts';
export { explainDeadTask, recordDeadLetter, WORKER_DIED } from './dead-letter.ts';
export { type InterruptedTask, recordDeath } from './deaths.ts';
export { commitVersion } from './delta/commit-version.ts';
export type { DeltaVersion } from './delta/delta-actions.ts';
export type { DriftSummary } from './drift.ts';
export { doneEvent, EventType, isEnd, isFinished, stageEvent, Task, WattlineEvent } from './events.ts';
export { expectRun, readExpectedRun } from './expected-run.ts';
export {
  type Failpoint,
  failpoints,
  type HitFailpoint,
  killAtFailpoint,
  passFailpoints,
  shareFailpoints,
} from './failpoint.ts';
export { featureSetPlaces, type ObjectPlace, quarantineKey, quarantineOf, WRITTEN } from './feature-set.ts';
export type { InputFile } from './input-file.ts';
export { findUpload } from './inputs.ts';
export { datasetsBehind } from './joins/datasets-behind.ts';
export type { OtherVersion } from './joins/decide-renewal.ts';
export { JOIN_NOT_SEALED } from './joins/join-not-sealed.ts';
export { mayJoin } from './joins/joined-by.ts';
export { readJoined } from './joins/read-joined.ts';
export { renewDataset } from './joins/renew-dataset.ts';
export { renewRefused } from './joins/renew-refused.ts';
export { lazyStage } from './lazy-stage.ts';
export { holdMessage } from './lease/lease.ts';
export { endRenewalThreads } from './lease/renew-in-thread.ts';
export {
  AttemptDocument,
  type DeathDocument,
  ledgerKeys,
  ObjectRef,
  RUN_CANCELLED,
  RunDocument,
  readDocument,
  type SpecRef,
  StageDone,
  StageFailure,
} from './ledger.ts';
export { createLog, type Logger } from './log.ts';
export { shareOfMessage, tasksOfMessage, UnreadableMessage } from './message-tasks.ts';
export { type ObjectCreated, readObjectCreated, writeObjectCreated } from './object-created.ts';
export type { Observe, WorkerEvent } from './observer.ts';
export { movePointer } from './outputs.ts';
export {
  hasOutcome,
  isInVersion,
  isSettled,
  type PartReceipt,
  type Receipt,
  type RunStatus,
  readReceipt,
  type StageReceipt,
} from './receipt.ts';
export { type ReplaySpec, replayRun } from './replay.ts';
export { mentionsAsJson } from './retention/erase/clean-document.ts';
export { type Erased, eraseDataset } from './retention/erase/erase-dataset.ts';
export { pendingErasures } from './retention/erase/pending-erasures.ts';
export { type ErasurePreview, previewErasure } from './retention/erase/preview-erasure.ts';
export type { Keep } from './retention/keep.ts';
export { pinVersion, unpinVersion } from './retention/pins.ts';
export { readKeep } from './retention/read-keep.ts';
export { serviceKinds } from './retention/sweep-aged.ts';
export { type Swept, sweepDataset } from './retention/sweep-dataset.ts';
export { datasetSpec, ledgerRuns, listRuns, readRun } from './runs.ts';
export { openFeatureSet } from './sealed/open-feature-set.ts';
export { openVersion } from './sealed/open-version.ts';
export { hasReport, readReport } from './sealed/read-report.ts';
export { createSealedFiles, type SealedFiles } from './sealed/sealed-files.ts';
export { readSealedReceipt } from './sealed-receipt.ts';
export type { Output, Stage, StageOutcome, StageWork } from './stage.ts';
export type { StageLog } from './stage-log.ts';
export { readTaskHistory } from './task-history.ts';
export { takeTasks } from './tasks.ts';
export { datasetOf, runId, SPEC_FILE, STAGING_PREFIX, specKey } from './upload.ts';
export { runWorker, type WorkerOptions } from './worker.ts';
