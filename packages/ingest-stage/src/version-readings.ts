import type { ReadingsFile } from '@wattline/engine/ingest';
import type { ObjectRef } from '@wattline/worker/stage';

/** The readings of a version by bucket and period, in their order: files that are stored already, and files that are here. */
export type VersionReadings = readonly (
  | ReadingsFile
  | (Omit<ReadingsFile, 'path'> & { readonly ref: ObjectRef })
)[];

/** How many readings a file of kept ones has. */
export const rowsOf = ({ labels }: Pick<ObjectRef, 'labels'>): number => Number(labels?.rows);

export const pieceName = ({ bucket, period }: { readonly bucket: number; readonly period: string }): string =>
  `${bucket} ${period}`;
