import type { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { RejectedError } from '../../errors.ts';
import { scanFile } from '../../features/scan-file.ts';
import { epochMs } from '../times/local-time.ts';
import type { Edge } from './edges.ts';

const DAY = 86_400_000;
const MONTH = 30.4375 * DAY;
const YEAR = 12 * MONTH;
/** Readings that lie farther than this from all others, and than all others lie apart, are asked about. */
const FAR_MONTHS = 24;
/** At most so many of all readings: more are no slip. */
const FEW = 0.01;

/** The number of an instant's month, counted from 1970; of equal length. */
export const monthOf = (ms: number): number => Math.floor(ms / MONTH);

/** Readings of a span of a month, counted from 1970. */
export interface Month {
  readonly month: number;
  readonly readings: number;
}

interface Isolated {
  readonly side: 'first' | 'last';
  readonly readings: number;
  readonly gapMonths: number;
}

/** A few readings far before or after all others; undefined where there are none. `months` ascend. */
export const isolatedSide = (months: readonly Month[]): Isolated | undefined => {
  const all = months.reduce((sum, { readings }) => sum + readings, 0);
  let before = 0;
  for (const [index, { month, readings }] of months.entries()) {
    const next = months[index + 1];
    before += readings;
    if (next === undefined) return undefined;
    const gapMonths = next.month - month;
    const after = all - before;
    const side = before < after ? 'first' : 'last';
    const few = Math.min(before, after);
    const span =
      side === 'first' ? (months.at(-1)?.month ?? 0) - next.month : month - (months[0]?.month ?? 0);
    if (gapMonths > FAR_MONTHS && gapMonths > span && few <= all * FEW)
      return { side, readings: few, gapMonths };
  }
  return undefined;
};

/** The readings of files by month. */
export const monthsOf = async (paths: readonly string[]): Promise<Month[]> => {
  const counts = new Map<number, number>();
  for (const path of paths) {
    const month = epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64).div(MONTH).floor();
    const found = await scanFile(path)
      .select(month.alias('month'))
      .groupBy(['month'])
      .agg(pl.len().alias('readings'))
      .collect();
    const readings = found.getColumn('readings').toArray();
    for (const [index, value] of found.getColumn('month').toArray().entries())
      counts.set(Number(value), (counts.get(Number(value)) ?? 0) + Number(readings[index]));
  }
  return [...counts].map(([month, readings]) => ({ month, readings })).sort((a, b) => a.month - b.month);
};

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * Throws RejectedError where a few readings lie years from all others, and the spec does not bound times on that side:
 * a slip in one date would fill the time between with rows.
 */
export const refuseIsolated = async (file: {
  readonly name: string;
  readonly spec: Spec;
  readonly timeName: string;
  readonly months: () => Promise<readonly Month[]>;
  readonly first: Edge;
  readonly last: Edge;
}): Promise<void> => {
  const { name, spec, timeName, first, last } = file;
  if (last.ms - first.ms < (FAR_MONTHS / 12) * YEAR) return;
  const isolated = isolatedSide(await file.months());
  if (isolated === undefined) return;
  const { side, readings, gapMonths } = isolated;
  const key = side === 'first' ? 'earliest' : 'latest';
  if (spec.time[key] !== undefined) return;
  const edge = side === 'first' ? first : last;
  const years = Math.floor(gapMonths / 12);
  const accepted = day(edge.ms + (side === 'first' ? -DAY : DAY));
  const refusing = day(edge.ms + (side === 'first' ? DAY : -DAY));
  throw new RejectedError(
    'TIME_ISOLATED',
    `${readings === 1 ? 'one reading' : `${readings} readings`} of ${name} (${day(edge.ms)}) ${readings === 1 ? 'lies' : 'lie'} ${years} years ${side === 'first' ? 'before' : 'after'} all others`,
    {
      place: {
        file: name,
        ...(edge.line > 0 && { line: edge.line }),
        column: timeName,
        value: new Date(edge.ms).toISOString(),
      },
      remedy: `correct the line, or say in the spec what it is: time.${key}: ${refusing} refuses such rows, time.${key}: ${accepted} takes them`,
    },
  );
};
