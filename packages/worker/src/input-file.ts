import type { ObjectRef } from './ledger.ts';

/** An object that a stage reads, as a local file with the bytes that were written. */
export interface InputFile {
  readonly path: string;
  readonly ref: ObjectRef;
}
