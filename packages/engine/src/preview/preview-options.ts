import type { SpecEdit } from '@wattline/spec';
import type { DatasetSoFar } from '../ingest/inspect/further/dataset-so-far.ts';
import type { DecidedFrom } from './preview.ts';

export interface PreviewOptions {
  /** The whole file, or its first part. */
  readonly path: string;
  /** What messages call the file. */
  readonly name: string;
  /** Room for what is made of it. */
  readonly folder: string;
  /** A file that shows what the whole one does to those who look for how it is read; default: `path`. */
  readonly looksLike?: string | undefined;
  /** A smaller part, for trying things out; default: `path`. */
  readonly trialPath?: string | undefined;
  readonly decidedFrom: DecidedFrom;
  /** The dataset's spec; found out where it is absent. */
  readonly specText?: string | undefined;
  /** What the dataset's uploads before the file say of how it is read. */
  readonly soFar?: DatasetSoFar | undefined;
  /** Changes of the spec, in order. */
  readonly edits?: readonly SpecEdit[] | undefined;
  readonly signal?: AbortSignal | undefined;
}
