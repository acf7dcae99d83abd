import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import type { FeatureColumn } from '../../features/feature-columns.ts';
import { fourDigits } from '../four-digits.ts';
import { utc } from '../instant.ts';
import { numbersByColumn } from '../numbers-by-column.ts';
import { type FeaturePartition, inCanonicalOrder, scanPartition } from '../partition.ts';
import type { SplitBounds } from '../split-bounds.ts';
import { binned, contingency } from './binned.ts';
import { mutualInformation } from './mutual-information.ts';

/** Rows that are looked at, in so many files at most, each in a stretch of so many; of very many columns, fewer. */
const ROWS = 1_024;
const FILES = 8;
const STRETCH = 16_384;
/** Values held in memory at a time: 64 MB. */
const MOST_VALUES = 8_000_000;

/** In files of more rows, those in the first half count: it is likelier to be in the training span. */
const beginOf = (rows: number, stretch: number): number =>
  Math.max(0, Math.floor(Math.min(rows - stretch, rows / 4)));

/** What features say of targets, each by itself. */
export interface FeatureInformation {
  /** Rows of the training span that it was worked out from. */
  readonly rows: number;
  readonly targets: readonly string[];
  /** Nats with each target; what says most comes first. */
  readonly features: readonly { readonly name: string; readonly nats: readonly number[] }[];
}

/** Some rows before `bounds.validationFrom`, evenly spread over some of the files. */
const someRows = async (
  all: readonly FeaturePartition[],
  names: readonly string[],
  { validationFrom }: SplitBounds,
): Promise<ReadonlyMap<string, readonly (number | null)[]>> => {
  const files = Math.min(FILES, all.length);
  const partitions = Array.from(
    { length: files },
    (_, i) => all[Math.floor((i * all.length) / files)],
  ).filter((one) => one !== undefined);
  const mostRows = Math.ceil(MOST_VALUES / names.length);
  const atMost = Math.ceil(Math.min(ROWS, mostRows) / partitions.length);
  const stretch = Math.min(STRETCH, mostRows);
  const frames: DataFrame[] = [];
  for (const partition of partitions) {
    const frame = await scanPartition(partition)
      .slice(beginOf(partition.rows, stretch), stretch)
      .filter(pl.col(EVENT_TIMESTAMP).lt(utc(validationFrom)))
      .select(pl.col([...names]).cast(pl.Float64))
      .collect();
    frames.push(frame.gatherEvery(Math.max(1, Math.ceil(frame.height / atMost))));
  }
  return numbersByColumn(pl.concat(frames));
};

/**
 * How much each feature says of each target in the training span, in nats; undefined where nothing is predicted. From some
 * thousand rows, the same for the same partitions.
 *
 * @param options.partitions with rows before `bounds.validationFrom`; at least one
 */
export const featureInformation = async (options: {
  readonly columns: readonly FeatureColumn[];
  readonly partitions: readonly FeaturePartition[];
  readonly bounds: SplitBounds;
}): Promise<FeatureInformation | undefined> => {
  const { columns, bounds } = options;
  const namesOf = (role: FeatureColumn['role']): string[] =>
    columns.filter((column) => column.role === role).map(({ name }) => name);
  const [targets, features] = [namesOf('target'), namesOf('feature')];
  if (targets.length === 0 || features.length === 0) return undefined;
  const rows = await someRows(inCanonicalOrder(options.partitions), [...targets, ...features], bounds);
  const binsOf = (name: string) =>
    binned(Float64Array.from(rows.get(name) ?? [], (value) => value ?? Number.NaN));
  const predicted = targets.map(binsOf);
  const found = features.map((name) => {
    const own = binsOf(name);
    return { name, nats: predicted.map((target) => fourDigits(mutualInformation(contingency(own, target)))) };
  });
  const most = ({ nats }: { readonly nats: readonly number[] }): number => Math.max(...nats);
  return {
    rows: rows.get(targets[0] ?? '')?.length ?? 0,
    targets,
    features: found.toSorted((a, b) => most(b) - most(a)),
  };
};
