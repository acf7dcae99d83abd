import { z } from 'zod';
import { Deletion } from './deletion.ts';
import { Instant } from './names.ts';
import { OtherVersion } from './other-version.ts';

/** One entry of a dataset's log: what happened to it, and what it led to. */
export const HistoryEntry = z
  .object({
    /** Its number in the log, from 1. */
    entry: z.int(),
    at: Instant,
    /** `removal`: the run was cancelled. `reset`: the dataset began anew. `restoration`: an older version is the latest again. `sweep`: versions were removed that nothing keeps. */
    type: z.enum(['upload', 'deletion', 'removal', 'reset', 'restoration', 'pin', 'unpin', 'sweep']),
    run: z.string().optional(),
    replay: z.int().optional(),
    /** The upload's key in the staging store. */
    key: z.string().optional(),
    /** Readings (of an entity at a time): those of the upload, or those that were deleted. */
    rows: z.int().optional(),
    deletes: Deletion.omit({ rows: true }).optional(),
    /** The entry after which the dataset was what it is again. */
    to: z.int().optional(),
    /** Versions that are pinned, unpinned or removed. */
    of: z.array(z.string()).optional(),
    /** The name that it is pinned under. */
    name: z.string().optional(),
    /** The token that it was asked for with, where that is known. */
    by: z.string().optional(),
    /** The version that the dataset has from then on. */
    version: z.string().optional(),
    /** Of an entry that changed it: the last one before that is there to be read. */
    before: z.string().optional(),
    /** Whether that is another than before; absent where that is not known. */
    changed: z.boolean().optional(),
    /** Whether the version is there to be read. */
    sealed: z.boolean().optional(),
    /** The run that has what this one brought, and its version once that is sealed: this entry's own was not made. */
    supersededBy: z.object({ run: z.string(), version: z.string().optional() }).optional(),
    /** Of a replay that nobody asked for: these versions of datasets that it joins are new. */
    renews: z.array(OtherVersion).readonly().optional(),
    /** It is the version that readers should take. */
    latest: z.boolean().optional(),
  })
  .meta({ id: 'HistoryEntry' });
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const HistoryPage = z
  .object({
    /** Newest first. */
    entries: z.array(HistoryEntry),
    /** Of all entries. */
    total: z.int(),
    /** Asks for the next page; absent on the last one. */
    cursor: z.string().optional(),
  })
  .meta({ id: 'HistoryPage' });
export type HistoryPage = z.infer<typeof HistoryPage>;

export const Restored = z
  .object({
    dataset: z.string(),
    version: z.string(),
    /** Of the dataset's log. */
    entry: z.int(),
    /** Whether the dataset was another version before. */
    changed: z.boolean(),
  })
  .meta({ id: 'Restored' });
export type Restored = z.infer<typeof Restored>;
