import type { Drift, KeptFit, RedundantColumns } from '@wattline/api';
import type { ReadingFacts } from '@wattline/errors';
import { Evidence, Question } from '@wattline/errors/schema';
import { featureSetPlaces, type Receipt, specKey } from '@wattline/worker';
import { z } from 'zod';

/** As the ledger has it, or the API. */
const SpecSource = z.enum(['preset', 'file', 'inferred']);

const Joined = z.object({ join: z.string(), dataset: z.string(), version: z.string() }).array();

const Ingested = z.object({
  plan: z.object({ specSource: SpecSource, joined: Joined.optional() }).optional(),
  joined: Joined.optional(),
  specSource: SpecSource.optional(),
  rows: z.object({
    read: z.number(),
    accepted: z.number(),
    refused: z.number(),
    exactDuplicates: z.number(),
    conflicts: z.number(),
  }),
  reasons: z.record(z.string(), z.number()),
  warnings: z.array(z.string()),
  dataset: z.object({ uploads: z.number(), changed: z.boolean() }).optional(),
  deletion: z
    .object({
      entity: z.string().optional(),
      from: z.string().optional(),
      to: z.string().optional(),
      upload: z.string().optional(),
      rows: z.number(),
    })
    .optional(),
  quarantine: z.string().optional(),
});

const Facts = z.object({
  evidence: z.array(Evidence).readonly().default([]),
  questions: z.array(Question).readonly().default([]),
});

/** How a run's file was read, and what it leaves open: recorded by ingest, or with why it was refused. */
export const readingFacts = (receipt: {
  readonly ingested?: unknown;
  readonly error?: unknown;
}): ReadingFacts => Facts.parse(receipt.ingested ?? receipt.error ?? {});

/** As publish recorded it: the API's schemas take long to load. */
const Fit = z.custom<KeptFit>((value) => typeof value === 'object' && value !== null);

const Drifted = z.custom<Drift>((value) => typeof value === 'object' && value !== null);
const Redundant = z.custom<RedundantColumns>((value) => typeof value === 'object' && value !== null);

const Published = z.object({
  rows: z.number(),
  columns: z.number(),
  warmup: z.number().optional(),
  horizons: z
    .object({ horizon: z.string(), train: z.number(), validation: z.number(), test: z.number() })
    .array()
    .optional(),
  folds: z
    .object({
      horizon: z.string().optional(),
      fold: z.number(),
      trainUntil: z.string(),
      testFrom: z.string(),
      testUntil: z.string(),
      train: z.number(),
      test: z.number(),
    })
    .array()
    .optional(),
  encodings: z.object({ name: z.string(), words: z.number() }).array().optional(),
  fit: Fit.optional(),
  redundant: Redundant.optional(),
  drift: Drifted.optional(),
});

const specPlace = (dataset: string, source: z.infer<typeof SpecSource> | undefined): string | undefined =>
  source === 'inferred' ? 'inferred from the file' : source && specKey(dataset);

/** What the stages of a run reported, as far as the run has come. */
export const readFindings = (receipt: Pick<Receipt, 'dataset' | 'version' | 'ingested' | 'published'>) => {
  const ingested = receipt.ingested === undefined ? undefined : Ingested.parse(receipt.ingested);
  const features = receipt.published === undefined ? undefined : Published.parse(receipt.published);
  const places =
    receipt.version === undefined ? undefined : featureSetPlaces(receipt.dataset, receipt.version);
  return {
    rows: ingested?.rows,
    reasons: ingested?.reasons ?? {},
    warnings: ingested?.warnings ?? [],
    quarantine: ingested?.quarantine,
    grown: ingested?.dataset,
    deletion: ingested?.deletion,
    joined: ingested?.plan?.joined ?? ingested?.joined ?? [],
    spec: specPlace(receipt.dataset, ingested?.plan?.specSource ?? ingested?.specSource),
    features,
    files:
      places === undefined
        ? undefined
        : {
            features: places.manifest.key,
            training: places.file('training/').key,
            preprocessor: places.file('preprocessor.json').key,
            profile: places.file('profile.json').key,
            report: places.file('report.html').key,
          },
  };
};
