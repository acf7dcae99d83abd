import { SpecEdit } from '@wattline/spec/edit';
import { z } from 'zod';
import { Instant } from './names.ts';
import { Evidence, RunError, RunSummary } from './run.ts';

export const VersionSummary = z
  .object({
    version: z.string(),
    /** The one that readers should take. */
    latest: z.boolean(),
    sealedAt: Instant,
    run: z.string().optional(),
    rows: z.int(),
    columns: z.int(),
    entities: z.int(),
    bytes: z.int(),
    engineVersion: z.string(),
  })
  .meta({ id: 'VersionSummary' });
export type VersionSummary = z.infer<typeof VersionSummary>;

export const DatasetSummary = z
  .object({
    name: z.string(),
    runs: z.int(),
    lastRun: RunSummary.optional(),
    latest: VersionSummary.optional(),
    /** It has a wattline.yaml beside its uploads. */
    hasSpec: z.boolean(),
  })
  .meta({ id: 'DatasetSummary' });
export type DatasetSummary = z.infer<typeof DatasetSummary>;

export const DatasetList = z.object({ datasets: z.array(DatasetSummary) }).meta({ id: 'DatasetList' });
export type DatasetList = z.infer<typeof DatasetList>;

export const DatasetDetail = DatasetSummary.extend({
  /** A page of them, newest first. */
  versions: z.array(VersionSummary),
  /** Of all versions. */
  total: z.int(),
  /** Asks for the next page; absent on the last one. */
  cursor: z.string().optional(),
}).meta({ id: 'Dataset' });
export type DatasetDetail = z.infer<typeof DatasetDetail>;

export const SpecProblem = z
  .object({ line: z.int().optional(), key: z.string().optional(), message: z.string(), remedy: z.string() })
  .meta({ id: 'SpecProblem' });
export type SpecProblem = z.infer<typeof SpecProblem>;

/** A dataset's wattline.yaml. */
export const SpecText = z
  .object({
    text: z.string(),
    /** file: from the staging store; run: what the newest run worked by; preset: nothing ran yet. */
    source: z.enum(['file', 'run', 'preset']),
    /** Changes with the text; what `If-Match` compares. Only of a file. */
    etag: z.string().optional(),
    problems: z.array(SpecProblem),
  })
  .meta({ id: 'SpecText' });
export type SpecText = z.infer<typeof SpecText>;

export const SpecDraft = z.object({ text: z.string().max(1_000_000) }).meta({ id: 'SpecDraft' });
export const SpecVerdict = z
  .object({ valid: z.boolean(), problems: z.array(SpecProblem) })
  .meta({ id: 'SpecVerdict' });
export type SpecVerdict = z.infer<typeof SpecVerdict>;

const CellTable = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});

/** Something that can be chosen. */
const Choice = z.object({
  /** As it is written in the spec, or in words. */
  label: z.string(),
  /** What it changes in the spec. */
  edits: z.array(SpecEdit),
  /** What the file gives when it is read so, in words. */
  gives: z.array(z.string()),
  /** Whether the file can be read so. */
  fits: z.boolean(),
});
export type Choice = z.infer<typeof Choice>;

const PreviewQuestion = z.object({
  about: z.string(),
  question: z.string(),
  key: z.string(),
  choices: z.array(Choice),
});
export type PreviewQuestion = z.infer<typeof PreviewQuestion>;

const PreviewColumn = z.object({
  name: z.string(),
  kind: z.string(),
  role: z.enum(['time', 'entity', 'value', 'category', 'ignored']),
  unit: z.string().optional(),
  examples: z.array(z.string()),
  /** Few enough words to be a category. */
  hasFewWords: z.boolean(),
  known: z.enum(['past', 'static', 'future']).optional(),
  aggregate: z.array(z.string()).optional(),
  /** Of a value: what its numbers are, and which aggregates mean something of them. */
  quantity: z.enum(['gauge', 'register', 'total', 'circular']).optional(),
  aggregates: z.array(z.string()).optional(),
  missing: z.array(z.string()).optional(),
});
export type PreviewColumn = z.infer<typeof PreviewColumn>;

/**
 * By which spec an upload is looked at: the one given, with changes; without one, the dataset's own, else what its other
 * uploads or the file show.
 */
