import { z } from 'zod';

const count = z.int().nonnegative();
const codes = z.array(z.number());

/** A stretch of a text, as another process is told of it. */
export const Cut = z.object({
  from: count,
  to: count,
  begins: count.optional(),
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
});

const First = z.object({
  line: count.optional(),
  column: z.string().optional(),
  value: z.string().optional(),
});

const OtherLines = z.object({
  kind: z.enum(['comment', 'header', 'row of units', 'total', 'note', 'mark of the logger']),
  count,
  line: count,
  word: z.string().optional(),
});

export type Cut = z.infer<typeof Cut>;

/** What reading a cut gave, but for its rows and refusals, which are files. Lines count from the first record on. */
export const CutRead = z.object({
  cut: Cut,
  /** Bytes of the records that begin in it. */
  from: count,
  to: count,
  encoding: Cut.shape.encoding,
  /** It has no result: its reading refuses the file, or asks for it as a whole. */
  isRefused: z.literal(true).optional(),
  rows: z.object({
    read: count,
    kept: count,
    lines: count,
    /** How many of each entity, by its code; they lie in the file of rows as `fileOrder` says. */
    byCode: z.array(count),
  }),
  /** By their codes. */
  entities: z.array(z.string()),
  vocabularies: z.array(z.object({ column: z.string(), words: z.array(z.string()) })),
  refusals: z.object({
    refused: count,
    emptied: z.array(z.object({ column: z.string(), cells: count })),
    noNumbers: z.array(
      z.object({ column: z.string(), count, dressed: count, example: z.string(), line: count }),
    ),
    tallies: z.array(z.object({ code: z.string(), count, first: First })),
    /** Of the file of refusals. */
    waiting: z.object({ count, from: count, to: count }).optional(),
  }),
  times: z.object({
    days: z.array(
      z.object({
        day: z.number(),
        until: z.number(),
        isLettered: z.boolean(),
        room: z.number().optional(),
      }),
    ),
    clock: codes,
    counted: codes,
    owned: codes,
    shifted: codes,
  }),
  others: z.array(OtherLines),
});
export type CutRead = z.infer<typeof CutRead>;

/** Where the rows and refusals of a cut are. */
export interface CutFiles {
  /** Arrow, bucket by bucket, and entity by entity within; without their codes. */
  readonly rows?: string | undefined;
  /** Arrow. */
  readonly refused?: string | undefined;
}
