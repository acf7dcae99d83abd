import { z } from 'zod';
import { Instant } from './names.ts';
import { RunSummary } from './run.ts';

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

export const DatasetDetail = DatasetSummary.extend({ versions: z.array(VersionSummary) }).meta({
  id: 'Dataset',
});
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

export const Preview = z
  .object({
    /** The inferred spec, or the given one, as YAML. */
    spec: z.string(),
    warnings: z.array(z.string()),
    columns: z.array(z.object({ name: z.string(), kind: z.string(), role: z.string() })),
    rowsRead: z.int(),
    rowsRefused: z.int(),
    reasons: z.record(z.string(), z.int()),
    /** The first feature rows. */
    features: z.object({
      columns: z.array(z.string()),
      rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
    }),
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
    /** Cells that differ, by column; columns without any are left out. */
    cells: z.array(z.object({ column: z.string(), changed: z.int() })),
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
