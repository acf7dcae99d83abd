// What the code of a stage needs, without the loop that runs it: a process that only computes loads in half the time.
export {
  type KeptReadings,
  type LogEntry,
  type UploadEntry,
  uploadEntries,
} from './dataset/dataset-log.ts';
export { uploadsInForce } from './dataset/uploads-in-force.ts';
export { featureSetPlaces, quarantineKey } from './feature-set.ts';
export type { InputFile } from './input-file.ts';
export type { ObjectRef, StageDone } from './ledger.ts';
export type { Output, Stage, StageLog, StageOutcome, StageWork } from './stage.ts';
