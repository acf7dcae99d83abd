import type { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP } from '../columns.ts';
import type { Ingested } from '../ingest/index.ts';
import { firstCells } from '../query/first-cells.ts';
import { scanFile } from '../query/scan-rows.ts';
import type { CellTable } from './preview.ts';

/** The first readings, of the first series: its time in UTC, its values as numbers. */
export const firstReadings = async (
  { readings, plan }: Pick<Ingested, 'readings' | 'plan'>,
  limit: number,
): Promise<CellTable> => {
  const [first] = readings;
  const { spec }: { spec: Spec } = plan;
  const columns = [
    { name: EVENT_TIMESTAMP, dtype: 'Datetime(ms, UTC)' as const },
    ...(spec.entity === undefined ? [] : [{ name: spec.entity, dtype: 'String' as const }]),
    ...Object.keys(spec.values).map((name) => ({ name, dtype: 'Float64' as const })),
    ...Object.keys(spec.categories).map((name) => ({ name, dtype: 'String' as const })),
  ];
  return {
    columns: columns.map(({ name }) => name),
    rows: first === undefined ? [] : await firstCells(first.path, columns, limit),
  };
};

const shown = (value: unknown): string => String(Number(Number(value).toPrecision(6)));

/** How far the numbers of a column go, in words; undefined for what is no value. */
export const readingRange = async (
  { readings, plan }: Pick<Ingested, 'readings' | 'plan'>,
  column: string,
): Promise<string | undefined> => {
  if (!Object.hasOwn(plan.spec.values, column) || column === DEFAULT_ENTITY) return undefined;
  const ranges = await Promise.all(
    readings.map(({ path }) =>
      scanFile(path)
        .select(pl.col(column).min().alias('least'), pl.col(column).max().alias('most'))
        .collect(),
    ),
  );
  const all = (name: string): number[] =>
    ranges.flatMap((range) => {
      const value: unknown = range.getColumn(name).toArray()[0];
      return value === null || value === undefined ? [] : [Number(value)];
    });
  const [least, most] = [Math.min(...all('least')), Math.max(...all('most'))];
  return Number.isFinite(least) ? `'${column}' from ${shown(least)} to ${shown(most)}` : undefined;
};
