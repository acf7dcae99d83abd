import { AVAILABLE_AT } from '@wattline/features';
import { durationMs, type Spec } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP, ORIGIN_TIMESTAMP, SEASON_TIMESTAMP } from '../columns.ts';
import { hasAvailableAt } from '../features/feature-columns.ts';
import { epochMs } from '../features/local-time.ts';
import { columnList, query, quoted } from '../polars/sql.ts';
import { type FeaturePartition, scanPartition } from '../publish/partition.ts';
import type { Horizon } from './horizon-list.ts';
import type { IntervalIndex } from './interval-index.ts';
import type { ColumnAhead, Label } from './labels.ts';

const DAY = 86_400_000;
/** Of zones, and of months that are longer than on average. */
const SLACK = 40 * DAY;

/** Begin and end of a local year, month or day, as if it were one of UTC. */
const spanOf = (period: string): readonly [number, number] => {
  const begin = Date.parse(period.length === 4 ? `${period}-01-01` : period);
  const days = { 4: 366, 7: 31 }[period.length] ?? 1;
  return [begin, begin + days * DAY];
};

/** Partitions of one bucket, in their order, of which the rows are joined at once. */
export type Stretch = readonly [FeaturePartition, ...FeaturePartition[]];

/** Rows that are joined at once: many small files cost less together, and no stretch is larger than it must be. */
const STRETCH_ROWS = 250_000;

/** Partitions in their order, in stretches. */
export const stretchesOf = (partitions: readonly FeaturePartition[]): Stretch[] => {
  const stretches: { all: [FeaturePartition, ...FeaturePartition[]]; rows: number }[] = [];
  for (const partition of partitions) {
    const last = stretches.at(-1);
    if (last?.all[0].bucket === partition.bucket && last.rows + partition.rows <= STRETCH_ROWS) {
      last.all.push(partition);
      last.rows += partition.rows;
    } else stretches.push({ all: [partition], rows: partition.rows });
  }
  return stretches.map(({ all }) => all);
};

/** The partitions of its bucket that may have rows so long before those of a stretch. */
const partitionsBefore = (
  partitions: readonly FeaturePartition[],
  stretch: Stretch,
  beforeMs: number,
): FeaturePartition[] => {
  const [first] = stretch;
  const [from, until] = [spanOf(first.period)[0], spanOf((stretch.at(-1) ?? first).period)[1]];
  const overlaps = ([begin, end]: readonly [number, number]): boolean =>
    end > from - beforeMs - SLACK && begin < until - beforeMs + SLACK;
  return partitions.filter(({ bucket, period }) => bucket === first.bucket && overlaps(spanOf(period)));
};

const [MS, KEY] = ['horizon: ms', 'horizon: interval'];
const labelOf = (column: string): string => `label: ${column}`;
const originOf = (column: string): string => `origin: ${column}`;
const seasonOf = (column: string): string => `season: ${column}`;

const labelSql = ({ column, as }: Label): string => {
  const number = (name: string): string => `CAST(${quoted(name)} AS DOUBLE)`;
  const own = number(labelOf(column));
  switch (as) {
    case 'difference':
      return `${own} - ${number(originOf(column))}`;
    case 'seasonal-difference':
      return `${own} - ${number(seasonOf(column))}`;
    case 'log1p':
      return `CASE WHEN ${own} > -1 THEN LOG1P(${own}) END`;
    case 'value':
    // Its power is fitted to what is joined.
    case 'box-cox':
      return own;
  }
};

/**
 * The rows of a stretch as they are forecast: keyed by the label's interval, with what is known beforehand of it, and
 * all else of the row so many intervals before. Those without such a row are left out; labels may be null.
 */
export const joinRows = (options: {
  readonly spec: Spec;
  readonly horizon: Horizon;
  readonly intervals: IntervalIndex;
  /** How many intervals the label's row is after the origin's. */
  readonly steps: number;
  readonly columns: readonly ColumnAhead[];
  readonly entity: string | undefined;
  readonly stretch: Stretch;
  readonly partitions: readonly FeaturePartition[];
}): LazyDataFrame => {
  const { spec, horizon, intervals, steps, columns, entity, stretch, partitions } = options;
  const by = entity === undefined ? [] : [entity];
  const columnsOf = (of: ColumnAhead['of']): string[] =>
    columns.filter((column) => column.of === of).map(({ name }) => name);
  const asTheyAre = (names: readonly string[]) => names.map((name) => ({ name, sql: quoted(name) }));
  const available = hasAvailableAt(spec) ? [AVAILABLE_AT] : [];
  const targets = [...new Set(horizon.labels.map(({ column }) => column))];

  const rows = (some: readonly FeaturePartition[]): LazyDataFrame =>
    pl.concat(some.map(scanPartition)).withColumn(epochMs(pl.col(EVENT_TIMESTAMP)).alias(MS));
  const index = intervals.sql(quoted(MS));
  const label = query(
    rows(stretch),
    `SELECT ${columnList([
      { name: KEY, sql: index },
      ...asTheyAre([...by, EVENT_TIMESTAMP, ...columnsOf('label')]),
      ...targets.map((name) => ({ name: labelOf(name), sql: quoted(name) })),
    ])} FROM frame`,
  );
  const origin = query(
    rows(partitionsBefore(partitions, stretch, durationMs(spec.interval) * steps)),
    `SELECT ${columnList([
      { name: KEY, sql: `${index} + ${steps}` },
      ...asTheyAre([...by, ...available, ...columnsOf('origin')]),
      { name: ORIGIN_TIMESTAMP, sql: quoted(EVENT_TIMESTAMP) },
      ...targets.map((name) => ({ name: originOf(name), sql: quoted(name) })),
    ])} FROM frame`,
  );
  const labels = horizon.labels.map((one) => ({ name: one.name, sql: labelSql(one) }));
  const [seasonSteps] = horizon.labels.flatMap(({ seasonSteps: back }) => back ?? []);
  const joined = label.join(origin, { on: [KEY, ...by], how: 'inner', maintainOrder: 'left' });
  const seasonal = (back: number): LazyDataFrame => {
    const season = query(
      rows(partitionsBefore(partitions, stretch, durationMs(spec.interval) * back)),
      `SELECT ${columnList([
        { name: KEY, sql: `${index} + ${back}` },
        ...asTheyAre(by),
        { name: SEASON_TIMESTAMP, sql: quoted(EVENT_TIMESTAMP) },
        ...targets.map((name) => ({ name: seasonOf(name), sql: quoted(name) })),
      ])} FROM frame`,
    );
    return joined.join(season, { on: [KEY, ...by], how: 'left', maintainOrder: 'left' });
  };
  return query(
    seasonSteps === undefined ? joined : seasonal(seasonSteps),
    `SELECT ${columnList([
      ...asTheyAre([
        EVENT_TIMESTAMP,
        ORIGIN_TIMESTAMP,
        ...(seasonSteps === undefined ? [] : [SEASON_TIMESTAMP]),
        ...available,
        ...by,
        ...columns.map(({ name }) => name),
      ]),
      ...labels,
    ])} FROM frame`,
  );
};
