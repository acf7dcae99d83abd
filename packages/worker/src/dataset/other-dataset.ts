import type { ObjectStore } from '@wattline/backend-contract';
import { ManifestFile } from '@wattline/engine/sealed-files';
import { isTimeless } from '@wattline/spec/is-timeless';
import { z } from 'zod';
import { featureSetPlaces } from '../feature-set.ts';
import { type ObjectRef, readDocument } from '../ledger.ts';
import { manyOf } from '../many-of.ts';
import { latestVersion } from './latest.ts';

/** Of forecasts: readings that were issued last may have been issued after their time. */
const leadOf = ({
  issued,
  vintage,
}: {
  issued?: string | undefined;
  vintage?: string | { lead: string } | undefined;
}) => {
  if (issued === undefined) return undefined;
  return typeof vintage === 'object' ? vintage.lead : 'unknown';
};

const Sealed = z.object({
  spec: z.object({
    entity: z.string().optional(),
    time: z.object({
      column: z.union([z.string(), z.array(z.string())]).optional(),
      cadence: z.string().optional(),
      issued: z.string().optional(),
      vintage: z.union([z.string(), z.object({ lead: z.string() })]).optional(),
    }),
    interval: z.string(),
    joins: z
      .record(z.string(), z.object({ dataset: z.string().optional(), known: z.string().optional() }))
      .optional(),
  }),
  joined: z.array(z.object({ join: z.string(), dataset: z.string(), version: z.string() })).default([]),
  columns: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      dtype: z.string(),
      kind: z.string().optional(),
      source: z.string().optional(),
    }),
  ),
  availability: z.object({ column: z.string().optional() }),
  files: manyOf(ManifestFile),
});

const ofWords: readonly string[] = ['one-hot', 'ordinal'];

const wordsOf = (columns: z.infer<typeof Sealed>['columns']): OtherDataset['words'] => {
  const words = new Map<string, string[]>();
  for (const { name, kind = '', source } of columns)
    if (source !== undefined && ofWords.includes(kind))
      words.set(source, [...(words.get(source) ?? []), name]);
  return words;
};

/** A sealed version of a dataset, as another takes columns of it. */
export interface OtherDataset {
  readonly dataset: string;
  readonly version: string;
  /** Whether it has one series, which has no name. */
  readonly isOne: boolean;
  /** Its column of entities; undefined where it does not name them. */
  readonly entity: string | undefined;
  readonly hasAvailableAt: boolean;
  /** Whether its rows are of no time: one for each entity. */
  readonly isTimeless: boolean;
  /** How long before its time each reading was issued, where that is told; `unknown` where it may be after it. */
  readonly lead?: string;
  /** How long the time is that a row has readings of, and how often these come, where that is known. */
  readonly interval: string;
  readonly cadence?: string;
  /** The versions of others of which it has columns that are known before their time. */
  readonly future: readonly { readonly dataset: string; readonly version: string }[];
  /** Of numbers. */
  readonly columns: readonly string[];
  /** Those that each category has, by its name in the file. */
  readonly words: ReadonlyMap<string, readonly string[]>;
  /** Its files of rows, in the order of its manifest. */
  readonly files: readonly ObjectRef[];
  /** The datasets that it has columns of itself. */
  readonly joins: readonly string[];
}

/**
 * The newest sealed version of a dataset, or a given one; undefined where there is none.
 */
export const readOther = async (
  features: ObjectStore,
  dataset: string,
  version?: string,
): Promise<OtherDataset | undefined> => {
  const wanted = version ?? (await latestVersion(features, dataset));
  if (wanted === undefined) return undefined;
  const places = featureSetPlaces(dataset, wanted);
  const sealed = await readDocument(features, places.manifest.key, Sealed);
  if (sealed === undefined) return undefined;
  const { spec, joined, columns, availability, files } = sealed;
  const lead = leadOf(spec.time);
  const { cadence } = spec.time;
  return {
    dataset,
    version: wanted,
    isOne: spec.entity === undefined,
    entity: columns.find(({ role }) => role === 'entity')?.name,
    hasAvailableAt: availability.column !== undefined,
    isTimeless: isTimeless(spec),
    ...(lead !== undefined && { lead }),
    interval: spec.interval,
    ...(cadence !== undefined && { cadence }),
    future: joined.filter(({ join }) => spec.joins?.[join]?.known === 'future'),
    columns: columns.filter(({ dtype }) => dtype === 'Float64' || dtype === 'Int64').map(({ name }) => name),
    words: wordsOf(columns),
    files: files
      .filter(({ path }) => path.startsWith('features/'))
      .map((line): ObjectRef => {
        const { bytes, sha256 } = line;
        return { ...places.sealed(line), bytes, sha256 };
      }),
    joins: Object.entries(spec.joins ?? {}).map(([name, { dataset: other }]) => other ?? name),
  };
};
