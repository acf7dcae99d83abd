import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP, ONLY_ENTITY } from '../../columns.ts';
import type { Column } from '../column.ts';
import { epochMs, integer, scanFile } from '../scan-rows.ts';

/** One version's files of a comparison. */
export interface Side {
  readonly paths: readonly string[];
  /** Undefined where the set has no entities. */
  readonly entityColumn: string | undefined;
  /** Those to be read, without entity and time. */
  readonly columns: readonly Column[];
}

/** From one instant, which counts, to another, which does not. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export const ENTITY = 'entity';
export const TIME = 'time';
/** What happened to a row: `added`, `removed` or `changed`. */
export const CHANGE = 'change';
/** A column of one side, under a name that no column has. */
export const sideColumn = (side: 'from' | 'to', index: number): string =>
  `${side === 'from' ? 'a' : 'b'}${index}`;

const keys = [ENTITY, TIME];

const within = ({ fromMs, toMs }: Window): Expr =>
  epochMs()
    .gtEq(integer(fromMs))
    .and(epochMs().lt(integer(toMs)));

const rowsOf = (
  side: 'from' | 'to',
  { paths, entityColumn, columns }: Side,
  window?: Window,
): LazyDataFrame => {
  const entity = entityColumn === undefined ? pl.lit(ONLY_ENTITY) : pl.col(entityColumn);
  const scans = paths.map((path) => {
    const all = scanFile(path);
    return (window === undefined ? all : all.filter(within(window))).select(
      entity.alias(ENTITY),
      pl.col(EVENT_TIMESTAMP).alias(TIME),
      ...columns.map(({ name }, index) => pl.col(name).alias(sideColumn(side, index))),
    );
  });
  const [only] = scans;
  return only !== undefined && scans.length === 1 ? only : pl.concat(scans);
};

const no = pl.lit(false);
const zero = pl.lit(0).cast(pl.Float64);
const one = pl.lit(1).cast(pl.Float64);

/** Exactly: nothing, no number (NaN), 0 and -0 are four different cells; two of one kind are the same. */
export const cellDiffers = (from: number, to: number, { dtype }: Pick<Column, 'dtype'>): Expr => {
  const [a, b] = [pl.col(sideColumn('from', from)), pl.col(sideColumn('to', to))];
  const differ = a.isNull().neq(b.isNull()).or(a.neq(b).fillNull(no));
  if (dtype !== 'Float64') return differ;
  const signs = one.div(a).neq(one.div(b));
  return differ.or(a.eq(zero).and(b.eq(zero)).and(signs).fillNull(no));
};

/** The columns that two sides have in common, of one type, by their places in each. */
export const comparedColumns = (
  from: readonly Column[],
  to: readonly Column[],
): { readonly column: Column; readonly from: number; readonly to: number }[] =>
  from.flatMap((column, index) => {
    const other = to.findIndex(({ name, dtype }) => name === column.name && dtype === column.dtype);
    return other === -1 ? [] : [{ column, from: index, to: other }];
  });

/**
 * The rows of one side that the other lacks or has otherwise, by entity and time: `entity`, `time`, `change`, and the
 * cells of both sides (`sideColumn`), null where a side has no such row. Either side may have no files, not both.
 */
export const changedRows = (from: Side, to: Side, window?: Window): LazyDataFrame => {
  const marked = (rows: LazyDataFrame, change: 'added' | 'removed' | 'changed'): LazyDataFrame =>
    rows.withColumn(pl.lit(change).alias(CHANGE));
  if (from.paths.length === 0) return marked(rowsOf('to', to, window), 'added').sort(keys);
  if (to.paths.length === 0) return marked(rowsOf('from', from, window), 'removed').sort(keys);
  const [a, b] = [rowsOf('from', from, window), rowsOf('to', to, window)];
  const differs = comparedColumns(from.columns, to.columns).map((both) =>
    cellDiffers(both.from, both.to, both.column),
  );
  const changed = a
    .join(b, { on: keys, how: 'inner' })
    .filter(differs.reduce((any, cell) => any.or(cell), no));
  const onKeys = (rows: LazyDataFrame): LazyDataFrame => rows.select(...keys.map((key) => pl.col(key)));
  return pl
    .concat(
      [
        marked(changed, 'changed'),
        marked(b.join(onKeys(a), { on: keys, how: 'anti' }), 'added'),
        marked(a.join(onKeys(b), { on: keys, how: 'anti' }), 'removed'),
      ],
      { how: 'diagonal' },
    )
    .sort(keys);
};
