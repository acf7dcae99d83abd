import pl from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { fourDigits } from '../four-digits.ts';
import { utc } from '../instant.ts';
import type { FeaturePartition } from '../partition.ts';
import { type BinCounts, binCounts, sumOfCounts } from './bin-counts.ts';
import { distances } from './distances.ts';
import type { DriftFacts } from './drift-facts.ts';

/** Fewer values are no distribution. */
const LEAST_VALUES = 100;

export interface DriftThresholds {
  readonly psi: number;
  readonly ks: number;
}

export interface ColumnDrift {
  readonly name: string;
  readonly psi: number;
  readonly ks: number;
  /** Whether one of the two reaches its threshold. */
  readonly isDrifted: boolean;
}

/** Values of a file's rows that are later than the training span, in the bins of that. */
export const binsSince = (
  partition: Pick<FeaturePartition, 'path'>,
  { validationFrom, columns }: DriftFacts,
): Promise<BinCounts> => binCounts(partition, columns, pl.col(EVENT_TIMESTAMP).gtEq(utc(validationFrom)));

/**
 * How far the rows of some files are from those of a training span, the worst first. A column is left out where either has
 * fewer than a hundred values of it.
 */
export const driftSince = (
  parts: readonly BinCounts[],
  { columns }: DriftFacts,
  thresholds: DriftThresholds,
): ColumnDrift[] => {
  const counts = sumOfCounts(parts, columns);
  const isEnough = (some: readonly number[]): boolean =>
    some.reduce((all, one) => all + one, 0) >= LEAST_VALUES;
  return columns
    .flatMap(({ name, counts: expected }, i): ColumnDrift[] => {
      const actual = counts[i] ?? [];
      if (!isEnough(expected) || !isEnough(actual)) return [];
      const found = distances(expected, actual);
      const isDrifted = found.psi >= thresholds.psi || found.ks >= thresholds.ks;
      return [{ name, psi: fourDigits(found.psi), ks: fourDigits(found.ks), isDrifted }];
    })
    .toSorted((a, b) => b.psi - a.psi || b.ks - a.ks || (a.name < b.name ? -1 : 1));
};