export const PreviewRequest = z
  .object({ spec: z.string().max(524_288).optional(), edits: z.array(SpecEdit).max(500).optional() })
  .meta({ id: 'PreviewRequest' });

/** What a run would make of a file. */
export const Preview = z
  .object({
    /** `csv`, `csv.gz`, … */
    kind: z.string(),
    /** The whole file; all that a run looks at (`sample`); or the first part alone, where a run may decide otherwise. */
    decidedFrom: z.enum(['whole', 'sample', 'part']),
    /** How many uploads its dataset has before it: the columns are read as those show. */
    uploadsBefore: z.int(),
    /** The spec by which the file is read, as YAML. */
    spec: z.string(),
    /** Some keys of it; absent if it is no valid spec yet. */
    settings: z
      .object({
        timeFormat: z.string(),
        zone: z.string(),
        label: z.string(),
        interval: z.string(),
        decimal: z.string().optional(),
        thousands: z.string().optional(),
        delimiter: z.string().optional(),
        maxFraction: z.number(),
        /** The time between two readings, and whether it is that of all series or each has its own. */
        cadence: z.string().optional(),
        cadences: z.enum(['one', 'own']).optional(),
        /** Where rows have zones of their own: by a column, or by the names of series (without `zoneColumn` then). */
        zones: z.enum(['column', 'entities']).optional(),
        zoneColumn: z.string().optional(),
        /** The column of the issue of forecasts, and which of them counts: a duration is how long before. */
        issued: z.string().optional(),
        vintage: z.string().optional(),
        /** The first and the last of columns that are a series each. */
        series: z.tuple([z.string(), z.string()]).optional(),
      })
      .optional(),
    columns: z.array(PreviewColumn),
    /** The first rows as the file has them. */
    file: CellTable,
    /** What the file leaves open: a run without an answer is rejected. */
    questions: z.array(PreviewQuestion),
    evidence: z.array(Evidence),
    warnings: z.array(z.string()),
    /** Why the file cannot be read by the spec; each remedy was tried. */
    error: RunError.omit({ stage: true })
      .extend({ remedies: z.array(Choice) })
      .optional(),
    rowsRead: z.int(),
    rowsRefused: z.int(),
    reasons: z.record(z.string(), z.int()),
    /** The first rows as read. */
    readings: CellTable,
    /** The first feature rows. */
    features: CellTable,
  })
  .meta({ id: 'Preview' });
export type Preview = z.infer<typeof Preview>;

export const VersionDifference = z
  .object({
    from: z.string(),
    to: z.string(),
    rows: z.object({ added: z.int(), removed: z.int(), changed: z.int(), same: z.int() }),
    columns: z.object({
      added: z.array(z.string()),
      removed: z.array(z.string()),
      retyped: z.array(z.object({ name: z.string(), from: z.string(), to: z.string() })),
    }),
    /** Of which versions of other datasets their columns are joined, where that differs; null: of none. */
    joined: z
      .array(
        z.object({
          join: z.string(),
          dataset: z.string(),
          from: z.string().nullable(),
          to: z.string().nullable(),
        }),
      )
      .readonly()
      .optional(),
    /** Cells that differ, by column; without columns that have none. */
    cells: z.array(z.object({ column: z.string(), changed: z.int() })),
    /** Rows that differ, by entity: the 100 with most of them. */
    entities: z.array(z.object({ entity: z.string(), added: z.int(), removed: z.int(), changed: z.int() })),
    /** How many entities have rows that differ. */
    entitiesChanged: z.int(),
    /** Rows that differ, by entity and period (UTC): the 30 entities with most of them, the 31 newest periods. */
    touched: z.object({
      by: z.enum(['day', 'month', 'year']),
      periods: z.array(z.string()).readonly(),
      entities: z.array(z.object({ entity: z.string(), rows: z.array(z.int()).readonly() })).readonly(),
    }),
    /** Some of the changed cells. */
    sample: z.array(
      z.object({
        entity: z.string(),
        eventTimestamp: Instant,
        column: z.string(),
        from: z.union([z.string(), z.number(), z.null()]),
        to: z.union([z.string(), z.number(), z.null()]),
      }),
    ),
  })
  .meta({ id: 'VersionDifference' });
export type VersionDifference = z.infer<typeof VersionDifference>;
