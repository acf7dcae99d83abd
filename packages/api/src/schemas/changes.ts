import { z } from 'zod';
import { Instant } from './names.ts';

const Cell = z.union([z.string(), z.number(), z.null()]);

/** An upload, or a deletion, that distinguishes two versions. */
export const UploadBetween = z.object({
  run: z.string(),
  type: z.enum(['upload', 'deletion']),
  /** The upload's key in the staging store, or that of the deletion's request. */
  key: z.string(),
  at: Instant,
  /** `left`: the first version has it; `joined`: the second; `read-again`: both, read by different specs. */
  change: z.enum(['joined', 'left', 'read-again']),
});
export type UploadBetween = z.infer<typeof UploadBetween>;

/** How a row came to change through an upload. */
const RowCause = z.object({
  /** Its place in `uploads`. */
  upload: z.int(),
  /**
   * `interval`: it has readings in the row's interval. `lookback`: before it, as far as a column looks back. `series`:
   * elsewhere in the series. `dataset`: of other series alone.
   */
  through: z.enum(['interval', 'lookback', 'series', 'dataset']),
  /** The last of its readings that the row depends on. */
  reading: Instant.optional(),
  /** The line of the upload that has it; absent of uploads whose lines were not kept. */
  line: z.int().optional(),
});

/** A row that is not what it was: all cells of one that is new or gone, else those that changed. */
export const RowChange = z
  .object({
    change: z.enum(['added', 'removed', 'changed']),
    entity: z.string(),
    eventTimestamp: Instant,
    cells: z.array(
      z.object({
        column: z.string(),
        /** Absent of a row that is new. What is no number, and -0, is text. */
        from: Cell.optional(),
        /** Absent of a row that is gone. */
        to: Cell.optional(),
        /** Places in `uploads`, where not all of the row's changed the cell; none where another dataset did. */
        by: z.array(z.int()).optional(),
      }),
    ),
    /** None where other datasets changed it alone. Absent where it is not known, and where the versions are more than 200 uploads apart. */
    by: z.array(RowCause).optional(),
  })
  .meta({ id: 'RowChange' });
export type RowChange = z.infer<typeof RowChange>;

export const ChangePage = z
  .object({
    from: z.string(),
    to: z.string(),
    /** What distinguishes the versions, in the order in which it counts; absent where the dataset's log does not know one of them. */
    uploads: z.array(UploadBetween).optional(),
    /** By files of the feature set, in them by entity and time. */
    changes: z.array(RowChange),
    /** Asks for the next page; absent on the last one. */
    cursor: z.string().optional(),
  })
  .meta({ id: 'ChangePage' });
export type ChangePage = z.infer<typeof ChangePage>;
