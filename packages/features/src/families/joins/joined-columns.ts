import type { Duration } from '../../duration.ts';
import type { AggregatedColumn } from '../../kinds/aggregated-column.ts';
import { plainNames } from '../../names/plain-names.ts';
import type { Join, Joins } from './options.ts';

/** A column of another dataset's rows, as one of this one's intervals. */
export interface JoinedColumn extends AggregatedColumn {
  readonly join: string;
  /** In the other dataset's rows. */
  readonly column: string;
  readonly known: 'past' | 'static' | 'future';
  /** Whether it says which word a category has. */
  readonly isOfWords: boolean;
}

/** Columns of the other dataset's rows: those of a category in its place. */
export const takenColumns = ({ columns, words = {} }: Pick<Join, 'columns' | 'words'>): string[] => [
  ...new Set(columns.flatMap((column) => (Object.hasOwn(words, column) ? (words[column] ?? []) : [column]))),
];

export const datasetOf = (name: string, { dataset }: Join): string => dataset ?? name;

export const withinOf = ({ within }: Join): Duration => within ?? '1d';

/** In the order of the spec. No column of a file is called as their sources are. */
export const joinedColumns = (joins: Joins | undefined): JoinedColumn[] =>
  Object.entries(joins ?? {}).flatMap(([join, { known = 'past', ...options }]) => {
    const columns = takenColumns(options);
    const ofWords = new Set(Object.values(options.words ?? {}).flat());
    const plain = plainNames(columns);
    return columns.map(
      (column): JoinedColumn => ({
        name: `${join}_${plain.get(column) ?? column}`,
        written: `${join}.${column}`,
        source: `${join}.${column}`,
        aggregation: 'last',
        dtype: 'Float64',
        unit: undefined,
        isDirection: false,
        isStatic: known === 'static',
        join,
        column,
        known,
        isOfWords: ofWords.has(column),
      }),
    );
  });
