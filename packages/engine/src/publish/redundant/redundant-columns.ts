import pl from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import type { FeatureColumn } from '../../features/feature-columns.ts';
import type { Moments } from '../../moments.ts';
import { utc } from '../instant.ts';
import { type FeaturePartition, inCanonicalOrder } from '../partition.ts';
import type { SplitBounds } from '../split-bounds.ts';
import { candidateClaims } from './candidates.ts';
import { type Claim, claimsThatHold } from './claims.ts';
import { probeRows } from './probe.ts';
import type { Redundancies, Redundancy } from './redundancy.ts';

/** Of fewer rows nothing is said: few numbers are on a line by chance. */
const LEAST_ROWS = 100;

const redundancyOf = (claim: Claim): Redundancy => {
  switch (claim.is) {
    case 'constant':
      return { is: 'constant' };
    case 'same as':
      return { is: 'same as', column: claim.column };
    case 'determined by':
      return { is: 'determined by', column: claim.column, times: claim.times, plus: claim.plus };
  }
};

const order: readonly Claim['is'][] = ['constant', 'same as', 'determined by'];

/** Of each column the strongest claim that leads to a column which is none itself. */
const settled = (names: readonly string[], held: readonly Claim[], empty: ReadonlySet<string>) => {
  const byName = Map.groupBy(held, ({ name }) => name);
  const found = new Map<string, Redundancy>();
  for (const name of names) {
    const claims = (byName.get(name) ?? [])
      .filter((claim) => claim.is === 'constant' || !found.has(claim.column))
      .toSorted((a, b) => order.indexOf(a.is) - order.indexOf(b.is));
    const [first] = claims;
    if (empty.has(name)) found.set(name, { is: 'constant' });
    else if (first !== undefined) found.set(name, redundancyOf(first));
  }
  return found;
};

/**
 * Feature columns that tell a model nothing in the rows before `bounds.validationFrom`: with one value, or none, in all
 * of them (`constant`); equal to an earlier feature in all (`same as`); or `plus + times · ` an earlier feature, to
 * within 1e-9 of the column's range, in all (`determined by`). A value that is not there equals another that is not.
 *
 * What may be so shows in the moments and in a few rows; all rows of these columns alone are read to see that it is.
 *
 * @param options.moments of the numeric features in these rows, by name
 */
export const redundantColumns = async (options: {
  readonly columns: readonly FeatureColumn[];
  readonly moments: ReadonlyMap<string, Moments>;
  readonly partitions: readonly FeaturePartition[];
  readonly bounds: SplitBounds;
}): Promise<Redundancies> => {
  const { moments } = options;
  const partitions = inCanonicalOrder(options.partitions);
  const where = pl.col(EVENT_TIMESTAMP).lt(utc(options.bounds.validationFrom));
  const features = options.columns.flatMap(({ name, role }) => {
    const own = moments.get(name);
    return role === 'feature' && own !== undefined ? [{ name, moments: own }] : [];
  });
  const empty = new Set(features.flatMap(({ name, moments: { count } }) => (count === 0 ? [name] : [])));
  const constants = features.flatMap(({ name, moments: { count, min, max } }): Claim[] =>
    count > 0 && min === max ? [{ name, is: 'constant', value: min }] : [],
  );
  const most = features.reduce((count, one) => Math.max(count, one.moments.count), 0);
  const varied = features.filter(
    ({ moments: { count, min, max } }) => Number.isFinite(max - min) && (min < max || count < most),
  );
  const probe =
    varied.length === 0
      ? new Map<string, readonly (number | null)[]>()
      : await probeRows({ partitions, names: varied.map(({ name }) => name), where });
  const lines = candidateClaims(varied.map((one) => ({ ...one, probe: probe.get(one.name) ?? [] })));
  const { rows, claims } = await claimsThatHold(partitions, where, [...constants, ...lines]);
  if (rows < LEAST_ROWS) return new Map();
  return settled(
    features.map(({ name }) => name),
    claims,
    empty,
  );
};

/** Columns of which the redundant ones are in no training set. */
export const withoutRedundant = (
  columns: readonly FeatureColumn[],
  redundant: Redundancies,
): FeatureColumn[] =>
  columns.map((column) => {
    const why = redundant.get(column.name);
    return why === undefined ? column : { ...column, role: 'withheld', redundant: why };
  });
