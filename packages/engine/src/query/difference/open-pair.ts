import type { LazyDataFrame } from 'nodejs-polars';
import type { Manifest } from '../../publish/manifest.ts';
import type { Column } from '../column.ts';
import type { OpenFeatureSet } from '../open-feature-set.ts';
import { entityColumnOf } from '../row-files.ts';
import { changedRows, type Side } from './changed-rows.ts';
import type { FilePair } from './difference-pairs.ts';

/** Two versions of a dataset, of which one became the other. */
export interface Versions {
  readonly from: OpenFeatureSet;
  readonly to: OpenFeatureSet;
}

/** The columns of a version that are neither entity nor time. */
export const cellColumns = ({ columns }: Pick<Manifest, 'columns'>): Column[] =>
  columns.filter(({ kind }) => kind !== 'time' && kind !== 'entity');

/** Lends the changed rows of a pair of files while `work` runs. */
export const withChangedRows = <Result>(
  { from, to }: Versions,
  pair: FilePair,
  columns: { readonly from: readonly Column[]; readonly to: readonly Column[] },
  work: (rows: LazyDataFrame, sides: { readonly from: Side; readonly to: Side }) => Promise<Result>,
): Promise<Result> => {
  const sideOf = (set: OpenFeatureSet, paths: readonly string[], named: readonly Column[]): Side => ({
    paths,
    entityColumn: entityColumnOf(set.manifest),
    columns: named,
  });
  return from.useFiles(pair.from, (fromPaths) =>
    to.useFiles(pair.to, (toPaths) => {
      const sides = { from: sideOf(from, fromPaths, columns.from), to: sideOf(to, toPaths, columns.to) };
      return work(changedRows(sides.from, sides.to, pair.window), sides);
    }),
  );
};
