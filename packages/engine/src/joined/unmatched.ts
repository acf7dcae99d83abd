import type { Join } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { scanFile } from '../features/scan-file.ts';
import { bucketPaths } from '../periods/bucket-paths.ts';
import type { BucketFile, ReadingsFile } from '../periods/readings-file.ts';

/** Entities of a dataset that joins another, and has some that the other lacks. */
export interface Unmatched {
  readonly join: string;
  /** How many have no row there, and the first of them by name. */
  readonly without: number;
  readonly first: readonly string[];
  /** How many the dataset has. */
  readonly all: number;
  /** How many of the other dataset's are none of this one's. Their names are not told: erasing them there would leave them here. */
  readonly unused: number;
}

const NAMED = 5;

const byName = (a: string, b: string): number => (a < b ? -1 : 1);

/** Whether an entity has the rows of the one that is called as it is. */
export const isByName = ({ entity }: Pick<Spec, 'entity'>, join: Pick<Join, 'entity'>): boolean =>
  entity !== undefined && join.entity === undefined;

/** Undefined where each of a dataset's entities has rows in the other. */
export const unmatchedIn = (
  join: string,
  own: readonly string[],
  others: ReadonlySet<string>,
): Unmatched | undefined => {
  const without = own.filter((entity) => !others.has(entity));
  if (without.length === 0) return undefined;
  const names = new Set(own);
  return {
    join,
    without: without.length,
    first: without.toSorted(byName).slice(0, NAMED),
    all: own.length,
    unused: [...others].filter((entity) => !names.has(entity)).length,
  };
};

/** The entities of readings, each once. */
export const entitiesIn = async (
  { readings, whole }: { readonly readings: readonly ReadingsFile[]; readonly whole: readonly BucketFile[] },
  entity: string,
): Promise<string[]> => {
  const found = new Set<string>();
  for (const path of [...bucketPaths(readings, whole).values()].flat()) {
    const names = await scanFile(path).select(pl.col(entity).cast(pl.String).unique()).collect();
    for (const name of names.getColumn(entity).toArray()) if (name !== null) found.add(String(name));
  }
  return [...found];
};
