import { z } from 'zod';
import { Instant } from './names.ts';

/** With an offset, or in UTC. */
const GivenInstant = z.iso.datetime({ offset: true });

/** Of one request. */
export const MOST_READINGS = 100_000;

/** Cells by the names of their columns, as in a file, the time column included; or with `event_timestamp`. */
const Readings = z.array(z.looseObject({})).max(MOST_READINGS);

/** Of a dataset that is joined. */
const JoinedReadings = z.union([
  Readings,
  z.strictObject({
    readings: Readings.default([]),
    /** Readings until then are there, of the entities that belong to those of the rows. */
    knownUntil: GivenInstant.optional(),
  }),
]);

/** Which rows are wanted, and of what. */
export const RowsRequest = z
  .strictObject({
    /** Whose; where readings have no column that says it. */
    entity: z.string().min(1).optional(),
    entities: z.array(z.string().min(1)).min(1).max(10_000).optional(),
    readings: Readings.default([]),
    /** By the joins of the spec, readings of the datasets that it joins, as in files of theirs. */
    joined: z.record(z.string(), JoinedReadings).optional(),
    /** The start of an interval, or an instant in it. */
    at: GivenInstant.optional(),
    horizon: z.int().min(1).max(1_000).optional(),
    /** Rows of a horizon of the spec, such as `24h`: `at` is then in the interval that is forecast. */
    ahead: z.string().min(1).max(20).optional(),
    /** Readings until then are there: of intervals that ended by then, no more will come. */
    knownUntil: GivenInstant.optional(),
    scaled: z.boolean().default(true),
    /** Whether the readings stay for later requests; else they alone are looked at. */
    hold: z.boolean().default(true),
    /** Whether the readings become an upload of the dataset; the answer comes once they are. */
    store: z.boolean().default(false),
  })
  .meta({ id: 'RowsRequest' });
export type RowsRequest = z.infer<typeof RowsRequest>;

/** A row as training would have it. */
const ServedRow = z
  .object({
    entity: z.string(),
    /** The start of its interval. */
    event_timestamp: Instant,
    /** Of a row of a horizon: the start of the last interval that is over when the forecast is made. */
    origin_timestamp: Instant.optional(),
    /** Of a row of a horizon whose labels are differences: by label, the value that it is less, unscaled. */
    references: z.record(z.string(), z.number().nullable()).optional(),
    /** When its readings are all there: the end of its interval, and the spec's `time.delay`. */
    available_at: Instant,
    version: z.string(),
    scaler: z.string(),
    newestReading: Instant.nullable(),
    /** By column; null where nothing is known. */
    values: z.record(z.string(), z.number().nullable()),
    /** By column: how much of what it is made of is there. */
    history: z.record(z.string(), z.enum(['complete', 'partial', 'missing'])),
    /** Encoded columns of which the training span does not have the row's word. */
    unseen: z.array(z.string()).optional(),
  })
  .meta({ id: 'ServedRow' });

/** A reading that does not count, or a cell of one. */
const RefusedReading = z
  .object({
    /** From 1. */
    line: z.int(),
    column: z.string(),
    value: z.string().nullable(),
    code: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'RefusedReading' });

/** Readings of other vintages than the one that counts (`time.vintage`); absent if there are none. */
const OtherVintages = z.int().optional();

/** What became of readings of a dataset that is joined. */
const JoinedAnswer = z
  .object({
    refused: z.array(RefusedReading),
    exactDuplicates: z.int(),
    tooLate: z.int(),
    otherVintages: OtherVintages,
  })
  .meta({ id: 'JoinedAnswer' });

/** Readings that are in files of the dataset. */
const StoredReadings = z
  .object({
    /** Those that count. */
    rows: z.int(),
    /** With the run that takes each. */
    files: z.array(z.object({ key: z.string(), run: z.string() })),
    /** Columns that the dataset does not read: they are in no file. */
    leftOut: z.array(z.string()),
  })
  .meta({ id: 'StoredReadings' });

export const RowsAnswer = z
  .object({
    version: z.string(),
    scaler: z.string(),
    rows: z.array(ServedRow),
    refused: z.array(RefusedReading),
    /** Readings that were given twice. */
    exactDuplicates: z.int(),
    /** Readings that lie before what is held. */
    tooLate: z.int(),
    otherVintages: OtherVintages,
    /** By join, where the request has readings of it. */
    joined: z.record(z.string(), JoinedAnswer).optional(),
    stored: StoredReadings.optional(),
  })
  .meta({ id: 'RowsAnswer' });
export type RowsAnswer = z.infer<typeof RowsAnswer>;
