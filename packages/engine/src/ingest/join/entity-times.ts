import pl, { type DataFrame } from 'nodejs-polars';
import { writeKept } from '../../features/feature-file.ts';
import { scanFile } from '../../features/scan-file.ts';
import type { Boundary } from '../../profile/index.ts';

/** Steps are looked at three before, so of each end as many readings are known. */
const ENDS = 4;

/** When an entity has readings in a piece: ms since 1970, ascending. */
export interface EntityTimes {
  readonly bucket: number;
  readonly period: string;
  readonly entity: string;
  readonly rows: number;
  /** The first readings, four at most, and the last ones. */
  readonly head: readonly number[];
  readonly tail: readonly number[];
}

/** @param at when it has readings, ms, ascending */
export const endsOf = (at: Float64Array): Pick<EntityTimes, 'rows' | 'head' | 'tail'> => ({
  rows: at.length,
  head: [...at.subarray(0, ENDS)],
  tail: [...at.subarray(Math.max(0, at.length - ENDS))],
});

/**
 * Steps between pieces: the last reading of an entity in one, and its first in the next, ms.
 *
 * @param times in the order of buckets and periods
 */
export const boundariesOf = (times: readonly EntityTimes[]): Boundary[] => {
  const ends = new Map<string, number>();
  return times.flatMap(({ bucket, entity, head, tail }): Boundary[] => {
    const name = `${bucket} ${entity}`;
    const [since, until] = [ends.get(name), head[0]];
    const end = tail.at(-1);
    if (end !== undefined) ends.set(name, end);
    return since === undefined || until === undefined ? [] : [[entity, since, until]];
  });
};

const places = Array.from({ length: ENDS }, (_, i) => i);

export const writeEntityTimes = async (times: readonly EntityTimes[], path: string): Promise<void> => {
  const ends = (['head', 'tail'] as const).flatMap((end) =>
    places.map((i) => [`${end}${i}`, times.map((one) => one[end][i] ?? null)] as const),
  );
  const frame = pl.DataFrame(
    {
      bucket: times.map(({ bucket }) => bucket),
      period: times.map(({ period }) => period),
      entity: times.map(({ entity }) => entity),
      rows: times.map(({ rows }) => rows),
      ...Object.fromEntries(ends),
    },
    {
      schema: {
        bucket: pl.Float64,
        period: pl.String,
        entity: pl.String,
        rows: pl.Float64,
        ...Object.fromEntries(ends.map(([name]) => [name, pl.Float64])),
      },
    },
  );
  await writeKept(frame.lazy(), path);
};

const column = (frame: DataFrame, name: string): unknown[] => frame.getColumn(name).toArray();

/** Reads what `writeEntityTimes` wrote. */
export const readEntityTimes = async (path: string): Promise<EntityTimes[]> => {
  const frame = await scanFile(path).collect();
  const [bucket, period, entity, rows] = ['bucket', 'period', 'entity', 'rows'].map((name) =>
    column(frame, name),
  );
  const ends = (end: string): ((row: number) => number[]) => {
    const found = places.map((i) => column(frame, `${end}${i}`));
    return (row) => found.flatMap((values) => (typeof values[row] === 'number' ? [values[row]] : []));
  };
  const [head, tail] = [ends('head'), ends('tail')];
  return Array.from({ length: frame.height }, (_, row) => ({
    bucket: Number(bucket?.[row]),
    period: String(period?.[row]),
    entity: String(entity?.[row]),
    rows: Number(rows?.[row]),
    head: head(row),
    tail: tail(row),
  }));
};
