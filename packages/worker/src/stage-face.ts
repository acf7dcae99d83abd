// What the code of a stage needs, without the loop that runs it: a process that only computes loads in half the time.
export { featureSetPlaces, quarantineKey } from './feature-set.ts';
export type { ObjectRef, StageDone } from './ledger.ts';
export type { InputFile, Output, Stage, StageLog, StageOutcome, StageWork } from './stage.ts';
