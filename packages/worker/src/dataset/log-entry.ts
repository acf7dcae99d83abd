import { Deletes } from '@wattline/engine/deletion';
import { Fit } from '@wattline/engine/fit';
import { JoinedVersion } from '@wattline/engine/joined-version';
import { z } from 'zod';
import { ObjectRef } from '../ledger.ts';
import { manyOf } from '../many-of.ts';

/** The readings of one upload, as they are kept, and what the stage that reads them knows of them. */
export const KeptReadings = z.object({
  run: z.string(),
  /** The upload as the staging store has it. */
  upload: z.object({
    key: z.string(),
    versionId: z.string().optional(),
    /** Orders the uploads of a dataset: greater is later. */
    order: z.string(),
  }),
  /** Thousands, where its file is of years. */
  readings: manyOf(ObjectRef),
  /** Of which line of the upload each of them is, in their order. */
  lines: ObjectRef.optional(),
  /** Validated by those who read it. */
  facts: z.record(z.string(), z.unknown()),
  /** An erasure left nothing of it. */
  erased: z.literal(true).optional(),
});
export type KeptReadings = z.infer<typeof KeptReadings>;

/** Counted from 1, without a gap. */
const entry = z.int().positive();
const at = z.iso.datetime();

/** An upload joins. */
export const UploadEntry = z.object({
  type: z.literal('upload'),
  entry,
  at,
  replay: z.int().nonnegative(),
  ...KeptReadings.shape,
  /** The version that the dataset has from this entry on. */
  version: z.string(),
  /** What that is scaled by, where versions keep it. */
  fit: Fit.optional(),
  /** Versions of other datasets that it has columns of. */
  joined: z.array(JoinedVersion).optional(),
  /** Other uploads, read again because this one reads differently. */
  again: z.array(KeptReadings).default([]),
});
export type UploadEntry = z.infer<typeof UploadEntry>;

export const Erases = z.object({
  /** Raw files that cannot be written without the entity go as a whole. */
  dropFiles: z.boolean(),
});
export type Erases = z.infer<typeof Erases>;

/** Readings of the uploads that the store dates earlier are no part of the dataset any more. */
export const DeletionEntry = z.object({
  type: z.literal('deletion'),
  entry,
  at,
  replay: z.int().nonnegative(),
  run: z.string(),
  /** The request as the staging store has it. */
  upload: KeptReadings.shape.upload,
  deletes: Deletes,
  /** Readings (of an entity at a time) that it took out. */
  rows: z.int().nonnegative(),
  /** Its raw data goes too. That goes on until `deletes.erased` stands in place of the name. */
  erases: Erases.optional(),
  /** Who asked for it, where that is known. */
  by: z.string().optional(),
  version: z.string(),
  fit: Fit.optional(),
  joined: z.array(JoinedVersion).optional(),
});
export type DeletionEntry = z.infer<typeof DeletionEntry>;

/** An entry that the readings of a dataset follow from. */
export type JoinedEntry = UploadEntry | DeletionEntry;

/** An upload, or a deletion, is no part of the dataset any more: its run was cancelled. */
const Removal = z.object({ type: z.literal('removal'), entry, at, run: z.string() });

/** The dataset begins anew: uploads before are no part of it any more. */
const Reset = z.object({ type: z.literal('reset'), entry, at });

/** The dataset is again what it was after an earlier entry; later uploads join that. */
const Restoration = z.object({
  type: z.literal('restoration'),
  entry,
  at,
  /** The entry after which it is that. */
  to: entry,
  version: z.string(),
  by: z.string().optional(),
});

/** A version stays until it is unpinned, whatever is swept. */
const Pin = z.object({
  type: z.literal('pin'),
  entry,
  at,
  version: z.string(),
  name: z.string().optional(),
  by: z.string().optional(),
});
const Unpin = z.object({
  type: z.literal('unpin'),
  entry,
  at,
  version: z.string(),
  by: z.string().optional(),
});

/** Versions are removed from here on: they cannot be restored or pinned any more. */
const Sweep = z.object({ type: z.literal('sweep'), entry, at, versions: z.array(z.string()) });

/** One step in the life of a dataset. What a dataset is follows from its entries alone. */
export const LogEntry = z.discriminatedUnion('type', [
  UploadEntry,
  DeletionEntry,
  Removal,
  Reset,
  Restoration,
  Pin,
  Unpin,
  Sweep,
]);
export type LogEntry = z.infer<typeof LogEntry>;
