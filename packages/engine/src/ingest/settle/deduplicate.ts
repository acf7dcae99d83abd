import { type ReasonCode, reasons } from '@wattline/cells';
import type { Spec } from '@wattline/spec';
import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import type { EntityNames } from '../read/entities.ts';
import { CODE, LINE } from '../read/fields.ts';
import type { Layout } from '../read/layout.ts';

/** The entity's place among those of its bucket, in settled rows. */
export const RANK = '__rank';
const NAME = '__name';
const key = [RANK, EVENT_TIMESTAMP];

/** Rows of one bucket, sorted by (entity, event_timestamp), each pair once. */
export interface Settled {
  /** `__rank`, `__name` (the entity), `event_timestamp`, `__line`, values and categories. */
  readonly rows: DataFrame;
  readonly exactDuplicates: number;
  /** Rows that gave way to a different reading for the same time. */
  readonly replaced: DataFrame | undefined;
  /** Rows refused because the spec wants no choice made. */
  readonly refused: DataFrame | undefined;
}

const sameAs = (neighbour: 1 | -1): Expr =>
  key
    .map((column) => pl.col(column).eq(pl.col(column).shift(neighbour)))
    .reduce((a, b) => a.and(b))
    .fillNull(pl.lit(false));

/** Whether rows are out of order, those of one entity among themselves too, and whether neighbours have one key. */
const disorder = async (rows: DataFrame) => {
  const rank = pl.col(RANK);
  const time = pl.col(EVENT_TIMESTAMP);
  const earlier = rank.eq(rank.shift(1)).and(time.lt(time.shift(1)));
  const before = rank.lt(rank.shift(1)).or(earlier);
  const found = await rows
    .lazy()
    .select(
      before.fillNull(pl.lit(false)).any().alias('unsorted'),
      earlier.fillNull(pl.lit(false)).any().alias('timesUnsorted'),
      sameAs(1).any().alias('repeated'),
    )
    .collect();
  const is = (name: string): boolean => found.getColumn(name).toArray()[0] === true;
  return { unsorted: is('unsorted'), timesUnsorted: is('timesUnsorted'), repeated: is('repeated') };
};

const ranked = (rows: LazyDataFrame, entities: EntityNames, bucket: number): Promise<DataFrame> => {
  const named = entities.codesIn(bucket).map((code) => ({ code, name: entities.name(code) }));
  named.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const table = pl.DataFrame(
    {
      code: named.map(({ code }) => code),
      [RANK]: named.map((_, rank) => rank),
      [NAME]: named.map(({ name }) => name),
    },
    { schema: { code: pl.UInt32, [RANK]: pl.UInt32, [NAME]: pl.String } },
  );
  return rows
    .join(table.lazy(), { leftOn: CODE, rightOn: 'code', how: 'left', maintainOrder: 'left' })
    .drop([CODE])
    .collect();
};

/** What rows of one key have in common, as messages call it. */
interface RepeatedCell {
  readonly column: string;
  readonly value: Expr;
}

const repeatedCell = ({ time, timeName }: Pick<Layout, 'time' | 'timeName'>): RepeatedCell => ({
  column: timeName,
  value: time.length === 0 ? pl.col(NAME) : pl.col(EVENT_TIMESTAMP).dt.strftime('%Y-%m-%dT%H:%M:%SZ'),
});

const reported = (rows: DataFrame, code: ReasonCode, { column, value }: RepeatedCell): Promise<DataFrame> =>
  rows
    .lazy()
    .select(
      pl.col(LINE).cast(pl.Int64).alias('line'),
      pl.lit(column).alias('column'),
      value.alias('value'),
      pl.lit(code).alias('code'),
      pl.lit(reasons[code]).alias('reason'),
    )
    .collect();

const withoutRepeats = async (
  rows: DataFrame,
  conflicts: Spec['quarantine']['conflicts'],
  cell: RepeatedCell,
): Promise<Settled> => {
  const repeated = sameAs(1).or(sameAs(-1));
  const marked = rows.lazy().withColumn(repeated.alias('__repeated'));
  const single = marked.filter(pl.col('__repeated').not()).drop(['__repeated']);
  const several = await marked.filter(pl.col('__repeated')).drop(['__repeated']).collect();
  const content = rows.columns.filter((column) => column !== LINE);
  const keep = conflicts === 'first' ? 'first' : 'last';
  const distinct = several.unique(content, keep, true);
  const exactDuplicates = several.height - distinct.height;
  const together = async (winners: DataFrame): Promise<DataFrame> =>
    pl.concat([single, winners.lazy()]).sort({ by: key, maintainOrder: true }).collect();
  if (conflicts === 'quarantine') {
    const winners = distinct.unique(key, 'none', true);
    const losers = distinct.join(winners, { on: [LINE, EVENT_TIMESTAMP], how: 'anti' });
    return {
      rows: await together(winners),
      exactDuplicates,
      replaced: undefined,
      refused: losers.height === 0 ? undefined : await reported(losers, 'CONFLICT', cell),
    };
  }
  const winners = distinct.unique(key, keep, true);
  const losers = distinct.join(winners, { on: [LINE, EVENT_TIMESTAMP], how: 'anti' });
  return {
    rows: await together(winners),
    exactDuplicates,
    replaced: losers.height === 0 ? undefined : await reported(losers, 'CONFLICT_REPLACED', cell),
    refused: undefined,
  };
};

/**
 * Sorts a bucket's rows by (entity, event_timestamp) and settles duplicates. Rows that are equal in all kept
 * columns count once; of different ones the spec's policy takes the last or the first by file order, or none.
 */
export const settleBucket = async (
  gathered: LazyDataFrame,
  bucket: number,
  entities: EntityNames,
  conflicts: Spec['quarantine']['conflicts'],
  layout: Pick<Layout, 'time' | 'timeName'>,
): Promise<Settled> => {
  let rows = await ranked(gathered, entities, bucket);
  let found = await disorder(rows);
  const sortBy = async (columns: string[]): Promise<void> => {
    rows = await rows.lazy().sort({ by: columns, maintainOrder: true }).collect();
    found = await disorder(rows);
  };
  // Rows in the order of time need a stable sort by entity alone, and may show only then that they are not.
  if (found.unsorted && !found.timesUnsorted) await sortBy([RANK]);
  if (found.unsorted) await sortBy(key);
  return found.repeated
    ? withoutRepeats(rows, conflicts, repeatedCell(layout))
    : { rows, exactDuplicates: 0, replaced: undefined, refused: undefined };
};

/** The entity's name in settled rows. */
export const ENTITY_NAME = NAME;
